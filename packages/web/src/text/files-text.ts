import { files, type FilesText } from "./en-files.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use about files. They come with the part of the page that carries them. */
export const text: FilesText = inLanguage("files", files);
