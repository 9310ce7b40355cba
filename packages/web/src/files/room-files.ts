import { signal } from "@preact/signals";
import type { FileEvent, FilesHost, SaveCommand } from "../model/room-files.ts";
import { text } from "../text/files-text.ts";
import type { Sentence } from "../text/text.ts";
import { say } from "../view/platform.ts";
import { formatBytes } from "./format.ts";
import { Recorder, type VoiceNote } from "./recorder.ts";
import { Addresses, askForPlace, canSaveAsItComes } from "./save.ts";
import { KEPT_BYTES_MAX, removeEmpty, Sinks } from "./sinks.ts";
import { namesOf, type Picked, sentOf, Tray } from "./tray.ts";
import { type Transfer, Transfers } from "./transfer.ts";

/** The client keeps longer files in no memory (spec/files.md 7). */
const MEMORY_BYTES_MAX = 32 * 1024 * 1024;

/** The files of one room: what waits to be sent, what moves, and where it is saved. It lives as long as the room. */
export class Files {
  readonly tray = new Tray();
  readonly transfers = new Transfers();
  readonly addresses = new Addresses();
  readonly recorder = new Recorder((note) => {
    this.#recorded(note);
  });
  /** Whether files can be offered now. */
  readonly open = signal(false);
  /** Over: nothing is added any more. */
  #closed = false;
  readonly #host: FilesHost;
  readonly #sinks: Sinks;
  /** What was offered and has not been answered, by its key. */
  readonly #offered = new Map<string, Picked>();

  constructor(host: FilesHost) {
    this.#host = host;
    this.#sinks = new Sinks({
      tell: (event) => {
        host.sunk(event);
      },
      gathered: (id, blob) => {
        this.transfers.change(id, { blob });
      },
      keptBesides: (id) => this.transfers.keptBesides(id),
    });
  }

  take(event: FileEvent): void {
    const offered = event.key === null ? undefined : this.#offered.get(event.key);
    if (event.key !== null) this.#offered.delete(event.key);
    const { transfer, turned } = this.transfers.take(event, performance.now());
    if (offered !== undefined) this.transfers.change(event.id, { blob: sentOf(offered) });
    if (event.state === "done" && transfer.place === "disk") this.#host.saved();
    if (turned) this.#tell(transfer);
    this.#guard();
  }

  refused(key: string, reason: string): void {
    const picked = this.#offered.get(key);
    this.#offered.delete(key);
    if (picked === undefined) return;
    this.tray.restore(picked);
    this.#note(() => {
      const sentences: Readonly<Record<string, string>> = text.refusals;
      return sentences[reason] ?? text.refusals.other;
    });
  }

  sink(command: SaveCommand): void {
    this.#sinks.take(command);
  }

  async add(files: readonly File[]): Promise<void> {
    if (this.#closed || files.length === 0) return;
    const before = this.tray.picked.length;
    await this.tray.add(files);
    const added = this.tray.picked.length - before;
    if (added > 0) say(text.tray.ready(this.tray.picked.length));
  }

  /** Offers all that waits. False while something of it is not decided. */
  send(): boolean {
    if (!this.tray.waits.peek()) return true;
    if (!this.open.peek()) {
      this.#note(() => text.tray.notYet);
      return false;
    }
    const picked = this.tray.takeAll();
    if (picked === null) {
      say(this.tray.note.peek()?.() ?? "");
      return false;
    }
    const names = namesOf(picked);
    for (const one of picked) {
      this.#offered.set(one.key, one);
      const source = sentOf(one);
      this.#host.command({
        do: "file",
        key: one.key,
        name: names.get(one.key) ?? "file",
        type: source.type,
        source,
      });
    }
    return true;
  }

  /** Takes an offer. A long file goes to a place on the disk that this press asks for, or into memory as far as there is some. */
  async accept({ event }: Transfer): Promise<void> {
    const { id, size, name } = event;
    this.transfers.change(id, { trouble: null });
    const small = size !== null && size <= MEMORY_BYTES_MAX;
    if (!small && canSaveAsItComes()) {
      await this.#acceptToDisk(id, name);
      return;
    }
    if (this.transfers.keptBesides(id) + (size ?? 0) > KEPT_BYTES_MAX) {
      this.transfers.change(id, {
        trouble: () => text.transfer.tooLarge(formatBytes(KEPT_BYTES_MAX)),
      });
      return;
    }
    if (!small) this.#sinks.prepare(id, null);
    this.transfers.change(id, { place: "memory" });
    this.#host.command({ do: "accept", id, save: small ? "memory" : "sink" });
  }

  async #acceptToDisk(id: string, name: string): Promise<void> {
    try {
      const handle = await askForPlace(name);
      if (handle === null) return;
      // The person may have chosen for minutes.
      if (this.#closed || this.transfers.find(id)?.event.state !== "offered") {
        await removeEmpty(handle).catch(() => undefined);
        return;
      }
      this.#sinks.prepare(id, handle);
    } catch {
      this.transfers.change(id, { trouble: () => text.transfer.pickFailed });
      return;
    }
    this.transfers.change(id, { place: "disk" });
    this.#host.command({ do: "accept", id, save: "sink" });
  }

  decline(id: string): void {
    this.#host.command({ do: "decline", id });
  }

  cancel(id: string): void {
    this.#host.command({ do: "cancel", id });
  }

  /** Gives what is in this page to the browser to save. It stays here: whether the browser could save it is not told. */
  save({ event: { id, name }, blob }: Transfer): void {
    if (blob === null) return;
    this.addresses.download(blob, name);
    this.#host.saved();
    this.transfers.change(id, { saved: true });
    say(text.transfer.saved);
  }

  clear(): void {
    this.#closed = true;
    this.recorder.discard();
    this.tray.clear();
    this.#offered.clear();
    this.#sinks.clear();
    this.transfers.clear();
    this.addresses.clear();
    removeEventListener("beforeunload", warn);
  }

  #recorded({ blob, ending, seconds, full }: VoiceNote): void {
    if (this.#closed) return;
    this.tray.addVoice(new File([blob], `${text.voice.name}.${ending}`, { type: blob.type }), seconds);
    if (full) this.#note(() => text.voice.limit);
    else say(text.voice.ready);
  }

  #note(sentence: Sentence): void {
    this.tray.note.value = sentence;
    say(sentence());
  }

  /** What a person hears of it who does not see it. */
  #tell({ event }: Transfer): void {
    const { name, state, from, size, reason } = event;
    const length = size === null ? text.transfer.streamSize : formatBytes(size);
    if (state === "offered" && from === "other") say(text.spoken.offered(name, length));
    const side = from === "self" ? "own" : "theirs";
    if (state === "done") say(text.spoken.ended(name, text.transfer[side].done));
    // Whoever pressed the button knows.
    if (reason !== null && state !== "cancelling") say(text.spoken.ended(name, text.reasons[reason][side]));
  }

  /** The browser asks before it closes a page in which a file moves. */
  #guard(): void {
    if (this.transfers.moves) addEventListener("beforeunload", warn);
    else removeEventListener("beforeunload", warn);
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
