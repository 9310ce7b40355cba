import type { ReadonlySignal } from "@preact/signals";
import type { RoomView } from "../model/room-view.ts";
import type { Sound } from "./sounds.ts";

/** What calls for somebody who looks elsewhere. None of it is told what was said, or by whom. */
export interface AttentionPorts {
  isHidden(): boolean;
  /** Calls back whenever the page is hidden or shown; the answer stops it. */
  onVisibility(report: () => void): () => void;
  /** So many messages have come since the page was hidden; 0: none, or somebody looks. */
  count(unseen: number): void;
  /** Says that there is a message, in the system's own place; the answer takes it back. */
  notify(): () => void;
  play(sound: Sound): void;
}

export type Seen = Pick<RoomView, "messages"> & {
  readonly presence: ReadonlySignal<RoomView["presence"]["value"]>;
  readonly status: ReadonlySignal<RoomView["status"]["value"]>;
  readonly door: Pick<RoomView["door"], "told">;
  /** Grows with everything that calls for somebody, where not every message does. */
  readonly calls?: ReadonlySignal<number>;
};

/** Watches a room for those who do not look; the answer ends it. It takes everything back with the room, or when somebody looks. */
export function attend(view: Seen, ports: AttentionPorts): () => void {
  let unseen = 0;
  let takeBack: (() => void) | null = null;
  const clear = (): void => {
    takeBack?.();
    takeBack = null;
    if (unseen > 0) ports.count(0);
    unseen = 0;
  };
  const came = (count: number): void => {
    ports.play("message");
    if (!ports.isHidden()) return;
    unseen += count;
    ports.count(unseen);
    takeBack ??= ports.notify();
  };
  const stops = [
    view.calls === undefined ? onMessages(view, came) : onCalls(view.calls, came),
    onPresence(view, ports),
    // Somebody at the door is waiting for an answer.
    view.door.told.subscribe((told) => {
      if (told?.state === "knock") came(1);
    }),
    view.status.subscribe((status) => {
      if (status === "ended") ports.play("end");
    }),
    ports.onVisibility(() => {
      if (!ports.isHidden()) clear();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clear();
  };
}

/** Tells how many messages of others are new. What was there before is not. */
function onMessages({ messages }: Seen, came: (count: number) => void): () => void {
  let known = messages.came.other;
  return messages.version.subscribe(() => {
    const count = messages.came.other - known;
    known = messages.came.other;
    if (count > 0) came(count);
  });
}

function onCalls(calls: ReadonlySignal<number>, came: (count: number) => void): () => void {
  let known = calls.peek();
  return calls.subscribe((now) => {
    const count = now - known;
    known = now;
    if (count > 0) came(count);
  });
}

function onPresence({ presence }: Seen, ports: AttentionPorts): () => void {
  let before = presence.peek();
  return presence.subscribe((now) => {
    if (now === "present" && before !== "present") ports.play("join");
    if (now === "away" && before === "present") ports.play("leave");
    before = now;
  });
}
