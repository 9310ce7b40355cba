import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import type { OpenDialog } from "./room.tsx";

/** What stands in the way, what it means and what can be done; one at a time, between the header and the messages. */
export function NoticeBar({
  view,
  dialog,
}: {
  readonly view: RoomView;
  readonly dialog: Signal<OpenDialog>;
}) {
  const door = view.door.part.value;
  return (
    <div class="notice-place" aria-live="polite">
      {door?.speaks.value === true ? <door.Bar dialog={dialog} /> : <Notice view={view} />}
    </div>
  );
}

function Notice({ view }: { readonly view: RoomView }) {
  const { path, awaits } = view.paths.policy.value;
  const present = view.notice.value;
  const t = text.notices;
  // Nothing of a room that waits for a press goes on before it.
  if (path === "relayed" && awaits !== null) return <HidingBar view={view} here={awaits === "self"} />;
  if (present?.notice === "no-direct-path") return <NoPathBar view={view} />;
  if (awaits === "self" && view.status.value !== "secure") {
    return (
      <Bar heading={t.relayAskedHeading} body={t.relayPrice}>
        <AllowRelay view={view} primary />
      </Bar>
    );
  }
  // A room that is being looked for says so itself: where its messages will be, and in its status.
  if (present === null || present.notice === "looking") return null;
  switch (present.notice) {
    case "no-valid-answer":
      return <Bar heading={t.noAnswerHeading} body={t.noAnswer(present.unopenedBlocks, present.attempt)} />;
    case "reconnecting":
      return <Bar heading={t.outHeading} body={t.out} />;
    case "relay-unreachable":
      return <Bar heading={t.relayHeading} body={t.relay} />;
    case "newer-content":
      return <Bar heading={t.newerHeading} body={t.newer} />;
    case "unreadable-content":
      return <Bar heading={t.unreadableHeading} body={t.unreadable} />;
    default:
      return present.notice satisfies never;
  }
}

/** One side hides its address in a room that was made direct: what is said waits for the creator. */
function HidingBar({ view, here }: { readonly view: RoomView; readonly here: boolean }) {
  const t = text.notices;
  if (!here) return <Bar heading={t.hidingHeading} body={t.hiding} />;
  return (
    <Bar heading={t.hidesHeading} body={`${t.hides} ${t.relayPrice}`}>
      <AllowRelay view={view} primary />
    </Bar>
  );
}

function NoPathBar({ view }: { readonly view: RoomView }) {
  const t = text.notices;
  const { awaits } = view.paths.policy.value;
  const [asked, offered] = [awaits === "self", awaits === "other"];
  const body = offered ? t.relayOffered : asked ? t.relayPrice : `${t.noPath} ${t.relayPrice}`;
  return (
    <Bar heading={asked ? t.relayAskedHeading : t.noPathHeading} body={body}>
      <button
        type="button"
        class={asked ? "" : "primary"}
        onClick={() => {
          view.do("keep-trying");
        }}
      >
        {t.keepTrying}
      </button>
      {!offered && <AllowRelay view={view} primary={asked} />}
      <button
        type="button"
        onClick={() => {
          view.do("leave");
        }}
      >
        {text.room.leave}
      </button>
    </Bar>
  );
}

function AllowRelay({ view, primary }: { readonly view: RoomView; readonly primary: boolean }) {
  return (
    <button
      type="button"
      class={primary ? "primary" : ""}
      onClick={() => {
        view.paths.allowRelay();
      }}
    >
      {text.notices.relayAllowed}
    </button>
  );
}

export function Bar(props: {
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
