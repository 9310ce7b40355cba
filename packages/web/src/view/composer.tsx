import { useEffect, useMemo, useRef } from "preact/hooks";
import { draftLength, sendsOn, TEXT_UNITS_MAX } from "../model/draft.ts";
import type { RoomView } from "../model/room-view.ts";
import { createTypingReport } from "../model/typing.ts";
import { text } from "../text/room-text.ts";
import { after, isTouch, say } from "./platform.ts";

export function Composer({ view }: { readonly view: RoomView }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const typing = useMemo(() => createTypingReport(after, (active) => view.types(active)), [view]);
  useEffect(
    () => () => {
      typing.stop();
    },
    [typing],
  );
  useEffect(() => {
    // The creator's next step is the link, and a touch keyboard would cover half of the room.
    if (view.role === "guest" && !isTouch()) box.current?.focus();
  }, [view]);
  useEffect(() => {
    // Not among the attributes that the framework knows.
    box.current?.setAttribute("writingsuggestions", "false");
  }, []);
  const draft = view.draft.value;
  const over = draftLength(draft).kind === "over";
  const send = (): void => {
    // Read now: a press may come before the last letter has been drawn.
    const now = view.draft.peek();
    if (now.trim() === "" || draftLength(now).kind === "over") return;
    typing.stop();
    view.send();
    // A press on "Send" took the focus away; asking for it where it is would lay out the page for nothing.
    if (document.activeElement !== box.current) box.current?.focus();
  };
  useFittingHeight(box, draft);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <DraftNote view={view} />
      <div class="composer-row">
        <textarea
          ref={box}
          id="message"
          rows={1}
          dir="auto"
          autocomplete="off"
          // Some browsers send what is checked, completed or translated to a server of theirs.
          spellcheck={false}
          translate={false}
          enterkeyhint={isTouch() ? "enter" : "send"}
          aria-label={text.room.message}
          aria-describedby="draft-note"
          aria-invalid={over}
          placeholder={text.room.message}
          value={draft}
          onInput={(event) => {
            view.draft.value = event.currentTarget.value;
            view.refusal.value = null;
            typing.changed(event.currentTarget.value === "");
          }}
          onKeyDown={(event) => {
            if (!sendsOn(event, isTouch())) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class={draft.trim() === "" ? "send" : "send primary"} aria-disabled={over}>
          {text.room.send}
        </button>
      </div>
    </form>
  );
}

/** Why a text was not sent, or how near the limit it is. */
function DraftNote({ view }: { readonly view: RoomView }) {
  const length = draftLength(view.draft.value);
  const refusal = view.refusal.value;
  let note: string | null = null;
  if (length.kind === "over") note = text.composer.over(length.units);
  else if (refusal === "too-many-waiting") note = text.composer.tooMany;
  else if (refusal === "no-room") note = text.composer.ended;
  else if (refusal === "empty") note = text.composer.empty;
  else if (refusal === "too-long") note = text.composer.tooLong;
  else if (length.kind === "near") note = text.composer.used(length.units, TEXT_UNITS_MAX);
  const fault = length.kind === "over" || refusal !== null;
  // Said when it begins, and not with each letter more.
  const kind = length.kind === "over" ? length.kind : refusal;
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (kind !== told.current && note !== null && kind !== null) say(note);
    told.current = kind;
  }, [kind, note]);
  return (
    <p id="draft-note" class={fault ? "draft-note fault" : "draft-note"}>
      {note}
    </p>
  );
}

/** Engines without `field-sizing` are told the height; the others do it by the style sheet. */
function useFittingHeight(box: { readonly current: HTMLTextAreaElement | null }, draft: string): void {
  useEffect(() => {
    const element = box.current;
    if (element === null || CSS.supports("field-sizing", "content")) return;
    element.style.blockSize = "auto";
    element.style.blockSize = `${element.scrollHeight + 2}px`;
  }, [box, draft]);
}
