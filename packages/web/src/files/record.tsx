import { useEffect, useRef } from "preact/hooks";
import { text } from "../text/files-text.ts";
import { formatSeconds } from "./format.ts";
import { type Hold, type HoldEvent, stepHold } from "./hold.ts";
import type { Files } from "./room-files.ts";

/** Held down it records until it is let go; pressed once, until the next press. */
export function RecordButton({ files }: { readonly files: Files }) {
  const { recorder } = files;
  const hold = useRef<Hold>({ at: "resting" });
  /** A press of a pointer is told as a click too, after it. */
  const pointed = useRef(false);
  const records = recorder.state.value.at === "recording";
  const idle = recorder.state.value.at === "idle" || recorder.state.value.at === "trouble";
  const take = (event: HoldEvent): void => {
    const { hold: next, does } = stepHold(hold.current, event);
    // Whoever holds it lets go to answer the browser's question, and still wants to record.
    const asks = event.on === "up" && recorder.state.peek().at === "asking";
    hold.current = asks && does === "stop" ? { at: "locked" } : next;
    if (asks) return;
    // What goes wrong is its state.
    if (does === "start") void recorder.start();
    else if (does === "stop") recorder.stop();
  };
  useEffect(() => {
    if (idle) hold.current = stepHold(hold.current, { on: "ended" }).hold;
  }, [idle]);
  if (!files.open.value && idle) return null;
  return (
    <button
      type="button"
      class={records ? "tool records" : "tool"}
      aria-label={text.voice.record}
      aria-pressed={records}
      title={text.voice.hint}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        pointed.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        take({ on: "down", atMs: event.timeStamp });
      }}
      onPointerUp={(event) => {
        take({ on: "up", atMs: event.timeStamp });
      }}
      onPointerCancel={(event) => {
        take({ on: "cancel", atMs: event.timeStamp });
      }}
      onContextMenu={(event) => {
        event.preventDefault();
      }}
      onClick={() => {
        if (!pointed.current) take({ on: "press" });
        pointed.current = false;
      }}
    >
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <rect x="9" y="3" width="6" height="11" rx="3" />
        <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
      </svg>
    </button>
  );
}

/** What the microphone does now, and how to end it. */
export function RecordingBar({ files }: { readonly files: Files }) {
  const { recorder } = files;
  const state = recorder.state.value;
  if (state.at === "idle") return null;
  if (state.at === "trouble")
    return (
      <div class="recording" role="alert">
        <p class="fault">{text.voice[state.why]}</p>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            recorder.discard();
          }}
        >
          {text.voice.close}
        </button>
      </div>
    );
  const records = state.at === "recording";
  return (
    <div class="recording">
      <p>
        {records ? (
          <>
            <b>{text.voice.recording}</b> <span class="player-time">{formatSeconds(state.seconds)}</span>
          </>
        ) : (
          text.voice.asking
        )}
      </p>
      {records && <meter min={0} max={1} value={state.level} aria-label={text.voice.level} />}
      <div class="recording-doings">
        {records && (
          <button
            type="button"
            onClick={() => {
              recorder.stop();
            }}
          >
            {text.voice.stop}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          onClick={() => {
            recorder.discard();
          }}
        >
          {text.voice.discard}
        </button>
      </div>
    </div>
  );
}
