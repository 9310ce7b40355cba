import { text } from "../text/desk-text.ts";
import { text as page } from "../text/text.ts";
import { closeAround, Dialog } from "../view/dialog.tsx";
import { LanguageChoice } from "../view/language-choice.tsx";
import { askToNotify } from "./notice.ts";
import { settings, type Theme } from "./settings.ts";
import { Switch } from "./switch.tsx";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** What can be chosen on this page. On the first page the languages stand in its foot already. */
export function Menu(props: {
  readonly inRoom: boolean;
  readonly onShortcuts: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog name={text.menu} class="menu" onClose={props.onClose}>
      {props.inRoom && (
        <>
          <h3>{page.page.language}</h3>
          <LanguageChoice />
        </>
      )}
      <Themes />
      <Switch
        on={settings.sound.value}
        label={text.sound}
        hint={text.soundHint}
        onChange={(on) => {
          settings.sound.value = on;
        }}
      />
      <Notifications />
      <p class="aside">{text.kept}</p>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={(event) => {
          closeAround(event);
          props.onShortcuts();
        }}
      >
        {text.shortcuts}
      </button>
    </Dialog>
  );
}

function Themes() {
  return (
    <fieldset class="choice">
      <legend>{text.theme}</legend>
      {THEMES.map((theme) => (
        <label key={theme}>
          <input
            type="radio"
            name="theme"
            checked={settings.theme.value === theme}
            onChange={() => {
              settings.theme.value = theme;
            }}
          />
          {text.themes[theme]}
        </label>
      ))}
    </fieldset>
  );
}

/** The browser asks with the press that switches it on. */
function Notifications() {
  const state = settings.notify.value;
  const faults: Readonly<Partial<Record<typeof state, string>>> = {
    denied: text.notifyDenied,
    missing: text.notifyMissing,
  };
  return (
    <Switch
      on={state === "on"}
      label={text.notify}
      hint={text.notifyHint}
      fault={faults[state]}
      onChange={(on) => {
        if (!on) settings.notify.value = "off";
        // Where asking fails, the switch stays off.
        else askToNotify().catch(() => undefined);
      }}
    />
  );
}
