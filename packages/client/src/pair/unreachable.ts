/** Marks what the types exclude. Reaching it is our own mistake, and says so. */
export function unreachable(_case: never): never {
  throw new Error("a case of a closed list is missing");
}
