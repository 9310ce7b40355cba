import { useSignal, type Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { text } from "../text/door-text.ts";
import { number } from "../text/numbers.ts";
import type { OpenDialog } from "../view/room.tsx";
import type { DoorModel } from "./model.ts";

interface Shown {
  readonly model: DoorModel;
  readonly dialog: Signal<OpenDialog>;
}

/** What there is to know, or to answer, about coming back. */
export function Bar({ model, dialog }: Shown) {
  useDialog(model, dialog);
  switch (model.saying.value) {
    case "knock":
      return <Knock model={model} />;
    case "compare":
      return (
        <Notice heading={text.compareHeading} body={withLost(model, text.compare)}>
          <button
            type="button"
            class="primary"
            aria-haspopup="dialog"
            onClick={() => {
              dialog.value = "verify";
            }}
          >
            {text.open}
          </button>
        </Notice>
      );
    case "vacant":
      return <Notice heading={text.vacantHeading} body={withLost(model, text.vacant)} />;
    case "late":
      return (
        <Notice heading={text.lateHeading} body={text.late}>
          <Press name={text.understood} onPress={() => model.understand()} />
        </Notice>
      );
    case "shut":
      return <Notice heading={text.shutHeading} body={text.shut} />;
    case "asking":
      return <Notice heading={text.askingHeading} body={text.asking} />;
    case "returnable":
      return (
        <Notice heading={text.guestHeading} body={text.guest}>
          <Press name={text.understood} onPress={() => model.understand()} />
        </Notice>
      );
    default:
      return null;
  }
}

/** What was written for somebody who did not get it is said beside whatever comes next. */
function withLost({ host }: DoorModel, body: string): string {
  return host.lost.value > 0 ? `${text.lost} ${body}` : body;
}

/** The check is shown by itself when it is due; what was shown of an earlier session goes, and what covers a knock. */
function useDialog(model: DoorModel, dialog: Signal<OpenDialog>): void {
  const saying = model.saying.value;
  const atMs = model.host.told.value?.atMs;
  useEffect(() => {
    if (saying === "compare") dialog.value = "verify";
    else if ((saying === "vacant" || saying === "knock") && dialog.peek() === "verify") dialog.value = null;
  }, [saying, atMs, dialog]);
}

function Knock({ model }: { readonly model: DoorModel }) {
  const told = model.host.told.value;
  const body = told?.replaces === true ? `${text.knock} ${text.replaces}` : text.knock;
  return (
    <Notice heading={text.knockHeading} body={body}>
      <Press name={text.letIn} primary onPress={() => model.answer(true)} />
      <Press name={text.refuse} onPress={() => model.answer(false)} />
      <TimeToAnswer endsAtMs={(told?.atMs ?? 0) + (told?.endsInMs ?? 0)} />
    </Notice>
  );
}

/** For the eye: spoken each second it would drown the rest. */
function TimeToAnswer({ endsAtMs }: { readonly endsAtMs: number }) {
  const left = useSignal(secondsUntil(endsAtMs));
  useEffect(() => {
    const timer = setInterval(() => {
      left.value = secondsUntil(endsAtMs);
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [endsAtMs, left]);
  return (
    <span class="aside door-time" aria-hidden="true">
      {text.left(number(left.value))}
    </span>
  );
}

function secondsUntil(endsAtMs: number): number {
  return Math.max(0, Math.ceil((endsAtMs - Date.now()) / 1000));
}

/** As the room's other notices look (view/notice.tsx), which this part cannot reach. */
function Notice(props: {
  readonly heading: string;
  readonly body: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <section class="notice">
      <div>
        <strong>{props.heading}</strong> <span>{props.body}</span>
      </div>
      {props.children !== undefined && <div class="notice-doings">{props.children}</div>}
    </section>
  );
}

function Press(props: {
  readonly name: ComponentChildren;
  readonly primary?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" class={props.primary === true ? "primary" : ""} onClick={props.onPress}>
      {props.name}
    </button>
  );
}
