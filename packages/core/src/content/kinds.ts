/** The kinds of content of this version (spec/content.md 3). Others exist: a kind's range says how to treat it. */
export const KIND = {
  heartbeat: 1,
  typing: 2,
  rk1: 3,
  rk2: 4,
  rekeyPlease: 5,
  burn: 6,
  bye: 7,
  signal: 32,
  text: 64,
  profile: 65,
} as const;

/** The stream of a kind, from its range, so that content of a later version can be acknowledged. */
export function streamOf(kind: number): "none" | "signal" | "talk" {
  if (kind < 32) return "none";
  return kind < 64 ? "signal" : "talk";
}
