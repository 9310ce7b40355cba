import type { App } from "../model/app.ts";
import { text } from "../text/text.ts";

/** "Hide my address" for the room that comes next. While typed words are looked for, that room is begun already. */
export function HideNext({ app }: { readonly app: App }) {
  return (
    <HideSwitch
      hidden={app.hidesAddress.value}
      final={app.phrase.runs.value}
      onHide={(hidden) => {
        app.hidesAddress.value = hidden;
      }}
    />
  );
}

/** "Hide my address", with its price. Where it is `final`, a room was begun with it or it was pressed in one: nothing takes it back. */
export function HideSwitch(props: {
  readonly hidden: boolean;
  readonly final?: boolean;
  readonly onHide: (hidden: boolean) => void;
}) {
  const t = text.hiding;
  return (
    <div class="hide">
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={props.hidden}
          aria-describedby="hide-price"
          checked={props.hidden}
          disabled={props.final === true}
          onChange={(event) => {
            props.onHide(event.currentTarget.checked);
          }}
        />
        {t.hide}
      </label>
      <p id="hide-price" class="aside">
        {t.price}
      </p>
    </div>
  );
}
