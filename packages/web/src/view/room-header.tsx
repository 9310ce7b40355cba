import type { Signal } from "@preact/signals";
import { isLooking } from "../model/looking.ts";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { text as start } from "../text/text.ts";
import { Ring } from "./ring.tsx";
import type { OpenDialog } from "./room.tsx";
import { TimeLeft } from "./time-left.tsx";

/** One line: how safe it is, how long it lasts, and what can be done. */
export function RoomHeader({
  view,
  dialog,
}: {
  readonly view: RoomView;
  readonly dialog: Signal<OpenDialog>;
}) {
  const open = (which: OpenDialog) => (): void => {
    dialog.value = which;
  };
  // The notice of a missing path offers "Leave" itself; there is one such button at a time.
  const leaves = view.notice.value?.notice !== "no-direct-path";
  return (
    <header class="room-head">
      <h1 id="room-heading" class="unseen" tabIndex={-1}>
        {text.room.heading}
      </h1>
      <div class="connection">
        <StatusText view={view} />
        <button type="button" class="cover" aria-haspopup="dialog" onClick={open("details")}>
          <span class="unseen">{text.room.details}</span>
        </button>
      </div>
      <TimeLeft view={view} />
      <div class="doings">
        {view.canInvite && (
          <button type="button" class="quiet" aria-haspopup="dialog" onClick={open("invite")}>
            {text.room.invite}
          </button>
        )}
        {view.safety.state.value !== null && (
          <button type="button" class="quiet" aria-haspopup="dialog" onClick={open("verify")}>
            {text.verify.heading}
          </button>
        )}
        {leaves && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              view.do("leave");
            }}
          >
            {text.room.leave}
          </button>
        )}
        <button
          type="button"
          class="quiet stop"
          aria-haspopup="dialog"
          aria-label={text.room.burn}
          onClick={open("burn")}
        >
          {text.room.burnWords[0]}
          <span class="more"> {text.room.burnWords[1]}</span>
        </button>
        <button
          type="button"
          class="quiet dots-only"
          aria-haspopup="dialog"
          aria-label={start.page.menu}
          onClick={open("menu")}
        />
      </div>
    </header>
  );
}

function StatusText({ view }: { readonly view: RoomView }) {
  const status = view.status.value;
  const [words, rest] = text.room.status[status];
  const reaching = isLooking(view) ? text.room.looking : text.room.reaching;
  const more = status === "connecting" && view.reaching ? reaching : rest;
  const relayed = status === "secure" && view.path.value === "relayed";
  return (
    <output class={`status is-${status}`} aria-label={text.room.connection}>
      <Ring status={status} />
      <span class="status-words">
        {relayed ? text.room.secureRelayed : words}
        {more !== "" && <span class="more"> {more}</span>}
        {view.safety.state.value === "verified" && <span class="verified"> {text.verify.badge}</span>}
      </span>
    </output>
  );
}
