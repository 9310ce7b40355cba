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
  policy: 33,
  text: 64,
  profile: 65,
  edit: 66,
  delete: 67,
  reaction: 68,
  receipt: 69,
  fileOffer: 71,
  fileAccept: 72,
  fileDone: 73,
  fileAcknowledge: 74,
  fileCancel: 75,
} as const;

/** The stream of a kind, from its range, so that content of a later version can be acknowledged. */
export function streamOf(kind: number): "none" | "signal" | "talk" {
  if (kind < 32) return "none";
  return kind < 64 ? "signal" : "talk";
}
