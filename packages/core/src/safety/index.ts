export { safetyCheck } from "./safety-check.ts";
