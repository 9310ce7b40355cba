import type { Translations } from "./catalogs.ts";
import { esDesk } from "./es-desk.ts";
import { esDoor } from "./es-door.ts";
import { esFiles } from "./es-files.ts";
import { esGroup } from "./es-group.ts";
import { esMissing } from "./es-missing.ts";
import { esPhrase } from "./es-phrase.ts";
import { esRoom } from "./es-room.ts";
import { esScan } from "./es-scan.ts";
import { esStart } from "./es-start.ts";
import type { Counting } from "./numbers.ts";

/** Spanish. */
export const translations = (counting: Counting<"es">): Translations => ({
  start: esStart(counting),
  missing: esMissing,
  room: esRoom(counting),
  phrase: esPhrase,
  scan: esScan,
  desk: esDesk,
  files: esFiles(counting),
  door: esDoor,
  group: esGroup(counting),
});
