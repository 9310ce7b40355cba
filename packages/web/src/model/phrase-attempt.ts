import { signal } from "@preact/signals";
import type { Sentence } from "../text/text.ts";

/** One attempt after another to enter a room by typed words, for whoever waits for its answer. */
export class PhraseAttempt {
  /** While one runs, what it was begun with is settled: whether the room hides this side's address. */
  readonly runs = signal(false);
  #answer: ((sentence: Sentence | null) => void) | null = null;

  /** Resolves with a sentence when the words led nowhere, else with null. */
  begin(): Promise<Sentence | null> {
    this.end(null);
    this.runs.value = true;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  /** Does nothing where none runs. */
  end(sentence: Sentence | null): void {
    const answer = this.#answer;
    this.#answer = null;
    this.runs.value = false;
    answer?.(sentence);
  }
}
