import { useSignal, type Signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { countReactions, type Message } from "../model/messages.ts";
import type { TalkView } from "../model/talk-view.ts";
import { number } from "../text/numbers.ts";
import { text } from "../text/room-text.ts";
import { after, say } from "./platform.ts";

/** So long the button says that it copied. */
const COPIED_MS = 2_000;

/** What can be done with one message: a quiet row of buttons, or the reactions to choose from. */
export function Acts(props: {
  readonly view: TalkView;
  readonly message: Message;
  /** The message at which the keyboard or a finger is. */
  readonly reached: boolean;
  /** The message whose reactions are shown. */
  readonly choosing: Signal<string | null>;
}) {
  const { view, message, reached, choosing } = props;
  const { id, from, file } = message;
  if (choosing.value === id) return <Reactions {...props} />;
  const stop = reached ? 0 : -1;
  return (
    <div class="acts">
      <div class="acts-row">
        <Act name={text.acts.reply} stop={stop} onPress={() => view.reply(id)} />
        <Act
          name={text.acts.react}
          stop={stop}
          onPress={() => {
            choosing.value = id;
          }}
        />
        {!file && <Copy view={view} id={id} stop={stop} />}
        {from === "self" && !file && (
          <>
            <Act name={text.acts.edit} stop={stop} onPress={() => view.beginEdit(id)} />
            <Act
              name={text.acts.delete}
              stop={stop}
              onPress={(button) => {
                view.remove(id);
                // This button is gone then; its message says so in its place.
                button.closest("li")?.focus({ preventScroll: true });
              }}
            />
          </>
        )}
      </div>
    </div>
  );
}

function Act(props: {
  readonly name: string;
  readonly stop: number;
  readonly onPress: (button: HTMLButtonElement) => void;
}) {
  return (
    <button
      type="button"
      class="act"
      tabIndex={props.stop}
      onClick={(event) => {
        props.onPress(event.currentTarget);
      }}
    >
      {props.name}
    </button>
  );
}

/** It knows the message by its id: a button may be remembered by the browser for longer than words may be. */
function Copy(props: { readonly view: TalkView; readonly id: string; readonly stop: number }) {
  const { view, id, stop } = props;
  const copied = useSignal(false);
  const copy = async (button: HTMLButtonElement): Promise<void> => {
    try {
      await navigator.clipboard.writeText(view.messages.find(id)?.text ?? "");
    } catch {
      // The browser forbade it: the words are selected for the hand.
      const words = button.closest("li")?.querySelector(".wording") ?? null;
      if (words !== null) getSelection()?.selectAllChildren(words);
      say(text.invitation.copyFailed);
      return;
    }
    copied.value = true;
    say(text.invitation.copied);
    after(COPIED_MS, () => {
      copied.value = false;
    });
  };
  return (
    <Act
      name={copied.value ? text.invitation.copied : text.acts.copy}
      stop={stop}
      // It catches what it meets.
      onPress={(button) => void copy(button)}
    />
  );
}

/** A few emoji. The one that was given already is pressed; pressing it again takes it back. */
function Reactions({ view, message, choosing }: Parameters<typeof Acts>[0]) {
  const { id } = message;
  const element = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => {
    element.current?.querySelector("button")?.focus({ preventScroll: true });
  }, []);
  const close = (): void => {
    element.current?.closest("li")?.focus({ preventScroll: true });
    choosing.value = null;
  };
  return (
    <div class="acts">
      <fieldset ref={element} class="acts-row" aria-label={text.acts.reactions}>
        {text.acts.emoji.map(([emoji, name]) => (
          <button
            key={emoji}
            type="button"
            class="act sign"
            aria-label={name}
            aria-pressed={message.reactions["self"] === emoji}
            onClick={() => {
              view.react(id, emoji);
              close();
            }}
          >
            {emoji}
          </button>
        ))}
        <button type="button" class="act" onClick={close}>
          {text.acts.cancel}
        </button>
      </fieldset>
    </div>
  );
}

/** The reactions to a message, each with its count. One's own is pressed: a press gives it too, or takes it back. */
export function Given({
  view,
  message,
  reached,
}: {
  readonly view: TalkView;
  readonly message: Message;
  readonly reached: boolean;
}) {
  const given = countReactions(message);
  const { id } = message;
  if (given.length === 0) return null;
  return (
    <div class="given">
      {given.map(({ emoji, count, own }) => (
        <button
          key={emoji}
          type="button"
          class="chip"
          aria-pressed={own}
          aria-label={text.acts.given(emoji, count)}
          tabIndex={reached ? 0 : -1}
          onClick={() => {
            view.react(id, emoji);
          }}
        >
          <span class="sign">{emoji}</span> {number(count)}
        </button>
      ))}
    </div>
  );
}
