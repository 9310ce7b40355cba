import { phrase } from "./en-phrase.ts";

/** The sentences in use about spoken phrases. */
export const text: typeof phrase = phrase;
