import { useSignal } from "@preact/signals";
import { text } from "../text/group-text.ts";
import { closeAround, Dialog } from "../view/dialog.tsx";
import type { GroupView } from "./view.ts";

interface Shown {
  readonly view: GroupView;
  readonly onClose: () => void;
}

/** Names another member the owner. Nothing takes it back, so it is chosen and then pressed. */
export function HandOverDialog({ view, onClose }: Shown) {
  const t = text.member;
  const chosen = useSignal("");
  const others = view.people.members.value.filter(({ self }) => !self);
  return (
    <Dialog name={t.handOver} class="small" onClose={onClose}>
      <p>{t.handOverText}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen.value === "") return;
          view.decide({ do: "hand-over", member: chosen.value });
          onClose();
        }}
      >
        <fieldset class="choice column" aria-label={text.room.members}>
          {others.map(({ id }) => (
            <label key={id}>
              <input
                type="radio"
                name="new-owner"
                checked={chosen.value === id}
                onChange={() => {
                  chosen.value = id;
                }}
              />
              <bdi>{view.people.nameOf(id)}</bdi>
            </label>
          ))}
        </fieldset>
        <div class="choices">
          <button type="button" onClick={closeAround}>
            {t.back}
          </button>
          <button type="submit" class="stop-now" aria-disabled={chosen.value === ""}>
            {t.handOverNow}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
