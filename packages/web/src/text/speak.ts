import { Languages } from "../model/languages.ts";
import { after } from "../view/platform.ts";

/** The page's language, and the way to another. */
export const languages = new Languages(after);
