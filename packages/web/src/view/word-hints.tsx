import { useEffect, useMemo, useRef } from "preact/hooks";
import { WordHelp } from "../model/word-help.ts";
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
  const put = useRef(onEntry);
  put.current = onEntry;
  const help = useMemo(() => helpWith(field, complete, (typed) => put.current(typed)), [field, complete]);
  useEffect(() => {
    help.look(entry);
  }, [help, entry]);
  useEffect(() => listen(field, help), [field, help]);
  if (help.hints.value.length === 0) return null;
  return (
    <fieldset class="word-hints">
      <legend>{text.hints}</legend>
      {help.hints.value.map((word) => (
        <button
          key={word}
          type="button"
          lang="en"
          onClick={() => {
            help.take(word);
          }}
        >
          {word}
        </button>
      ))}
    </fieldset>
  );
}

function helpWith(
  field: string,
  complete: (start: string) => Promise<readonly string[]>,
  onEntry: (entry: string) => void,
): WordHelp {
  return new WordHelp({
    complete,
    put: (entry) => {
      onEntry(entry);
      document.getElementById(field)?.focus();
    },
    say: (hints) => {
      say(text.hintsSpoken(hints));
    },
  });
}

function listen(field: string, help: WordHelp): () => void {
  const input = document.getElementById(field);
  const onInput = (): void => {
    if (input instanceof HTMLInputElement) help.look(input.value);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || !isTaken(event, help)) return;
    event.preventDefault();
  };
  input?.addEventListener("input", onInput);
  input?.addEventListener("keydown", onKey);
  return () => {
    input?.removeEventListener("input", onInput);
    input?.removeEventListener("keydown", onKey);
  };
}

function isTaken(event: KeyboardEvent, help: WordHelp): boolean {
  if (event.key === "Tab") return !event.shiftKey && help.tab();
  if (help.hints.peek().length === 0) return false;
  if (event.key === "ArrowDown") document.querySelector<HTMLElement>(".word-hints button")?.focus();
  else if (event.key === "Escape") help.close();
  else return false;
  return true;
}
