import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { startOfWord, withWord } from "../model/typed-words.ts";
import { text } from "../text/phrase-text.ts";
import { say } from "./platform.ts";

/**
 * The words that begin like the one that is being typed, below the field: Tab takes the first, the arrow leads to the rest, Escape puts
 * them away. The field itself stays an ordinary one.
 */
export function WordHints(props: {
  readonly field: string;
  readonly entry: string;
  readonly complete: (start: string) => Promise<readonly string[]>;
  readonly onEntry: (entry: string) => void;
}) {
  const { field, entry, complete, onEntry } = props;
  const hints = useSignal<readonly string[]>([]);
  const take = (word: string): void => {
    hints.value = [];
    onEntry(withWord(entry, word));
    document.getElementById(field)?.focus();
  };
  useEffect(() => {
    let isPast = false;
    const show = (words: readonly string[]): void => {
      if (isPast) return;
      hints.value = words;
      if (words.length > 0) say(text.hintsSpoken(words));
    };
    const start = startOfWord(entry);
    if (start === null) show([]);
    // Without an answer there is no hint: the words can be typed whole.
    else complete(start).then(show, () => undefined);
    return () => {
      isPast = true;
    };
  }, [entry, complete, hints]);
  useEffect(() => {
    const input = document.getElementById(field);
    const onKey = (event: KeyboardEvent): void => {
      const [first] = hints.peek();
      if (first === undefined || event.isComposing) return;
      if (event.key === "Tab" && !event.shiftKey) take(first);
      else if (event.key === "ArrowDown") document.querySelector<HTMLElement>(".word-hints button")?.focus();
      else if (event.key === "Escape") hints.value = [];
      else return;
      event.preventDefault();
    };
    input?.addEventListener("keydown", onKey);
    return () => {
      input?.removeEventListener("keydown", onKey);
    };
  });
  if (hints.value.length === 0) return null;
  return (
    <fieldset class="word-hints">
      <legend>{text.hints}</legend>
      {hints.value.map((word) => (
        <button
          key={word}
          type="button"
          onClick={() => {
            take(word);
          }}
        >
          {word}
        </button>
      ))}
    </fieldset>
  );
}
