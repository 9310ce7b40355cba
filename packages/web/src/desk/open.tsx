import type { Signal } from "@preact/signals";
import type { RoomView } from "../model/room-view.ts";
import { DetailsDialog } from "../view/details-dialog.tsx";
import type { OpenDialog } from "../view/room.tsx";
import { VerifyDialog } from "../view/verify-dialog.tsx";
import { Menu } from "./menu.tsx";
import { Shortcuts } from "./shortcuts.tsx";

/** The dialog of a room that this part draws; nothing for those that the room draws itself. */
export function Open(props: {
  /** Null for a room for many, which draws what is about it itself. */
  readonly view: RoomView | null;
  readonly dialog: Signal<OpenDialog>;
  readonly onClose: () => void;
}) {
  const { view, dialog, onClose } = props;
  if (view !== null && dialog.value === "verify") return <VerifyDialog view={view} onClose={onClose} />;
  if (view !== null && dialog.value === "details") return <DetailsDialog view={view} onClose={onClose} />;
  if (dialog.value === "shortcuts") return <Shortcuts onClose={onClose} />;
  if (dialog.value !== "menu") return null;
  return (
    <Menu
      inRoom
      onShortcuts={() => {
        dialog.value = "shortcuts";
      }}
      onClose={onClose}
    />
  );
}
