import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatTimeLeft, isoDuration } from "../model/format.ts";
import type { PhraseView, RoomView } from "../model/room-view.ts";
import { text } from "../text/phrase-text.ts";

/**
 * Four words that bring somebody in: made by a press, shown large, and what became of them in a sentence. One button does it all, in a
 * place that nothing moves, so that the focus stays where the press was.
 */
export function SpokenPhrase({ view }: { readonly view: RoomView }) {
  const phrase = view.phrase.value;
  const off = phrase.at === "over" && !phrase.allowed;
  const press = (): void => {
    if (off) view.allowPhrases();
    else if (phrase.at !== "making") view.makePhrase();
  };
  return (
    <div class="by-phrase">
      <div class="slot">{phrase.at === "shown" && <Words phrase={phrase} />}</div>
      <p class="slot outcome" aria-live="polite">
        {phrase.at === "over" && (off ? text.off : text.outcomes[phrase.outcome])}
      </p>
      <button type="button" aria-disabled={phrase.at === "making"} onClick={press}>
        {labelOf(phrase)}
      </button>
      <p class="slot aside">{phrase.at === "none" && text.makeHint}</p>
    </div>
  );
}

function labelOf(phrase: PhraseView): string {
  switch (phrase.at) {
    case "none":
      return text.make;
    case "making":
      return text.making;
    case "shown":
      return text.again;
    case "over":
      return phrase.allowed ? text.again : text.allow;
    default:
      return phrase satisfies never;
  }
}

function Words({ phrase }: { readonly phrase: PhraseView & { at: "shown" } }) {
  return (
    <>
      <p id="phrase-label" class="label">
        {text.label}
      </p>
      <output class="phrase-words" aria-labelledby="phrase-label" dir="ltr" lang="en">
        {phrase.phrase}
      </output>
      <p class="aside">
        {text.say} {text.once}
      </p>
      <Left endsAtMs={phrase.endsAtMs} />
    </>
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
  const left = leftMs.value ?? 0;
  return (
    <p class="aside left-line">
      {text.left} <time dateTime={isoDuration(left)}>{formatTimeLeft(left)}</time>
    </p>
  );
}
