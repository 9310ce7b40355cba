export { inviter, type InviterState } from "./inviter.ts";
export { joiner, type JoinerState } from "./joiner.ts";
export { phrases } from "./spelling.ts";
