export { EMOJI } from "./emoji.ts";
export { safetyCheck } from "./safety-check.ts";
