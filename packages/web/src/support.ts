/** What a room cannot do without. The names are those of the dictionary: en-missing.ts. */
export type Part = "secure" | "crypto" | "worker" | "socket" | "peer";

/** The parts of the platform that are looked at; a test hands in its own. */
export interface Platform {
  readonly isSecureContext?: boolean;
  readonly crypto?: { readonly subtle?: unknown };
  readonly Worker?: unknown;
  readonly WebSocket?: unknown;
  readonly RTCPeerConnection?: { readonly prototype?: unknown };
}

/** Names what is missing, in the order in which a person can do something about it. An empty list means: all is there. */
export function missingParts(platform: Platform): readonly Part[] {
  const parts: Part[] = [];
  if (platform.isSecureContext !== true) parts.push("secure");
  // Off a secure origin there is no subtle: that is one cause and is said once.
  else if (typeof platform.crypto?.subtle !== "object") parts.push("crypto");
  // Whether it takes modules shows when it is started: an engine that does not reports an error, which link/ shows.
  if (typeof platform.Worker !== "function") parts.push("worker");
  if (typeof platform.WebSocket !== "function") parts.push("socket");
  const peer = platform.RTCPeerConnection?.prototype;
  if (typeof peer !== "object" || peer === null || !("createDataChannel" in peer)) parts.push("peer");
  return parts;
}
