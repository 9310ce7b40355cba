import { signal } from "@preact/signals";
import type { FileEvent, FilesHost, OpenFiles, RoomFiles, SinkCommand } from "./room-files.ts";

/** A room's place for the part of the page that carries files. Until that is here, it keeps what was told of them. */
export class FilesSlot {
  /** Null until the part is here: nothing of files is shown before. */
  readonly part = signal<RoomFiles | null>(null);
  /** Whether a file of this room was saved outside the page. */
  saved = false;
  readonly #load: () => Promise<OpenFiles>;
  readonly #host: FilesHost;
  /** What was told last of each file. */
  readonly #told = new Map<string, FileEvent>();
  #open = false;
  #secure = false;
  #over = false;

  constructor(load: () => Promise<OpenFiles>, host: Omit<FilesHost, "saved">) {
    this.#load = load;
    this.#host = {
      command: (command) => {
        host.command(command);
      },
      sunk: (...given) => {
        host.sunk(...given);
      },
      saved: () => {
        this.saved = true;
      },
    };
  }

  /** Files can be sent from now on, or no longer. */
  allow(open: boolean): void {
    this.#open = open;
    if (open && this.#secure) this.#want();
    this.part.peek()?.allow(open);
  }

  /** The room is secure: what was kept back for that, so that fetching it delays nothing, comes now. */
  settle(): void {
    this.#secure = true;
    if (this.#open) this.#want();
  }

  take(event: FileEvent): void {
    const part = this.part.peek();
    if (part !== null) part.take(event);
    else {
      this.#told.set(event.id, event);
      this.#want();
    }
  }

  sink(command: SinkCommand): void {
    this.part.peek()?.sink(command);
  }

  clear(): void {
    this.#over = true;
    this.restart();
  }

  /** Those of a session that is over are gone; another may follow. */
  restart(): void {
    this.#open = false;
    this.#told.clear();
    this.part.peek()?.clear();
    this.part.value = null;
  }

  /** What does not come is asked for again with the next word about files. */
  #want(): void {
    if (this.part.peek() !== null || this.#over) return;
    this.#load().then(
      (open) => {
        this.#opened(open);
      },
      () => undefined,
    );
  }

  #opened(open: OpenFiles): void {
    if (this.part.peek() !== null || this.#over) return;
    const part = open(this.#host);
    part.allow(this.#open);
    for (const event of this.#told.values()) part.take(event);
    this.#told.clear();
    this.part.value = part;
  }
}
