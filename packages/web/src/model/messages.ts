import { signal, type ReadonlySignal } from "@preact/signals";

export type MessageState = "sending" | "sent" | "delivered" | "failed";

export interface Message {
  readonly id: string;
  readonly from: "self" | "other";
  readonly text: string;
  /** Wall clock of this page at arrival, in ms. */
  readonly atMs: number;
  /** Only one's own messages have a state. */
  readonly state: MessageState | null;
}

/** A run is broken by another sender or a pause of this length: then the name and the time are shown again. */
const RUN_PAUSE_MS = 5 * 60_000;

/** What was said, in order. It lives in memory only and is emptied by `clear`. */
export class Messages {
  #list: Message[] = [];
  readonly #places = new Map<string, number>();
  /** A receipt may overtake the message it belongs to, when both cross from the worker in one turn. */
  readonly #early = new Map<string, MessageState>();
  readonly #version = signal(0);
  readonly #soon: (run: () => void) => void;
  #told = true;

  /** `soon` gathers the changes of a burst into one; without it each is told at once. */
  constructor(
    soon: (run: () => void) => void = (run) => {
      run();
    },
  ) {
    this.#soon = soon;
  }

  /** Changes after every change: reading it subscribes. */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  get count(): number {
    return this.#list.length;
  }

  at(index: number): Message | undefined {
    return this.#list[index];
  }

  add(message: Message): void {
    if (this.#places.has(message.id)) return;
    const early = this.#early.get(message.id);
    this.#early.delete(message.id);
    this.#places.set(message.id, this.#list.length);
    this.#list.push(early === undefined ? message : { ...message, state: early });
    this.#changed();
  }

  mark(id: string, state: MessageState): void {
    const place = this.#places.get(id);
    const message = place === undefined ? undefined : this.#list[place];
    if (place === undefined || message === undefined) {
      this.#early.set(id, state);
      return;
    }
    this.#list[place] = { ...message, state };
    this.#changed();
  }

  #changed(): void {
    if (!this.#told) return;
    this.#told = false;
    this.#soon(() => {
      this.#told = true;
      this.#version.value += 1;
    });
  }

  /** True when the message at `index` begins a run: another sender, or a pause before it. */
  beginsRun(index: number): boolean {
    const message = this.#list[index];
    const before = this.#list[index - 1];
    if (message === undefined || before === undefined) return true;
    return before.from !== message.from || message.atMs - before.atMs > RUN_PAUSE_MS;
  }

  clear(): void {
    this.#list = [];
    this.#places.clear();
    this.#early.clear();
    this.#version.value += 1;
  }
}
