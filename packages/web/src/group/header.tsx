import type { Signal } from "@preact/signals";
import { text } from "../text/group-text.ts";
import { text as roomText } from "../text/room-text.ts";
import { text as start } from "../text/text.ts";
import { Ring } from "../view/ring.tsx";
import type { OpenDialog } from "../view/room.tsx";
import { TimeLeft } from "../view/time-left.tsx";
import type { About } from "./about.ts";
import { leavesAsOwner } from "./going.ts";
import type { GroupView } from "./view.ts";

/** One line: how safe it is, how long it lasts, and what can be done. */
export function GroupHeader(props: {
  readonly view: GroupView;
  readonly dialog: Signal<OpenDialog>;
  readonly about: Signal<About | null>;
  /** The members stand beside the messages already. */
  readonly wide: boolean;
}) {
  const { view, dialog, about, wide } = props;
  const open = (which: OpenDialog) => (): void => {
    dialog.value = which;
  };
  return (
    <header class="room-head">
      <h1 id="room-heading" class="unseen" tabIndex={-1}>
        {text.room.heading}
      </h1>
      <div class="connection">
        <StatusText view={view} />
      </div>
      {view.endsAtMs.value !== null && <TimeLeft view={view} />}
      <div class="doings">
        {view.inside && view.canInvite && (
          <button type="button" class="quiet" aria-haspopup="dialog" onClick={open("invite")}>
            {roomText.room.invite}
          </button>
        )}
        {view.inside && !wide && (
          <button type="button" class="quiet" aria-haspopup="dialog" onClick={open("members")}>
            {text.room.members}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          onClick={() => {
            if (leavesAsOwner(view)) about.value = { what: "leave" };
            else view.leave();
          }}
        >
          {view.inside ? text.control.leave : text.entering.giveUp}
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

function StatusText({ view }: { readonly view: GroupView }) {
  const status = view.status.value;
  const [words, rest] = roomText.room.status[status];
  const count = view.people.members.value.length;
  const more =
    status === "waiting"
      ? view.inside
        ? text.room.waiting
        : text.room.coming
      : status === "secure"
        ? view.notice.value === "split"
          ? text.notices.splitHeading
          : text.room.memberCount(count)
        : rest;
  return (
    <output class={`status is-${status}`} aria-label={roomText.room.connection}>
      <Ring status={status} />
      <span class="status-words">
        {status === "secure" ? roomText.room.secureRelayed : words}
        {more !== "" && <span class="more"> {more}</span>}
      </span>
    </output>
  );
}
