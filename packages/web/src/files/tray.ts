import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { text } from "../text/files-text.ts";
import type { Sentence } from "../text/text.ts";
import { type Look, lookAt } from "./picked.ts";

/** As many may be open at a time (spec/files.md 2), so no more wait here. */
export const PICKED_MAX = 16;

/** One file that waits to be sent. */
export interface Picked {
  readonly key: string;
  readonly file: File;
  readonly look: Look;
  /** Whether it goes with all that it says. */
  readonly original: boolean;
  /** Of a voice note that was recorded here. */
  readonly seconds: number | null;
}

/** What waits to be sent. */
export class Tray {
  readonly #picked = signal<readonly Picked[]>([]);
  /** A sentence for the person, about what was just added or asked for. */
  readonly note = signal<Sentence | null>(null);
  readonly waits: ReadonlySignal<boolean> = computed(() => this.#picked.value.length > 0);
  #count = 0;

  get picked(): readonly Picked[] {
    return this.#picked.value;
  }

  /** Adds files and looks at each. Answers when all were looked at. */
  async add(files: readonly File[]): Promise<void> {
    const room = PICKED_MAX - this.#picked.peek().length;
    const added = files.slice(0, room).map((file) => this.#make(file, { kind: "reading" }, null));
    this.note.value = files.length > room ? () => text.tray.tooMany(PICKED_MAX) : null;
    this.#picked.value = [...this.#picked.peek(), ...added];
    for (const { key, file } of added) this.#set(key, { look: await lookAt(file).catch(() => UNREAD) });
  }

  addVoice(file: File, seconds: number): void {
    this.note.value = null;
    this.#picked.value = [...this.#picked.peek(), this.#make(file, { kind: "file" }, seconds)];
  }

  remove(key: string): void {
    this.note.value = null;
    this.#picked.value = this.#picked.peek().filter((it) => it.key !== key);
  }

  choose(key: string, original: boolean): void {
    this.note.value = null;
    this.#set(key, { original });
  }

  /** Hands out what waits and is empty then; null, with a sentence, while something of it is not decided or not looked at. */
  takeAll(): readonly Picked[] | null {
    const picked = this.#picked.peek();
    if (!picked.every(isDecided)) {
      const decides = picked.some(({ look }) => look.kind === "uncleanable");
      this.note.value = () => (decides ? text.tray.decide : text.tray.reading);
      return null;
    }
    this.clear();
    return picked;
  }

  /** Puts back what was not taken. */
  restore(picked: Picked): void {
    this.#picked.value = [...this.#picked.peek(), picked];
  }

  clear(): void {
    this.note.value = null;
    this.#picked.value = [];
  }

  #make(file: File, look: Look, seconds: number | null): Picked {
    this.#count += 1;
    return { key: `file-${this.#count}`, file, look, original: false, seconds };
  }

  #set(key: string, change: Partial<Picked>): void {
    this.#picked.value = this.#picked.peek().map((it) => (it.key === key ? { ...it, ...change } : it));
  }
}

/** Nobody knows what a file says that could not be looked at: it goes by the person's word alone. */
const UNREAD: Look = { kind: "uncleanable", why: "unread" };

function isDecided({ look, original }: Picked): boolean {
  return look.kind === "uncleanable" ? original : look.kind !== "reading";
}

/** What stands in the names of cleaned pictures. */
const ENDINGS: Readonly<Record<string, string>> = { "image/jpeg": "jpg" };

/** The names that are sent, by key. A cleaned picture's own would tell the time and the device again: it has a plain one. */
export function namesOf(picked: readonly Picked[]): ReadonlyMap<string, string> {
  let pictures = 0;
  return new Map(
    picked.map(({ key, file, look, original }) => {
      if (look.kind !== "clean" || original) return [key, file.name];
      pictures += 1;
      const { type } = look.blob;
      const number = pictures === 1 ? "" : `-${pictures}`;
      return [key, `picture${number}.${ENDINGS[type] ?? type.replace("image/", "")}`];
    }),
  );
}

/** What of it is sent. */
export function sentOf({ look, original, file }: Picked): Blob {
  return look.kind === "clean" && !original ? look.blob : file;
}
