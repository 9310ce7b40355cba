import { enMissing, type MissingText } from "./en-missing.ts";

/** The sentences in use where something is missing. */
export const text: MissingText = enMissing;
