/** The WebSocket subprotocol of version 1; an upgrade without it is refused (spec/relay.md 1). */
export const SUBPROTOCOL = "tacet.v1";

/** The path of the socket, by itself: all of a page's worker that needs one. */
export const RELAY_PATH = "/relay";

/** Paths of the relay (spec/relay.md 7). A room's page is `rooms` followed by `/` and 22 base64url characters. */
export const ROUTES = {
  landing: "/",
  privacy: "/privacy",
  rooms: "/rooms",
  relay: "/relay",
  up: "/up",
  ready: "/ready",
  version: "/version.json",
} as const;
