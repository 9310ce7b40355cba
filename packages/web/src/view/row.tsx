import { useLayoutEffect, useRef } from "preact/hooks";
import { formatClock } from "../model/format.ts";
import type { Message } from "../model/messages.ts";
import { text } from "../text/room-text.ts";
import type { LogScroller } from "./log-scroller.ts";

/** One message. Its text is text: no markup is read in it, and its direction acts inside its own paragraph. */
export function Row(props: {
  readonly message: Message;
  readonly index: number;
  readonly count: number;
  readonly begins: boolean;
  readonly name: string;
  readonly scroller: LogScroller;
}) {
  const { message, begins, scroller } = props;
  const element = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) scroller.drawn(element.current);
  }, [scroller]);
  const own = message.from === "self";
  return (
    <li
      ref={element}
      class={`row ${own ? "own" : "theirs"}${begins ? " begins" : ""}`}
      data-index={props.index}
      aria-setsize={props.count}
      aria-posinset={props.index + 1}
    >
      <div class={begins ? "who" : "unseen"}>
        <bdi class={own ? "unseen" : ""}>{own ? text.room.you : props.name}</bdi>{" "}
        <time>{formatClock(message.atMs)}</time>
      </div>
      <div class="said">
        <p class="words" dir="auto">
          {message.text}
        </p>
        {message.state !== null && <p class={`state is-${message.state}`}>{text.states[message.state]}</p>}
      </div>
    </li>
  );
}
