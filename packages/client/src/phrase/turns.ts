/**
 * Takes inputs one after the other. What a job brings goes before whatever waits, so a machine never meets anything between asking for
 * cryptography and its answer. `advance` answers with that, or with null.
 */
export function createTurns<Input>(advance: (input: Input) => Promise<Input | null>): (input: Input) => void {
  const waiting: Input[] = [];
  let working = false;
  const work = async (): Promise<void> => {
    working = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (let input: Input | null = next; input !== null;) input = await advance(input);
    }
    working = false;
  };
  return (input) => {
    waiting.push(input);
    // `advance` catches what it meets.
    if (!working) void work();
  };
}
