import style from "../style/zh.css?inline";
import type { Translations } from "./catalogs.ts";
import type { Counting } from "./numbers.ts";
import { zhDesk } from "./zh-desk.ts";
import { zhDoor } from "./zh-door.ts";
import { zhFiles } from "./zh-files.ts";
import { zhGroup } from "./zh-group.ts";
import { zhMissing } from "./zh-missing.ts";
import { zhPhrase } from "./zh-phrase.ts";
import { zhRoom } from "./zh-room.ts";
import { zhScan } from "./zh-scan.ts";
import { zhStart } from "./zh-start.ts";

/** Chinese, in simplified letters. */
export const translations = (counting: Counting<"zh">): Translations => ({
  style,
  start: zhStart(counting),
  missing: zhMissing,
  room: zhRoom(counting),
  phrase: zhPhrase,
  scan: zhScan,
  desk: zhDesk,
  files: zhFiles(counting),
  door: zhDoor,
  group: zhGroup(counting),
});
