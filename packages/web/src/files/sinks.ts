import type { SaveCommand, SinkEvent } from "../model/room-files.ts";

/** As much as files may fill of this page's memory, all together. */
export const KEPT_BYTES_MAX = 512 * 1024 * 1024;

/** What a browser that can save as it comes gives for a place on the disk. */
export interface SaveHandle {
  createWritable(): Promise<SaveWriter>;
  getFile(): Promise<{ readonly size: number }>;
  remove?(): Promise<void>;
}

export interface SaveWriter {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

export interface SinkPorts {
  tell(event: SinkEvent): void;
  /** A file that was gathered in memory is whole. */
  gathered(id: string, blob: Blob): void;
  /** Bytes of other files that this page keeps. */
  keptBesides(id: string): number;
}

interface Sink {
  open(): Promise<void> | void;
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> | void;
  close(): Promise<void> | void;
  abort(): Promise<void> | void;
}

/**
 * Where the bytes of large files go: to a place on the disk that the person chose, or into memory. A file on the disk gets its name when it is closed;
 * whatever ends before leaves nothing there.
 */
export class Sinks {
  readonly #ports: SinkPorts;
  readonly #sinks = new Map<string, Sink>();
  /** One after the other for each file. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(ports: SinkPorts) {
    this.#ports = ports;
  }

  /** Says where the file is to go before it is accepted: to a handle, or into memory without one. */
  prepare(id: string, handle: SaveHandle | null): void {
    this.#sinks.set(id, handle === null ? this.#memory(id) : onDisk(handle));
  }

  take(command: SaveCommand): void {
    const { id } = command;
    const before = this.#turns.get(id) ?? Promise.resolve();
    // What fails is told, and ends this file alone.
    this.#turns.set(
      id,
      before.then(() => this.#perform(command)),
    );
  }

  /** The room is over: what was not closed goes. */
  clear(): void {
    for (const id of this.#sinks.keys()) this.take({ do: "abort", id });
  }

  async #perform(command: SaveCommand): Promise<void> {
    const { id } = command;
    const sink = this.#sinks.get(id);
    if (sink === undefined) {
      if (command.do !== "abort") this.#ports.tell({ on: "failed", id });
      return;
    }
    try {
      await performOn(sink, command);
    } catch {
      this.#forget(id);
      await Promise.resolve(sink.abort()).catch(() => undefined);
      if (command.do !== "abort") this.#ports.tell({ on: "failed", id });
      return;
    }
    if (command.do === "close" || command.do === "abort") this.#forget(id);
    if (command.do !== "abort") this.#ports.tell({ on: ANSWERS[command.do], id });
  }

  #forget(id: string): void {
    this.#sinks.delete(id);
    this.#turns.delete(id);
  }

  #memory(id: string): Sink {
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    return {
      open: () => undefined,
      write: (piece) => {
        bytes += piece.length;
        if (bytes + this.#ports.keptBesides(id) > KEPT_BYTES_MAX)
          throw new Error("The memory for files is full.");
        pieces.push(piece);
      },
      close: () => {
        // What the other side says a file is must not decide how a browser opens it.
        this.#ports.gathered(id, new Blob(pieces, { type: "application/octet-stream" }));
        pieces = [];
      },
      abort: () => {
        pieces = [];
      },
    };
  }
}

const ANSWERS = { open: "opened", write: "written", close: "closed" } as const;

function performOn(sink: Sink, command: SaveCommand): Promise<void> | void {
  if (command.do === "open") return sink.open();
  // It came by a letter of the worker, which shares no memory.
  if (command.do === "write") return sink.write(command.bytes as Uint8Array<ArrayBuffer>);
  return command.do === "close" ? sink.close() : sink.abort();
}

/** The browser writes elsewhere until it is closed; the empty file that choosing a place made is taken away again. */
function onDisk(handle: SaveHandle): Sink {
  let writer: SaveWriter | null = null;
  /** What the person had there already is theirs. */
  let wasEmpty = true;
  return {
    open: async () => {
      wasEmpty = (await handle.getFile()).size === 0;
      writer = await handle.createWritable();
    },
    write: async (bytes) => {
      await writer?.write(bytes);
    },
    close: async () => {
      await writer?.close();
      writer = null;
    },
    abort: async () => {
      await writer?.abort();
      writer = null;
      if (wasEmpty) await removeEmpty(handle);
    },
  };
}

/** Takes away the empty file that choosing a place made. */
export async function removeEmpty(handle: SaveHandle): Promise<void> {
  if ((await handle.getFile()).size === 0) await handle.remove?.();
}
