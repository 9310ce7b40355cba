import type { ComponentChildren } from "preact";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";

/** What stands in the way, what it means and what can be done; one at a time, between the header and the messages. */
export function NoticeBar({ view }: { readonly view: RoomView }) {
  return (
    <div class="notice-place" aria-live="polite">
      <Notice view={view} />
    </div>
  );
}

function Notice({ view }: { readonly view: RoomView }) {
  const present = view.notice.value;
  if (present === null) return null;
  const t = text.notices;
  switch (present.notice) {
    case "no-direct-path":
      return (
        <Bar heading={t.noPathHeading} body={t.noPath}>
          <button
            type="button"
            class="primary"
            onClick={() => {
              view.do("keep-trying");
            }}
          >
            {t.keepTrying}
          </button>
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
    case "no-valid-answer":
      return <Bar heading={t.noAnswerHeading} body={t.noAnswer(present.unopenedBlocks, present.attempt)} />;
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

function Bar(props: {
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
