import { inLanguage } from "./language.ts";
import { en, type Text } from "./en.ts";

/** The sentences in use before a room and when the page breaks. */
export const text: Text = inLanguage("start", en);

/** A sentence that is kept for a while: it is read when it is drawn, in the language of then. */
export type Sentence = () => string;
