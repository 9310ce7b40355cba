import { text } from "../text/desk-text.ts";
import { Dialog } from "../view/dialog.tsx";
import { type Act, KEYS } from "./keys.ts";
import { settings } from "./settings.ts";
import { Switch } from "./switch.tsx";

type Line = readonly [keys: readonly string[], does: string];

/** Every key that does something in a room, beside those that browsers give to all pages. */
export function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  const { keys } = text;
  const inBox: readonly Line[] = [
    [["Enter"], keys.send],
    [["Shift", "Enter"], keys.newLine],
    [["↑"], keys.editLast],
    [["Esc"], keys.cancel],
  ];
  const letters = Object.entries(KEYS).map(([key, act]): Line => [[spelled(key)], keys[act satisfies Act]]);
  const around: readonly Line[] = [
    [["↑", "↓"], keys.message],
    [["Home", "End"], keys.firstLast],
    [["Esc"], keys.box],
  ];
  return (
    <Dialog name={text.shortcuts} class="shortcuts" onClose={onClose}>
      <h3>{text.inBox}</h3>
      <List lines={inBox} />
      <h3>{text.elsewhere}</h3>
      <List lines={around} />
      <Switch
        on={settings.letters.value}
        label={text.letters}
        hint={text.lettersHint}
        onChange={(on) => {
          settings.letters.value = on;
        }}
      />
      <List lines={letters} />
    </Dialog>
  );
}

function spelled(key: string): string {
  return key.toUpperCase();
}

function List({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <dl>
      {lines.map(([keys, does]) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
