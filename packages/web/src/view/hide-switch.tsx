import { text } from "../text/text.ts";

/** "Hide my address", with its price. Where it is `final` it has been pressed in a room, and nothing takes it back. */
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
