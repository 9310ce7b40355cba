export { type SafetyCheck, safetyCheck } from "./safety-check.ts";
