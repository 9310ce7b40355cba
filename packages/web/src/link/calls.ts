/** Questions that were sent and have not been answered. A question's number comes back with its answer. */
export class Calls<Answer> {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #count = 0;

  /** Sends a question under a new number and waits. */
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

  /** Gives everyone who still waits the same answer: the one who was asked is gone. */
  answerAll(answer: Answer): void {
    for (const call of this.#waiting.keys()) this.answer(call, answer);
  }
}
