import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { draftLength, sendsOn, TEXT_UNITS_MAX } from "../model/draft.ts";
import type { Refusal } from "../model/room-facts.ts";
import type { TalkView } from "../model/talk-view.ts";
import { createTypingReport, type TypingReport } from "../model/typing.ts";
import { text } from "../text/room-text.ts";
import { ComposingBar } from "./composing.tsx";
import { after, isTouch, say } from "./platform.ts";

export function Composer({ view }: { readonly view: TalkView }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(view);
  useFocus(box, view);
  const draft = view.draft.value;
  const over = draftLength(draft).kind === "over";
  const files = view.files.part.value;
  const send = (): void => {
    // Read now: a press may come before the last letter has been drawn.
    const now = view.draft.peek();
    if (draftLength(now).kind === "over" || files?.send() === false) return;
    if (now.trim() !== "") {
      typing.stop();
      view.send();
    }
    // A press on "Send" took the focus away; asking for it where it is would lay out the page for nothing.
    if (document.activeElement !== box.current) box.current?.focus();
  };
  const cancel = (): void => {
    typing.stop();
    view.stopComposing();
    box.current?.focus();
  };
  useFittingHeight(box, draft);
  return (
    <form
      class="composer"
      inert={view.blocks.value}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ComposingBar view={view} onCancel={cancel} />
      <DraftNote view={view} />
      <div class="composer-row">
        {files !== null && <files.Attach />}
        <textarea
          ref={box}
          id="message"
          rows={1}
          disabled={view.blocks.value}
          dir="auto"
          autocomplete="off"
          // Some browsers send what is checked, completed or translated to a server of theirs.
          spellcheck={false}
          translate={false}
          enterkeyhint={isTouch() ? "enter" : "send"}
          aria-label={text.room.message}
          aria-describedby="composing-note draft-note"
          aria-invalid={over}
          placeholder={text.room.message}
          value={draft}
          onInput={(event) => {
            view.draft.value = event.currentTarget.value;
            view.refusal.value = null;
            typing.changed(event.currentTarget.value === "");
          }}
          onKeyDown={(event) => {
            const does = meaningOf(event, view);
            if (does === null) return;
            event.preventDefault();
            if (does === "send") send();
            else if (does === "cancel") cancel();
            else view.editLast();
          }}
        />
        <Sending view={view} over={over} />
      </div>
    </form>
  );
}

/** Sound is recorded where nothing is being written; the next thing to do stands out once there is something to send. */
function Sending({ view, over }: { readonly view: TalkView; readonly over: boolean }) {
  const draft = view.draft.value;
  const files = view.files.part.value;
  const sends = draft.trim() !== "" || files?.waits.value === true;
  return (
    <>
      {files !== null && draft === "" && <files.Record />}
      <button
        type="submit"
        class={sends ? "send primary" : "send"}
        aria-disabled={over}
        disabled={view.blocks.value}
      >
        {text.room.send}
      </button>
    </>
  );
}

function useTyping(view: TalkView): TypingReport {
  const typing = useMemo(() => createTypingReport(after, (active) => view.types(active)), [view]);
  useEffect(
    () => () => {
      typing.stop();
    },
    [typing],
  );
  return typing;
}

/** What a key does in the box, beside writing. */
function meaningOf(press: KeyboardEvent, view: TalkView): "send" | "cancel" | "edit-last" | null {
  if (press.isComposing) return null;
  const composes = view.composing.peek().kind !== "new";
  if (press.key === "Escape" && composes) return "cancel";
  const modified = press.shiftKey || press.ctrlKey || press.altKey || press.metaKey;
  if (press.key === "ArrowUp" && !modified && !composes && view.draft.peek() === "") return "edit-last";
  return sendsOn(press, isTouch()) ? "send" : null;
}

/** The box takes the focus where somebody is about to write. */
function useFocus(box: { readonly current: HTMLTextAreaElement | null }, view: TalkView): void {
  useEffect(() => {
    // A touch keyboard would cover half of the room.
    if (view.writesFirst && !isTouch()) box.current?.focus();
    // Not among the attributes that the framework knows.
    box.current?.setAttribute("writingsuggestions", "false");
  }, [box, view]);
  const composing = view.composing.value;
  // With the drawing that shows what the box is for: the next letter belongs into it.
  useLayoutEffect(() => {
    const element = box.current;
    if (composing.kind === "new" || element === null) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [box, composing]);
}

/** The sentences for what can be refused in a room for two. What concerns files is said by their part. */
const REFUSALS: { readonly [Reason in Refusal]?: () => string } = {
  "too-many-waiting": () => text.composer.tooMany,
  "no-room": () => text.composer.ended,
  empty: () => text.composer.empty,
  "too-long": () => text.composer.tooLong,
  gone: () => text.acts.gone,
  "no-emoji": () => text.acts.noEmoji,
  compare: () => text.composer.compare,
};

/** Why a text was not sent, or how near the limit it is. */
function DraftNote({ view }: { readonly view: TalkView }) {
  const length = draftLength(view.draft.value);
  const refusal = view.refusal.value;
  let note: string | null = null;
  if (length.kind === "over") note = text.composer.over(length.units);
  else if (refusal !== null) note = view.extras?.refusalText(refusal) ?? REFUSALS[refusal]?.() ?? null;
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
