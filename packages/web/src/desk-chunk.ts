import type { DeskParts } from "./desk-parts.ts";
import { Chunk } from "./model/chunk.ts";
import { fetchPart } from "./part.ts";

/** Menu, shortcuts, sounds and notifications: around a room, and not needed to talk in it. */
export const desk = new Chunk<DeskParts>(
  async () => (await fetchPart("desk-parts", () => import("./desk-parts.ts"))).deskParts,
);
