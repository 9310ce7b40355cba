import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { Dialog } from "./dialog.tsx";
import { NameField } from "./name-field.tsx";

/** How this room is connected and protected, for those who want to know; and one's own name. */
export function DetailsDialog({ view, onClose }: { readonly view: RoomView; readonly onClose: () => void }) {
  const t = text.details;
  const direct = view.status.value === "secure" && view.path.value === "direct";
  return (
    <Dialog name={t.heading} onClose={onClose}>
      <dl class="facts">
        <dt>{t.rows.path}</dt>
        <dd>{direct ? t.rows.pathDirect : t.rows.pathNone}</dd>
        <dt>{t.rows.keys}</dt>
        <dd>{t.rows.keysText}</dd>
        <dt>{t.rows.cipher}</dt>
        <dd>{t.rows.cipherText}</dd>
        <dt>{t.rows.sees}</dt>
        <dd>{t.rows.seesText}</dd>
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={view.tellsRead.value}
          checked={view.tellsRead.value}
          onChange={(event) => {
            view.tellsRead.value = event.currentTarget.checked;
          }}
        />
        {t.tellsRead}
      </label>
      <NameField
        value={view.typedName.value}
        hint={t.saved}
        onTyped={(name) => {
          view.typedName.value = name;
        }}
        onName={(name) => {
          view.rename(name);
        }}
      />
    </Dialog>
  );
}
