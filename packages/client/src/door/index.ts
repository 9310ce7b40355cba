/** What a return room is made of, loaded once there is one (spec/pair.md 9). */
export { doorPart } from "./steps.ts";
export { doorWork } from "./keys.ts";
