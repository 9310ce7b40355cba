import { excerptOf } from "../model/excerpt.ts";
import type { TalkView } from "../model/talk-view.ts";
import { text } from "../text/room-text.ts";

/** What the box is for, where it is not a new message; and the way back. */
export function ComposingBar({ view, onCancel }: { readonly view: TalkView; readonly onCancel: () => void }) {
  void view.messages.version.value; // Read to be drawn again when what is answered is deleted.
  const composing = view.composing.value;
  if (composing.kind === "new") return null;
  const message = view.messages.find(composing.id);
  const edits = composing.kind === "edit";
  const name = message === undefined ? "" : view.nameOf(message);
  const words = message === undefined || message.deleted ? text.acts.quotesDeleted : excerptOf(message.text);
  return (
    <div class="composing">
      <p id="composing-note">
        <b>{edits ? text.acts.editing : text.acts.replying}</b>{" "}
        {!edits && (
          <>
            <bdi>{name}</bdi>{" "}
          </>
        )}
        <span class="quote-words" dir="auto">
          {words}
        </span>
      </p>
      <button type="button" class="quiet" onClick={onCancel}>
        {text.acts.cancel}
      </button>
    </div>
  );
}
