import style from "../style/ar.css?inline";
import { arDesk } from "./ar-desk.ts";
import { arDoor } from "./ar-door.ts";
import { arFiles } from "./ar-files.ts";
import { arGroup } from "./ar-group.ts";
import { arMissing } from "./ar-missing.ts";
import { arPhrase } from "./ar-phrase.ts";
import { arRoom } from "./ar-room.ts";
import { arScan } from "./ar-scan.ts";
import { arStart } from "./ar-start.ts";
import type { Translations } from "./catalogs.ts";
import type { Counting } from "./numbers.ts";

/** Arabic. */
export const translations = (counting: Counting<"ar">): Translations => ({
  style,
  start: arStart(counting),
  missing: arMissing,
  room: arRoom(counting),
  phrase: arPhrase,
  scan: arScan,
  desk: arDesk,
  files: arFiles(counting),
  door: arDoor,
  group: arGroup(counting),
});
