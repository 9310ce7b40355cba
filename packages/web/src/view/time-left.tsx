import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatTimeLeft, isoDuration, spokenMark } from "../model/format.ts";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { say } from "./platform.ts";

/** Under this the time is drawn in the colour of care. */
const SHORT_MS = 60_000;

/** Counts down by the wall clock, which a sleeping computer does not stop. It is spoken at three marks, not each second. */
export function TimeLeft({ view }: { readonly view: RoomView }) {
  const leftMs = useSignal<number | null>(null);
  const endsAtMs = view.endsAtMs.value;
  useEffect(() => {
    if (endsAtMs === null) return undefined;
    const tick = (): void => {
      const before = leftMs.peek();
      const now = endsAtMs - Date.now();
      leftMs.value = now;
      const mark = before === null ? null : spokenMark(before, now);
      if (mark !== null) say(mark < 60 ? text.room.secondsLeft(mark) : text.room.minutesLeft(mark / 60));
    };
    tick();
    const timer = setInterval(tick, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [endsAtMs, leftMs]);
  const left = leftMs.value;
  return (
    <div
      class={left !== null && left < SHORT_MS ? "time-left short" : "time-left"}
      role="timer"
      aria-label={text.room.timeLeft}
    >
      {left !== null && <time dateTime={isoDuration(left)}>{formatTimeLeft(left)}</time>}
    </div>
  );
}
