/**
 * Files: what is said about them, their pieces, and a receiver's arithmetic (spec/files.md). An entry of its own, so that a page loads it with its
 * first file.
 *
 * One sealer to a file: it counts the indexes itself, because a file key seals each index once. An opener keeps nothing. An assembly is a
 * plain value, and says what may be written now.
 *
 * Doubts. AES-GCM binds a ciphertext to a key less firmly than one might think: who makes both key and piece can make one that opens
 * under two keys. The two who hold the key are the two who talk, and the root would differ.
 */
export { cleanFileName } from "./name.ts";
export { FILE_LIMITS } from "./limits.ts";
export { fileBodies } from "./bodies.ts";
export type { FileOffer } from "./offer.ts";
export { pieces } from "./pieces.ts";
export { type Assembly, assemblies } from "./assembly.ts";
