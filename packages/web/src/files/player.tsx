import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { text } from "../text/files-text.ts";
import { formatSeconds } from "./format.ts";
import type { Addresses } from "./save.ts";

/** What was recorded in one go has no length in its head: the end is looked for there. */
const FAR_SECONDS = 1e7;

/** Plays sound where it stands. `seconds` is its length where that is known already. */
export function Player(props: {
  readonly addresses: Addresses;
  readonly blob: Blob;
  /** What it is played as; no other use is made of its address. */
  readonly type: string;
  readonly seconds: number | null;
}) {
  const { addresses, blob, type, seconds } = props;
  const plays = useSignal(false);
  const at = useSignal(0);
  const length = useSignal(seconds ?? 0);
  const fails = useSignal(false);
  const audio = useRef<HTMLAudioElement | null>(null);
  const shown = useMemo<Shown>(() => ({ plays, at, length, fails }), [plays, at, length, fails]);
  useEffect(() => {
    const element = new Audio();
    audio.current = element;
    element.preload = "metadata";
    const stop = follow(element, shown, seconds === null);
    const address = addresses.give(new Blob([blob], { type }));
    element.src = address;
    return () => {
      stop();
      element.pause();
      element.removeAttribute("src");
      // Without this it would keep what it has read.
      element.load();
      addresses.takeBack(address);
    };
  }, [addresses, blob, type, seconds, shown]);
  if (fails.value) return <p class="file-about">{text.voice.unplayable}</p>;
  const time = text.voice.at(formatSeconds(at.value), formatSeconds(length.value));
  return (
    <div class="player">
      <button
        type="button"
        onClick={() => {
          const element = audio.current;
          if (element?.paused === true) element.play().catch(() => (fails.value = true));
          else element?.pause();
        }}
      >
        {plays.value ? text.voice.pause : text.voice.play}
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(length.value, 0.1)}
        step={0.1}
        value={at.value}
        aria-label={text.voice.position}
        aria-valuetext={time}
        onInput={(event) => {
          at.value = Number(event.currentTarget.value);
          if (audio.current !== null) audio.current.currentTime = at.value;
        }}
      />
      <span class="player-time">{time}</span>
    </div>
  );
}

interface Shown {
  readonly plays: Signal<boolean>;
  readonly at: Signal<number>;
  readonly length: Signal<number>;
  readonly fails: Signal<boolean>;
}

/** Shows what the sound does; the answer stops it. */
function follow(element: HTMLAudioElement, shown: Shown, measures: boolean): () => void {
  const stop = new AbortController();
  const on = (kind: string, act: () => void): void => {
    element.addEventListener(kind, act, { signal: stop.signal });
  };
  let seeks = false;
  on("loadedmetadata", () => {
    seeks = measures && !Number.isFinite(element.duration);
    if (seeks) element.currentTime = FAR_SECONDS;
  });
  on("durationchange", () => {
    const { duration } = element;
    if (!Number.isFinite(duration) || duration === 0) return;
    shown.length.value = duration;
    if (seeks) element.currentTime = 0;
    seeks = false;
  });
  on("timeupdate", () => {
    if (!seeks) shown.at.value = element.currentTime;
  });
  on("play", () => (shown.plays.value = true));
  on("pause", () => (shown.plays.value = false));
  on("ended", () => (shown.at.value = 0));
  on("error", () => (shown.fails.value = true));
  return () => {
    stop.abort();
  };
}
