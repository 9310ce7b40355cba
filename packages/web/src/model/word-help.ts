import { type ReadonlySignal, signal } from "@preact/signals";
import { hintThatFits, startOfWord, withWord } from "./typed-words.ts";

export interface WordHelpPorts {
  /** The words that begin so. Rejects where they cannot be looked up. */
  complete(start: string): Promise<readonly string[]>;
  /** The field is to hold this instead. */
  put(entry: string): void;
  /** What is read aloud to who does not see the hints. */
  say(hints: readonly string[]): void;
}

/**
 * Helps with the word that is being typed. Who types faster than words are looked up gets the word that fits what stands in the field, and
 * never one that fitted an earlier letter.
 */
export class WordHelp {
  readonly #ports: WordHelpPorts;
  readonly #hints = signal<readonly string[]>([]);
  readonly hints: ReadonlySignal<readonly string[]> = this.#hints;
  #entry = "";
  #isAnswered = true;
  /** Tab was pressed before the answer. */
  #isWanted = false;

  constructor(ports: WordHelpPorts) {
    this.#ports = ports;
  }

  /** The field holds this now. */
  look(entry: string): void {
    if (entry === this.#entry) return;
    this.#entry = entry;
    this.#isWanted = false;
    const start = startOfWord(entry);
    this.#isAnswered = start === null;
    if (start === null) {
      this.#hints.value = [];
      return;
    }
    const answer = (hints: readonly string[]): void => {
      if (this.#entry === entry) this.#answer(hints);
    };
    // Without an answer there is no hint: the words can be typed whole.
    this.#ports.complete(start).then(answer, () => {
      answer([]);
    });
  }

  /** The first word, where one fits or may yet. False where there is none: then Tab leads on. */
  tab(): boolean {
    const word = hintThatFits(this.#entry, this.#hints.peek());
    if (word !== undefined) this.take(word);
    else if (this.#isAnswered) return false;
    else this.#isWanted = true;
    return true;
  }

  take(word: string): void {
    const entry = withWord(this.#entry, word);
    this.close();
    this.#ports.put(entry);
  }

  /** No hints until the next letter. */
  close(): void {
    this.#hints.value = [];
    this.#isAnswered = true;
    this.#isWanted = false;
  }

  #answer(hints: readonly string[]): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    const [first] = hints;
    if (this.#isWanted && first !== undefined) {
      this.take(first);
      return;
    }
    this.#hints.value = hints;
    if (first !== undefined) this.#ports.say(hints);
  }
}
