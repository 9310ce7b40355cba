import { useEffect, useMemo } from "preact/hooks";
import { Countdown } from "../model/countdown.ts";
import { formatTimeLeft, isoDuration } from "../model/format.ts";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { say } from "./platform.ts";

/** Under this the time is drawn in the colour of care. */
const SHORT_MS = 60_000;

/** Counts down by the wall clock. It is spoken at three marks, not each second. */
export function TimeLeft({ view }: { readonly view: Pick<RoomView, "endsAtMs"> }) {
  const countdown = useMemo(() => new Countdown({ nowMs: () => Date.now(), every, say: sayLeft }), []);
  const endsAtMs = view.endsAtMs.value;
  useEffect(() => (endsAtMs === null ? undefined : countdown.start(endsAtMs)), [countdown, endsAtMs]);
  const left = countdown.leftMs.value;
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

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => {
    clearInterval(timer);
  };
}

function sayLeft(seconds: number): void {
  say(seconds < 60 ? text.room.secondsLeft(seconds) : text.room.minutesLeft(seconds / 60));
}
