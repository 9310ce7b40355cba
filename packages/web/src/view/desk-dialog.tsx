import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { desk } from "../desk-chunk.ts";
import type { DeskParts } from "../desk-parts.ts";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/text.ts";
import { Dialog } from "./dialog.tsx";
import { after } from "./platform.ts";
import type { OpenDialog } from "./room.tsx";

/** What keeps nobody waiting is fetched so long after a room began: until then the page is wanted for joining it. */
const JOINING_MS = 500;

/** Lets the keys, sounds and notifications begin when their part is here. The answer ends them, or calls them off. */
export function attendWith(
  view: Parameters<DeskParts["attendRoom"]>[0],
  dialog: Signal<OpenDialog>,
): () => void {
  let stop: (() => void) | null = null;
  let over = false;
  const callOff = after(JOINING_MS, () => {
    desk.load().then(
      ({ attendRoom }) => {
        if (!over) stop = attendRoom(view, dialog);
      },
      // A room goes on without them.
      () => undefined,
    );
  });
  return () => {
    over = true;
    callOff();
    stop?.();
  };
}

/** The safety check, the menu, the details, or the list of keys: of a part that may still have to come, and may not. */
export function DeskDialog({
  view,
  dialog,
}: {
  readonly view: RoomView | null;
  readonly dialog: Signal<OpenDialog>;
}) {
  const part = useSignal<DeskParts | "missing" | null>(desk.present);
  const close = (): void => {
    dialog.value = null;
  };
  useEffect(() => {
    desk.load().then(
      (parts) => (part.value = parts),
      () => (part.value = "missing"),
    );
  }, [part]);
  if (part.value === null) return null;
  if (part.value === "missing") {
    return (
      <Dialog name={text.page.menu} onClose={close}>
        <p>
          {text.stuck.heading}. {text.stuck.next}
        </p>
      </Dialog>
    );
  }
  const { Open } = part.value;
  return <Open view={view} dialog={dialog} onClose={close} />;
}
