import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatClock } from "../model/format.ts";
import type { Message } from "../model/messages.ts";
import type { TalkView } from "../model/talk-view.ts";
import { text } from "../text/room-text.ts";
import { Acts, Given } from "./acts.tsx";
import type { LogScroller } from "./log-scroller.ts";
import { Quote } from "./quote.tsx";
import { Words } from "./words.tsx";

interface Shown {
  readonly view: TalkView;
  readonly message: Message;
  readonly index: number;
  readonly reached: boolean;
  readonly choosing: Signal<string | null>;
  readonly onGo: (id: string) => void;
}

/** One message, or a line of the room itself. */
export function Row(props: Shown & { readonly scroller: LogScroller }) {
  const { view, message, index, reached, scroller } = props;
  const element = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) scroller.drawn(element.current);
  }, [scroller]);
  const whose = { self: "own", other: "theirs", room: "aside" }[message.from];
  const begins = view.messages.beginsRun(index);
  const Line = message.from === "room" && view.extras?.Line;
  return (
    <li
      ref={element}
      class={`row ${whose}${begins ? " begins" : ""}${reached ? " reached" : ""}`}
      data-index={index}
      tabIndex={-1}
      aria-setsize={view.messages.count}
      aria-posinset={index + 1}
    >
      {Line ? <Line message={message} /> : <Said {...props} begins={begins} />}
    </li>
  );
}

/** Its text is text: no markup is read in it, and its direction acts inside its own paragraph. */
function Said(props: Shown & { readonly begins: boolean }) {
  const { view, message, begins, reached } = props;
  const { extras } = view;
  const { replyTo, deleted } = message;
  const own = message.from === "self";
  return (
    <>
      <div class={begins ? "who" : "unseen"}>
        <bdi class={own ? "unseen" : extras?.hueOf(message.who)}>{view.nameOf(message)}</bdi>{" "}
        <time>{formatClock(message.atMs)}</time>
      </div>
      <div class="line">
        <div class="said">
          {replyTo !== null && <Quote view={view} id={replyTo} reached={reached} onGo={props.onGo} />}
          {message.file ? (
            <FileLine view={view} id={message.id} name={message.text} />
          ) : deleted ? (
            <p class="wording deleted">{own ? text.acts.deletedOwn : text.acts.deletedTheirs}</p>
          ) : (
            <Words said={message.text} reached={reached} />
          )}
          {extras === null ? (
            !message.file && <States message={message} />
          ) : (
            <extras.States message={message} reached={reached} />
          )}
        </div>
        {!deleted && <Acts view={view} message={message} reached={reached} choosing={props.choosing} />}
      </div>
      <Given view={view} message={message} reached={reached} />
    </>
  );
}

/** A file; until the part of the page that carries files is here, its name alone. */
function FileLine({
  view,
  id,
  name,
}: {
  readonly view: TalkView;
  readonly id: string;
  readonly name: string;
}) {
  const files = view.files.part.value;
  return files === null ? (
    <p class="wording">
      <bdi>{name}</bdi> {text.room.fileWaits}
    </p>
  ) : (
    <files.Transfer id={id} />
  );
}

/** How far it came; and that it was changed. Each stands by itself, so that the first can be found by its word. */
function States({ message: { state, read, edited } }: { readonly message: Message }) {
  return (
    <>
      {state !== null && <p class={`state is-${state}`}>{text.states[state]}</p>}
      {read && state === "delivered" && <p class="state">{text.states.read}</p>}
      {edited && <p class="state">{text.acts.edited}</p>}
    </>
  );
}
