/** Questions that were sent and have not been answered. A question's number comes back with its answer. */
export class Calls<Answer> {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #count = 0;

  /** Sends a question under a new number and waits. A worker that dies answers nothing, and is reported on its own. */
  ask(send: (call: number) => void): Promise<Answer> {
    return new Promise((resolve) => {
      this.#count += 1;
      this.#waiting.set(this.#count, resolve);
      send(this.#count);
    });
  }

  answer(call: number, answer: Answer): void {
    this.#waiting.get(call)?.(answer);
    this.#waiting.delete(call);
  }
}
