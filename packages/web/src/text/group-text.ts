import { enGroup, type GroupText } from "./en-group.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use about rooms for many. They come with the part of the page for them. */
export const text: GroupText = inLanguage("group", enGroup);
