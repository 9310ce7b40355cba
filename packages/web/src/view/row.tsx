import type { Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatClock } from "../model/format.ts";
import type { Message } from "../model/messages.ts";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { Acts, Given } from "./acts.tsx";
import type { LogScroller } from "./log-scroller.ts";
import { nameOf, Quote } from "./quote.tsx";
import { Words } from "./words.tsx";

/** One message. Its text is text: no markup is read in it, and its direction acts inside its own paragraph. */
export function Row(props: {
  readonly view: RoomView;
  readonly message: Message;
  readonly index: number;
  readonly reached: boolean;
  readonly choosing: Signal<string | null>;
  readonly scroller: LogScroller;
  readonly onGo: (id: string) => void;
}) {
  const { view, message, index, reached, scroller } = props;
  const element = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) scroller.drawn(element.current);
  }, [scroller]);
  const own = message.from === "self";
  const begins = view.messages.beginsRun(index);
  const { replyTo, deleted } = message;
  return (
    <li
      ref={element}
      class={`row ${own ? "own" : "theirs"}${begins ? " begins" : ""}${reached ? " reached" : ""}`}
      data-index={index}
      tabIndex={-1}
      aria-setsize={view.messages.count}
      aria-posinset={index + 1}
    >
      <div class={begins ? "who" : "unseen"}>
        <bdi class={own ? "unseen" : ""}>{nameOf(view, message.from)}</bdi>{" "}
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
          {!message.file && <States message={message} />}
        </div>
        {!deleted && <Acts view={view} message={message} reached={reached} choosing={props.choosing} />}
      </div>
      <Given view={view} message={message} reached={reached} />
    </li>
  );
}

/** A file; until the part of the page that carries files is here, its name alone. */
function FileLine({
  view,
  id,
  name,
}: {
  readonly view: RoomView;
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
