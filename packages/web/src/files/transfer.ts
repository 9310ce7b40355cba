import { signal, type Signal } from "@preact/signals";
import type { FileEvent } from "../model/room-files.ts";
import type { Sentence } from "../text/text.ts";
import { Pace } from "./pace.ts";

/** What is known of one file that is offered, moves or has ended. */
export interface Transfer {
  readonly event: FileEvent;
  /** Whole bytes, where this page has them: an own file, or one that arrived into memory. */
  readonly blob: Blob | null;
  readonly bytesASecond: number | null;
  readonly secondsLeft: number | null;
  /** Where it goes: nowhere yet, into this page, or to the disk. */
  readonly place: "none" | "memory" | "disk";
  readonly saved: boolean;
  /** Why a press on "Accept" led nowhere. */
  readonly trouble: Sentence | null;
}

const NOTHING = {
  blob: null,
  bytesASecond: null,
  secondsLeft: null,
  place: "none",
  saved: false,
  trouble: null,
} as const;

export function isOver({ event }: Transfer): boolean {
  return event.state === "done" || event.state === "failed" || event.state === "cancelled";
}

/** The files of a room, each with a signal of its own, so that one which moves draws no other. */
export class Transfers {
  readonly #all = new Map<string, Signal<Transfer>>();
  readonly #paces = new Map<string, Pace>();

  /** Takes what the room tells of a file. Gives it back as it is now, and whether its state is another than before. */
  take(event: FileEvent, atMs: number): { readonly transfer: Transfer; readonly turned: boolean } {
    const known = this.#all.get(event.id);
    const before = known?.peek();
    const pace = this.#paces.get(event.id) ?? new Pace();
    this.#paces.set(event.id, pace);
    if (event.state === "moving") pace.note(atMs, event.bytes);
    const transfer: Transfer = {
      ...(before ?? NOTHING),
      event,
      blob: event.blob ?? before?.blob ?? null,
      bytesASecond: pace.bytesASecond,
      secondsLeft: event.size === null ? null : pace.secondsFor(event.size - event.bytes),
    };
    if (known === undefined) this.#all.set(event.id, signal(transfer));
    else known.value = transfer;
    if (isOver(transfer)) this.#paces.delete(event.id);
    return { transfer, turned: before?.event.state !== event.state };
  }

  /** Read while drawing, it draws again when the file changes. */
  find(id: string): Transfer | undefined {
    return this.#all.get(id)?.value;
  }

  change(id: string, change: Partial<Transfer>): void {
    const known = this.#all.get(id);
    if (known !== undefined) known.value = { ...known.peek(), ...change };
  }

  /** Bytes of other files that this page alone keeps, or has promised to keep. */
  keptBesides(id: string): number {
    let bytes = 0;
    for (const one of this.#all.values()) {
      const { event, place, blob } = one.peek();
      const gone = isOver(one.peek()) && blob === null;
      if (event.id !== id && place === "memory" && !gone) bytes += event.size ?? event.bytes;
    }
    return bytes;
  }

  get moves(): boolean {
    return [...this.#all.values()].some((it) => it.peek().event.state === "moving");
  }

  clear(): void {
    for (const one of this.#all.values()) {
      const last = one.peek();
      one.value = { ...last, blob: null, event: { ...last.event, blob: null } };
    }
    this.#all.clear();
    this.#paces.clear();
  }
}
