/**
 * What a release is known by (spec/release.md 2): the hash of each of its bytes, and the signature of the list of them. An entry of its own,
 * for the terminal client; no page loads it. Nothing here is secret.
 *
 * Doubt: a program that tells whether it was signed was served by somebody itself. What it says is worth what its own package is worth.
 */
export { releases } from "./releases.ts";
