import { useEffect, useRef } from "preact/hooks";
import { formatClock, formatTimeLeft } from "../model/format.ts";
import type { Message } from "../model/messages.ts";
import type { TalkExtras } from "../model/talk-view.ts";
import { text } from "../text/group-text.ts";
import { text as roomText } from "../text/room-text.ts";
import type { Line as Said, Receipt } from "./room-events.ts";
import { Sentence } from "./sentence.tsx";
import { whenSeen } from "./seen.ts";
import { apart, useLeftMs } from "./time.ts";
import type { GroupView } from "./view.ts";

/** What a room for many shows of its messages beside their words. The view is asked for when it is there. */
export function extrasOf(view: () => GroupView): TalkExtras {
  return {
    Line: ({ message }) => <Line view={view()} message={message} />,
    States: ({ message, reached }) => <States view={view()} message={message} reached={reached} />,
    hueOf: (who) => `hue-${view().people.colourOf(who)}`,
    refusalText: (reason) => {
      const said: Readonly<Partial<Record<string, string>>> = text.notices.refused;
      return said[reason];
    },
  };
}

interface Shown {
  readonly view: GroupView;
  readonly message: Message;
}

function Line({ view, message }: Shown) {
  const line = view.lineOf(message.id);
  return (
    <p class="room-line">
      {line !== undefined && <Sentence {...sentenceOf(view, line)} />}{" "}
      <time>{formatClock(message.atMs)}</time>
    </p>
  );
}

/** What happened, in plain words, and the names in them. */
export function sentenceOf({ people }: GroupView, line: Said): Parameters<typeof Sentence>[0] {
  const t = text.lines;
  if (line.event === "gap") return { say: () => t.gap(line.last - line.first + 1), names: [] };
  const { member, by, change } = line;
  const self = people.self?.id;
  const name = people.nameOf(member);
  const other = by === null ? text.room.unnamed : people.nameOf(by);
  const onSelf = SELF[change];
  if (member === self && onSelf !== undefined) return { say: () => t[onSelf], names: [] };
  if (member === self && change === "moderator") return { say: t.moderatorSelf, names: [other] };
  if (by === self && change === "removed") return { say: t.removedBySelf, names: [name] };
  if (by === self && change === "moderator") return { say: t.moderatorBySelf, names: [name] };
  return { say: change === "removed" && by === null ? t.removedOnly : t[change], names: [name, other] };
}

/** What is said of oneself in other words. */
const SELF: { readonly [Change in string]?: "joinedSelf" | "keysSelf" | "ownerSelf" } = {
  joined: "joinedSelf",
  keys: "keysSelf",
  owner: "ownerSelf",
};

function States({ view, message, reached }: Shown & { readonly reached: boolean }) {
  const { id, state, edited } = message;
  const mark = useRef<HTMLSpanElement>(null);
  const goesAt = view.fading.goesAt(id);
  // Its time begins where it is seen, and not where it is only drawn.
  useEffect(() => {
    const row = mark.current?.closest("li") ?? null;
    if (goesAt !== "unseen" || row === null) return undefined;
    return whenSeen(row, () => {
      view.shows(id);
    });
  }, [view, id, goesAt]);
  const receipt = view.receiptOf(id);
  const placed = receipt !== undefined && (state === "sent" || state === "delivered");
  return (
    <>
      {placed ? (
        <Arrived view={view} receipt={receipt} reached={reached} />
      ) : (
        state !== null && <p class={`state is-${state}`}>{roomText.states[state]}</p>
      )}
      {edited && <p class="state">{roomText.acts.edited}</p>}
      {goesAt !== null && (
        <span ref={mark} class="state fading">
          {goesAt === "unseen" ? text.states.fadesUnseen : <Fades atMs={goesAt} />}
        </span>
      )}
    </>
  );
}

function Fades({ atMs }: { readonly atMs: number }) {
  const leftMs = useLeftMs(atMs);
  return <>{leftMs !== null && text.states.fades(formatTimeLeft(leftMs))}</>;
}

/** How many have it; opened, who has not. */
function Arrived(props: { readonly view: GroupView; readonly receipt: Receipt; readonly reached: boolean }) {
  const { view, receipt, reached } = props;
  const { delivered, of, missing, gone } = receipt;
  if (of === 0) return <p class="state">{text.states.nobody}</p>;
  const said = text.states.deliveredTo(delivered, of);
  if (missing.length === 0 && gone.length === 0) return <p class="state is-delivered">{said}</p>;
  const names = (ids: readonly string[]): string => ids.map((id) => apart(view.people.nameOf(id))).join(", ");
  return (
    <details class="state">
      <summary tabIndex={reached ? 0 : -1}>{said}</summary>
      {missing.length > 0 && <p>{text.states.missing(names(missing))}</p>}
      {gone.length > 0 && <p>{text.states.gone(names(gone))}</p>}
    </details>
  );
}
