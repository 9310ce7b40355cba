import { existsSync } from "node:fs";
import { join } from "node:path";

/** The built page: in the package beside the program, in a clone where the build leaves it. */
const PLACES = [join(import.meta.dirname, "../page"), join(import.meta.dirname, "../../../web/dist")];

/** The folder of the built page; null where none is built. */
export function pagePlace(): string | null {
  return PLACES.find((folder) => existsSync(join(folder, "index.html"))) ?? null;
}
