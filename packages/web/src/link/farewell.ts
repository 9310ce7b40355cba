import type { PeerDriver, RoomEvent, WebSocketDriver } from "@tacet/client";
import type { GroupFace } from "@tacet/client/group";

export interface Farewell {
  /** Keeps the newest farewell, and forgets it when the room has ended. */
  note(event: RoomEvent | GroupFace["event"]): void;
  /** Says it now. */
  speak(): void;
  close(): void;
}

/**
 * Speaks last. When the page goes for good there is no time to ask the worker, so the newest frames wait here and are
 * sent at once on every path (spec/pair.md 8); the relay is told `leave` as well, also while nobody else has come. A page that only goes into the back/forward cache says nothing: it may
 * come back, and its room with it.
 */
export function createFarewell(sockets: WebSocketDriver, peers: PeerDriver): Farewell {
  let frames: readonly Uint8Array[] = [];
  const speak = (): void => {
    peers.sendLast(frames);
    sockets.sendLast(frames);
    frames = [];
  };
  const leave = (event: PageTransitionEvent): void => {
    if (!event.persisted) speak();
  };
  addEventListener("pagehide", leave);
  return {
    speak,
    note(event) {
      if (event.event === "farewell") frames = event.frames;
      if (event.event === "end") frames = [];
    },
    close() {
      frames = [];
      removeEventListener("pagehide", leave);
    },
  };
}
