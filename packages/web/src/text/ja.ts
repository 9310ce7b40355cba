import style from "../style/ja.css?inline";
import type { Translations } from "./catalogs.ts";
import { jaDesk } from "./ja-desk.ts";
import { jaDoor } from "./ja-door.ts";
import { jaFiles } from "./ja-files.ts";
import { jaGroup } from "./ja-group.ts";
import { jaMissing } from "./ja-missing.ts";
import { jaPhrase } from "./ja-phrase.ts";
import { jaRoom } from "./ja-room.ts";
import { jaScan } from "./ja-scan.ts";
import { jaStart } from "./ja-start.ts";
import type { Counting } from "./numbers.ts";

/** Japanese. */
export const translations = (counting: Counting<"ja">): Translations => ({
  style,
  start: jaStart(counting),
  missing: jaMissing,
  room: jaRoom(counting),
  phrase: jaPhrase,
  scan: jaScan,
  desk: jaDesk,
  files: jaFiles(counting),
  door: jaDoor,
  group: jaGroup(counting),
});
