import { type FromRelay, decodeFromRelay } from "@tacet/wire";
import type { Place, SeatSocket } from "../src/rooms/entry.ts";

/** A socket that remembers. */
export class TestSocket implements SeatSocket {
  readonly frames: FromRelay[] = [];
  at: Place | null = null;
  open = true;

  send(frame: Uint8Array): void {
    this.frames.push(decodeFromRelay(frame));
  }

  finish(frame: Uint8Array): void {
    this.send(frame);
    this.open = false;
  }

  place(place: Place | null): void {
    this.at = place;
  }

  get last(): FromRelay | undefined {
    return this.frames.at(-1);
  }

  get ticket(): Uint8Array {
    const frame = this.frames.findLast((one) => one.kind === "welcome" || one.kind === "ticket");
    if (frame === undefined || !("ticket" in frame)) throw new Error("no ticket has come");
    return frame.ticket;
  }
}
