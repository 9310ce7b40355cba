/** The paths that a room allows, in rising strictness (spec/pair.md 2). */
export type PathPolicy = "any" | "direct" | "relayed";

/** What the initiator fixes for the room. Rejoining is for a later version (spec/invite.md 5). */
export interface PairPolicy {
  readonly path: PathPolicy;
  readonly rejoin: false;
}

const PATHS: readonly PathPolicy[] = ["any", "direct", "relayed"];

export function encodePath(path: PathPolicy): number {
  return PATHS.indexOf(path);
}

/** Null for an unknown value. */
export function decodePath(byte: number): PathPolicy | null {
  return PATHS[byte] ?? null;
}

/** `path u8 || rejoin u8`. */
export function encodePolicy(policy: PairPolicy): Uint8Array {
  return Uint8Array.of(encodePath(policy.path), 0);
}

/** Null for an unknown path, and for a room that allows rejoining. */
export function decodePolicy(bytes: Uint8Array): PairPolicy | null {
  const [pathByte = 255, rejoin] = bytes;
  const path = decodePath(pathByte);
  return path === null || rejoin !== 0 || bytes.length !== 2 ? null : { path, rejoin: false };
}

/** The effective path: the stricter of what the two sides ask for. */
export function stricter(a: PathPolicy, b: PathPolicy): PathPolicy {
  return encodePath(a) > encodePath(b) ? a : b;
}
