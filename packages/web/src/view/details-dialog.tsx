import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { Dialog } from "./dialog.tsx";
import { HideSwitch } from "./hide-switch.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { NameField } from "./name-field.tsx";

/** How this room is connected and protected, for those who want to know; and one's own name. */
export function DetailsDialog({ view, onClose }: { readonly view: RoomView; readonly onClose: () => void }) {
  const t = text.details;
  const { path, seen } = view.paths.policy.value;
  return (
    <Dialog name={t.heading} onClose={onClose}>
      <dl class="facts">
        <dt>{t.rows.path}</dt>
        <dd>{pathText(view)}</dd>
        <dt>{t.rows.keys}</dt>
        <dd>{t.rows.keysText}</dd>
        <dt>{t.rows.cipher}</dt>
        <dd>{t.rows.cipherText}</dd>
        <dt>{t.rows.sees}</dt>
        <dd>{t.rows.seesText}</dd>
      </dl>
      <HideSwitch
        hidden={path === "relayed"}
        final={path === "relayed"}
        onHide={() => {
          view.paths.hide();
        }}
      />
      {path === "relayed" && (
        <p class="aside">
          {t.hidden} {seen && t.seen}
        </p>
      )}
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
      <LanguageChoice />
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

/** Where what is said goes now. */
function pathText(view: RoomView): string {
  const t = text.details.rows;
  const way = view.status.value === "secure" ? view.path.value : null;
  if (way === "direct") return t.pathDirect;
  if (way === null) return t.pathNone;
  return view.paths.policy.value.path === "relayed" ? t.pathRelayed : t.pathAny;
}
