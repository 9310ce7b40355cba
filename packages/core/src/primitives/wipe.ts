/**
 * Overwrites bytes whose last use is over. Best effort: the engine may have moved or copied them before (spec/README.md 1,
 * threat model). Whoever calls it owns the bytes.
 */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const bytes of secrets) bytes.fill(0);
}

/**
 * Gives the memory of bytes that nobody needs any more back at once, where they fill a buffer of their own that Node has made. A browser has a second hold of
 * what comes from outside its JavaScript: there it would be freed later than without this, since the collector no longer sees what it is to free.
 */
export function release(bytes: Uint8Array): void {
  if (bytes.buffer instanceof ArrayBuffer && "transfer" in bytes.buffer) bytes.buffer.transfer(0);
}
