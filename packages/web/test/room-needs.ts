import { Chunk } from "../src/model/chunk.ts";
import { RoomView } from "../src/model/room-view.ts";
import { joiningSentence } from "../src/text/phrase-text.ts";

/** What an app needs of a room's part of the page, without a network and with no other tab. */
export const parts = {
  RoomView,
  openOutside: (): never => {
    throw new Error("No network is reached here.");
  },
  hints: new Chunk(() => Promise.resolve(() => null)),
  menu: new Chunk(() => Promise.resolve(() => null)),
  scan: new Chunk(() => Promise.resolve(() => null)),
  kinds: new Chunk(() => Promise.resolve(() => null)),
  many: new Chunk(() => Promise.resolve(() => null)),
  roomTab: { claim: () => Promise.resolve(true), free: () => undefined, freed: () => Promise.resolve() },
  joiningSentence,
};
