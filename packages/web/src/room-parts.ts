/**
 * A room's part of the page: its screens, its end, its network, its sentences and its styles, in one chunk. Whoever is in a room has all
 * of it, so that nothing which must be shown or pressed there waits for a network that may be gone.
 */
import phraseStyle from "./style/phrase.css?inline";
import style from "./style/room-screen.css?inline";
import { openOutside } from "./link/outside.ts";
import { RoomTab } from "./link/room-tab.ts";
import { Chunk } from "./model/chunk.ts";
import { createAnnouncer } from "./model/announcer.ts";
import { joiningSentence } from "./text/phrase-text.ts";
import { fetchPart } from "./part.ts";
import { nameParts } from "./part-names.ts";
import { RoomView } from "./model/room-view.ts";
import { desk } from "./desk-chunk.ts";
import { Elsewhere } from "./view/elsewhere.tsx";
import { Ended } from "./view/ended.tsx";
import { after } from "./view/platform.ts";
import { rehearse } from "./view/rehearse.tsx";
import { Room } from "./view/room.tsx";

// With the program, not as a file beside it: a room without its styles could not be used.
const sheet = new CSSStyleSheet();
sheet.replaceSync(style + phraseStyle);
document.adoptedStyleSheets.push(sheet);

// What this part fetches later, each with its hash: the build puts the names in place of these words.
nameParts("parts of room-parts");

/** Rooms for many: choosing one, and all of its screens. */
const group = new Chunk(() => fetchPart("group-part", () => import("./group-part.ts")));

export const roomParts = {
  RoomView,
  Room,
  Ended,
  Elsewhere,
  createAnnouncer,
  openOutside,
  roomTab: new RoomTab(navigator.locks),
  hints: new Chunk(
    async () => (await fetchPart("word-hints", () => import("./view/word-hints.tsx"))).WordHints,
  ),
  words: new Chunk(async () => (await fetchPart("words", () => import("@tacet/client/words"))).words),
  files: new Chunk(async () => (await fetchPart("files-part", () => import("./files-part.ts"))).openFiles),
  menu: new Chunk(async () => (await desk.load()).StartMenu),
  scan: new Chunk(async () => (await fetchPart("scan-parts", () => import("./scan-parts.ts"))).ScanDialog),
  kinds: new Chunk(async () => (await group.load()).NewRoom),
  many: new Chunk(async () => (await group.load()).InvitedMany),
  joiningSentence,
};

/** A room that is wanted at once comes first, and needs no rehearsal any more. */
const REHEARSAL_MS = 50;

after(REHEARSAL_MS, rehearse);

export type RoomParts = typeof roomParts;
