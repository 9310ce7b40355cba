import { desk, type DeskText } from "./en-desk.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use of the menu, the shortcuts and notifications. */
export const text: DeskText = inLanguage("desk", desk);
