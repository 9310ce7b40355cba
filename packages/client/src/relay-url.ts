import { RELAY_PATH } from "@tacet/wire";

/** Where the socket of a relay is: `https` becomes `wss`, and `http` (this machine only, spec/invite.md 2) becomes `ws`. */
export function relayUrl(origin: string): string {
  return origin.replace(/^http/, "ws").replace(/\/$/, "") + RELAY_PATH;
}
