import { en, type Text } from "./en.ts";

/** The sentences in use. English for now: the language is chosen here once there are others. */
export const text: Text = en;
