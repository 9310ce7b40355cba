import { text } from "../text/door-text.ts";
import type { DoorModel } from "./model.ts";

/** Beside the link: whether it may be used to come back. It can be chosen until somebody has come. */
export function Offer({ model }: { readonly model: DoorModel }) {
  const offered = model.offered.value;
  if (offered === null) return null;
  return (
    <div class="door-offer">
      <label>
        <input
          type="checkbox"
          aria-describedby="door-hint"
          checked={offered}
          onChange={(event) => {
            model.allow(event.currentTarget.checked);
          }}
        />
        {text.offer}
      </label>
      <p id="door-hint" class="aside">
        {text.offerHint}
      </p>
    </div>
  );
}
