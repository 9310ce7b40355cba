/** A part of the page that is fetched when it is wanted, or shortly before. */
export class Chunk<Part> {
  readonly #fetch: () => Promise<Part>;
  #present: Part | null = null;
  #coming: Promise<Part> | null = null;

  constructor(fetch: () => Promise<Part>) {
    this.#fetch = fetch;
  }

  /** The part, once it is here. */
  get present(): Part | null {
    return this.#present;
  }

  /** Fetches it, once for all who ask. A failure is forgotten: whoever asks next fetches anew. */
  load(): Promise<Part> {
    this.#coming ??= this.#take();
    return this.#coming;
  }

  /** Fetches it ahead of any need. A failure stays silent: it will show, and be told, when the part is wanted. */
  prefetch(): void {
    this.load().catch(() => undefined);
  }

  async #take(): Promise<Part> {
    try {
      this.#present = await this.#fetch();
      return this.#present;
    } finally {
      this.#coming = null;
    }
  }
}
