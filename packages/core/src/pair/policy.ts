/** The paths that a room allows, in rising strictness (spec/pair.md 2). */
export type PathPolicy = "any" | "direct" | "relayed";

/** Whether one may come back to the room (spec/pair.md 9): no; yes, and this is its first session; this session answers a knock. */
export type Rejoin = false | "first" | "again";

/** What the initiator fixes for the room. */
export interface PairPolicy {
  readonly path: PathPolicy;
  readonly rejoin: Rejoin;
}

const PATHS: readonly PathPolicy[] = ["any", "direct", "relayed"];
const REJOINS: readonly Rejoin[] = [false, "first", "again"];

export function encodePath(path: PathPolicy): number {
  return PATHS.indexOf(path);
}

/** Null for an unknown value. */
export function decodePath(byte: number): PathPolicy | null {
  return PATHS[byte] ?? null;
}

/** `path u8 || rejoin u8`. */
export function encodePolicy(policy: PairPolicy): Uint8Array {
  return Uint8Array.of(encodePath(policy.path), REJOINS.indexOf(policy.rejoin));
}

/** Null for unknown values. */
export function decodePolicy(bytes: Uint8Array): PairPolicy | null {
  const [pathByte = 255, rejoinByte = 255] = bytes;
  const path = decodePath(pathByte);
  const rejoin = REJOINS[rejoinByte];
  return path === null || rejoin === undefined || bytes.length !== 2 ? null : { path, rejoin };
}

/** The effective path: the stricter of what the two sides ask for. */
export function stricter(a: PathPolicy, b: PathPolicy): PathPolicy {
  return encodePath(a) > encodePath(b) ? a : b;
}
