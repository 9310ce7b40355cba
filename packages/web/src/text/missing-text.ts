import { enMissing, type MissingText } from "./en-missing.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use where something is missing. */
export const text: MissingText = inLanguage("missing", enMissing);
