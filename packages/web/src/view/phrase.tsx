import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatTimeLeft, isoDuration } from "../model/format.ts";
import type { PhraseView, RoomView } from "../model/room-view.ts";
import { text } from "../text/phrase-text.ts";

/** Four words that bring somebody in: made by a press, shown large, and what became of them in a sentence. */
export function SpokenPhrase({ view }: { readonly view: RoomView }) {
  const phrase = view.phrase.value;
  const t = text;
  if (phrase.at === "shown") return <Shown view={view} phrase={phrase} />;
  const off = phrase.at === "over" && !phrase.allowed;
  return (
    <div class="by-phrase">
      <p class="outcome" aria-live="polite">
        {phrase.at === "over" && (off ? t.off : t.outcomes[phrase.outcome])}
      </p>
      {off ? (
        <button
          type="button"
          onClick={() => {
            view.allowPhrases();
          }}
        >
          {t.allow}
        </button>
      ) : (
        <button
          type="button"
          aria-disabled={phrase.at === "making"}
          onClick={() => {
            if (phrase.at !== "making") view.makePhrase();
          }}
        >
          {phrase.at === "over" ? t.again : phrase.at === "making" ? t.making : t.make}
        </button>
      )}
      {phrase.at === "none" && <p class="aside">{t.makeHint}</p>}
    </div>
  );
}

function Shown({ view, phrase }: { readonly view: RoomView; readonly phrase: PhraseView & { at: "shown" } }) {
  const t = text;
  return (
    <div class="by-phrase">
      <p id="phrase-label" class="label">
        {t.label}
      </p>
      <output class="phrase-words" aria-labelledby="phrase-label" dir="ltr">
        {phrase.phrase}
      </output>
      <p class="aside">
        {t.say} {t.once} <Left endsAtMs={phrase.endsAtMs} />
      </p>
      <button
        type="button"
        onClick={() => {
          view.makePhrase();
        }}
      >
        {t.again}
      </button>
    </div>
  );
}

/** It is not spoken each second: the end is told. */
function Left({ endsAtMs }: { readonly endsAtMs: number }) {
  const leftMs = useSignal<number | null>(null);
  useEffect(() => {
    const tick = (): void => {
      leftMs.value = Math.max(0, endsAtMs - Date.now());
    };
    tick();
    const timer = setInterval(tick, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [endsAtMs, leftMs]);
  if (leftMs.value === null) return null;
  return (
    <>
      {text.left} <time dateTime={isoDuration(leftMs.value)}>{formatTimeLeft(leftMs.value)}</time>
    </>
  );
}
