import { useSignal } from "@preact/signals";
import type { App } from "../model/app.ts";
import type { Extra, Extras } from "../model/app-ports.ts";

/** Opens a dialog of the first page, which is fetched with the press. */
export function ExtraButton({
  app,
  opens,
  name,
}: {
  readonly app: App;
  readonly opens: Exclude<keyof Extras, "many">;
  readonly name: string;
}) {
  const extra = useSignal<Extra | null>(null);
  const Open = extra.value;
  return (
    <>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          // It catches what it meets.
          void app.loadExtra(opens).then((part) => (extra.value = part));
        }}
      >
        {name}
      </button>
      {Open !== null && <Open app={app} onClose={() => (extra.value = null)} />}
    </>
  );
}
