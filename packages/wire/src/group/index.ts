/**
 * The frames of rooms for many (spec/relay.md 10), apart from those of rooms for two: a page fetches them with its first such room. The relay sees
 * numbers, seats and sizes; what a block holds is opaque here as it is there, so nothing tells a commit from a word.
 */
export { group } from "./frames.ts";
export { type ToGroup } from "./to-relay.ts";
export { type FromGroup } from "./from-relay.ts";
export { type GroupAnswer, type GroupRequest } from "./rooms.ts";
