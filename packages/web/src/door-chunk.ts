import { Chunk } from "./model/chunk.ts";
import { fetchPart } from "./part.ts";

/** What a return room shows (spec/pair.md 9): most rooms are entered once. */
export const door = new Chunk(
  async () => (await fetchPart("door-part", () => import("./door-part.ts"))).openDoor,
);
