import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text/room-text.ts";

/**
 * Closes the dialog in which a button was pressed, and says so at once: the browser's own word of it comes a turn later, when the
 * same dialog may have been opened again.
 */
export function closeAround(event: { readonly currentTarget: Element }): void {
  const dialog = event.currentTarget.closest("dialog");
  dialog?.close();
  dialog?.dispatchEvent(new Event("close"));
}

/** A modal dialog of the browser: it holds the focus, and Escape, or a press beside it, closes it. It is open for as long as it is drawn. */
export function Dialog(props: {
  readonly name: string;
  readonly class?: string;
  readonly onClose: () => void;
  readonly closeButton?: boolean;
  readonly children: ComponentChildren;
}) {
  const element = useRef<HTMLDialogElement>(null);
  const closed = useRef(false);
  const closeOnce = (): void => {
    if (closed.current) return;
    closed.current = true;
    props.onClose();
  };
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // Only a dialog that is closed gives the focus back to what opened it.
    return () => {
      dialog?.close();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={props.class ?? ""}
      aria-label={props.name}
      onClose={closeOnce}
      // Escape, or a press beside it: likewise at once.
      onCancel={(event) => {
        event.preventDefault();
        closeAround(event);
      }}
      closedby="any"
    >
      <div class="sheet">
        {props.closeButton !== false && (
          <div class="sheet-head">
            <h2>{props.name}</h2>
            <button type="button" class="quiet" onClick={closeAround}>
              {text.invitation.close}
            </button>
          </div>
        )}
        {props.children}
      </div>
    </dialog>
  );
}
