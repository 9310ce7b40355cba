/**
 * Files: what is said about them, their pieces, and a receiver's arithmetic (spec/files.md). An entry of its own, so that a page
 * loads it with its first file. Three names, each a group; the types of what they give are inferred from them.
 *
 * One offer, one key, one sealer: the key is drawn with the offer, and the sealer that takes it over counts the indexes itself,
 * because a file key seals each index once. An opener keeps nothing. An assembly is a plain value, and says what may be written now.
 *
 * Doubts. AES-GCM binds a ciphertext to a key less firmly than one might think: whoever makes both can make one piece that opens
 * under two keys. The two who hold the key are the two who talk, and neither gains by it (spec/files.md 1).
 */
export { fileBodies } from "./bodies.ts";
export { pieces } from "./pieces.ts";
export { assemblies } from "./assembly.ts";
