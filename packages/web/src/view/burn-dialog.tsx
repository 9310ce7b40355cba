import { useEffect, useRef } from "preact/hooks";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { closeAround, Dialog } from "./dialog.tsx";

/** Asks once. The way back has the focus: Enter burns nothing. */
export function BurnDialog({ view, onClose }: { readonly view: RoomView; readonly onClose: () => void }) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
  }, []);
  return (
    <Dialog name={text.burning.heading} class="small" onClose={onClose} closeButton={false}>
      <h2>{text.burning.heading}</h2>
      <p>{text.burning.text}</p>
      <div class="choices">
        <button ref={back} type="button" onClick={closeAround}>
          {text.burning.back}
        </button>
        <button
          type="button"
          class="stop-now"
          onClick={() => {
            view.do("burn");
          }}
        >
          {text.burning.confirm}
        </button>
      </div>
    </Dialog>
  );
}
