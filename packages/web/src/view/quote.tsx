import { excerptOf } from "../model/excerpt.ts";
import type { TalkView } from "../model/talk-view.ts";
import { text } from "../text/room-text.ts";

/** What a message answers: always as it is now, so that what is deleted is gone here too. A press goes to it. */
export function Quote(props: {
  readonly view: TalkView;
  readonly id: string;
  readonly reached: boolean;
  readonly onGo: (id: string) => void;
}) {
  const quoted = props.view.messages.find(props.id);
  if (quoted === undefined) return <span class="quote">{text.acts.quotesUnknown}</span>;
  if (quoted.deleted) return <span class="quote">{text.acts.quotesDeleted}</span>;
  return (
    <button
      type="button"
      class="quote"
      tabIndex={props.reached ? 0 : -1}
      onClick={() => {
        props.onGo(props.id);
      }}
    >
      <span class="unseen">{text.acts.answers} </span>
      <span class="quote-who" dir="auto">
        {props.view.nameOf(quoted)}
      </span>{" "}
      <span class="quote-words" dir="auto">
        {excerptOf(quoted.text)}
      </span>
    </button>
  );
}
