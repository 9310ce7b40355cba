/**
 * Overwrites bytes whose last use is over. Best effort: the engine may have moved or copied them before (spec/README.md 1,
 * threat model). Whoever calls it owns the bytes.
 */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const bytes of secrets) bytes.fill(0);
}
