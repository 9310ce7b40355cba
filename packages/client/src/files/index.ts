/** A room's files, loaded with the first of them (spec/files.md). */
export { createFilesDesk } from "./desk.ts";
export type { FilesDesk } from "./desk.ts";
