import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Message } from "../model/messages.ts";
import type { TalkView } from "../model/talk-view.ts";
import { text } from "../text/room-text.ts";
import { LogReader } from "./log-reader.ts";
import { LogScroller } from "./log-scroller.ts";
import { Row } from "./row.tsx";

/**
 * What was said. Only the rows near what is seen are in the document, so it is not a live region: rows come and go by
 * scrolling. New messages are spoken by the announcer instead.
 */
export function MessageLog({ view }: { readonly view: TalkView }) {
  const scroller = useMemo(() => new LogScroller(), []);
  const reader = useMemo(() => new LogReader(view, scroller), [view, scroller]);
  const element = useRef<HTMLDivElement>(null);
  const unseen = useUnseen(view, scroller);
  useEffect(() => {
    return element.current === null ? undefined : scroller.attach(element.current);
  }, [scroller]);
  useEffect(() => {
    view.messages.shifted = (at, by) => {
      scroller.shift(at, by);
      reader.shift(at, by);
    };
    return element.current === null ? undefined : reader.attach(element.current);
  }, [view, scroller, reader]);
  const { first, end, beforePx, afterPx } = scroller.rows.value;
  void view.messages.version.value; // Read to be drawn again when a message comes or changes its state.
  useLayoutEffect(() => {
    scroller.pin();
    reader.drawn();
  });
  const rows: Message[] = [];
  for (let index = first; index < end; index += 1) {
    const message = view.messages.at(index);
    if (message !== undefined) rows.push(message);
  }
  const reached = reader.reached.value;
  return (
    <>
      <div
        ref={element}
        class="log"
        translate={false}
        role="log"
        aria-label={text.room.messages}
        aria-live="off"
        // It scrolls, so the keyboard must reach it; not every engine sees to that by itself.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={view.messages.count > 0 ? 0 : -1}
      >
        <ol style={{ paddingBlockStart: `${beforePx}px`, paddingBlockEnd: `${afterPx}px` }}>
          {rows.map((message, offset) => (
            <Row
              key={message.id}
              view={view}
              message={message}
              index={first + offset}
              reached={message.id === reached}
              choosing={reader.choosing}
              scroller={scroller}
              onGo={(id) => {
                reader.goTo(view.messages.placeOf(id));
              }}
            />
          ))}
        </ol>
      </div>
      {unseen > 0 && (
        <button
          type="button"
          class="to-newest"
          onClick={() => {
            scroller.toEnd();
            // This button is gone then.
            element.current?.focus({ preventScroll: true });
          }}
        >
          {text.room.newMessages(unseen)}
        </button>
      )}
    </>
  );
}

/** Grows the list with the messages, follows one's own, and counts others' that came while the reader was above. */
function useUnseen(view: TalkView, scroller: LogScroller): number {
  const unseen = useSignal(0);
  useEffect(() => {
    const { came } = view.messages;
    let { self, other } = came;
    return view.messages.version.subscribe(() => {
      if (came.self > self) scroller.atEnd.value = true;
      else if (!scroller.atEnd.peek()) unseen.value += came.other - other;
      ({ self, other } = came);
      scroller.grow(view.messages.count);
    });
  }, [view, scroller, unseen]);
  useEffect(
    () =>
      scroller.atEnd.subscribe((atEnd) => {
        if (atEnd) unseen.value = 0;
      }),
    [scroller, unseen],
  );
  return unseen.value;
}
