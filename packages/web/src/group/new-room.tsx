import { useSignal, type Signal } from "@preact/signals";
import type { App } from "../model/app.ts";
import { text } from "../text/group-text.ts";
import { Dialog } from "../view/dialog.tsx";
import { HideNext } from "../view/hide-switch.tsx";
import { NameField } from "../view/name-field.tsx";
import { roomForMany } from "./begin.ts";
import { Check } from "./controls.tsx";
import { ENDS_SECONDS, FADES_SECONDS, type Preset, PRESETS, type Wishes } from "./presets.ts";
import { SecondsChoice } from "./seconds-choice.tsx";

const PASSWORD_LETTERS_MIN = 4;
const PASSWORD_LETTERS_MAX = 200;

/** Everything that can be chosen of a room before there is one. */
export function NewRoom({ app, onClose }: { readonly app: App; readonly onClose: () => void }) {
  const t = text.making;
  const kind = useSignal<"pair" | "many">("many");
  const name = useSignal("");
  const password = useSignal("");
  const wishes = useSignal<Wishes>(PRESETS.none);
  const faulty = useSignal(false);
  const create = (): void => {
    const { length } = Array.from(password.value.normalize("NFC"));
    const isLong = length >= PASSWORD_LETTERS_MIN && length <= PASSWORD_LETTERS_MAX;
    faulty.value = kind.value === "many" && length > 0 && !isLong;
    if (faulty.value) return;
    onClose();
    if (kind.value === "pair") app.create();
    else app.create(name.value, roomForMany(password.value, wishes.value));
  };
  return (
    <Dialog name={t.heading} class="new-room" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <Kinds kind={kind} />
        {kind.value === "pair" ? (
          <HideNext app={app} />
        ) : (
          <>
            <NameField
              value={name.value}
              hint={text.entering.nameHint}
              onTyped={(next) => {
                name.value = next;
              }}
            />
            <Presets wishes={wishes} />
            <Password password={password} faulty={faulty} />
            <Choices wishes={wishes} />
          </>
        )}
        <div class="choices">
          <button type="submit" class="primary large">
            {t.create}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Kinds({ kind }: { readonly kind: Signal<"pair" | "many"> }) {
  const t = text.making;
  return (
    <fieldset class="choice">
      <legend class="unseen">{t.kind}</legend>
      {(["pair", "many"] as const).map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="kind"
            checked={kind.value === one}
            onChange={() => {
              kind.value = one;
            }}
          />
          {t[one]}
        </label>
      ))}
      <p class="aside">{kind.value === "pair" ? t.pairHint : t.manyHint}</p>
    </fieldset>
  );
}

function Presets({ wishes }: { readonly wishes: Signal<Wishes> }) {
  const t = text.making;
  const names = Object.keys(PRESETS) as readonly Preset[];
  return (
    <div class="choice-field">
      <label for="preset">{t.preset}</label>
      <select
        id="preset"
        aria-describedby="preset-hint"
        onChange={({ currentTarget }) => {
          const chosen = names.find((name) => name === currentTarget.value);
          if (chosen !== undefined) wishes.value = PRESETS[chosen];
        }}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {t.presets[name]}
          </option>
        ))}
      </select>
      <p id="preset-hint" class="aside">
        {t.presetHint}
      </p>
    </div>
  );
}

function Password({
  password,
  faulty,
}: {
  readonly password: Signal<string>;
  readonly faulty: Signal<boolean>;
}) {
  const t = text.making;
  return (
    <div class="choice-field">
      <label for="new-password">{t.password}</label>
      <input
        id="new-password"
        type="text"
        dir="auto"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby="new-password-fault new-password-hint"
        aria-invalid={faulty.value}
        value={password.value}
        onInput={(event) => {
          password.value = event.currentTarget.value;
          faulty.value = false;
        }}
      />
      <p id="new-password-fault" class="fault" aria-live="polite">
        {faulty.value && t.passwordShort}
      </p>
      <p id="new-password-hint" class="aside">
        {t.passwordHint}
      </p>
    </div>
  );
}

function Choices({ wishes }: { readonly wishes: Signal<Wishes> }) {
  const t = text.making;
  const change = (what: Partial<Wishes>): void => {
    wishes.value = { ...wishes.value, ...what };
  };
  const { endsSeconds, fadesSeconds, asks, endsWithOwner } = wishes.value;
  return (
    <>
      <SecondsChoice
        label={t.ends}
        choices={ENDS_SECONDS}
        value={endsSeconds}
        hint={t.neverHint}
        onChoice={(seconds) => {
          change({ endsSeconds: seconds });
        }}
      />
      <SecondsChoice
        label={t.fades}
        choices={FADES_SECONDS}
        value={fadesSeconds}
        hint={t.fadesHint}
        onChoice={(seconds) => {
          change({ fadesSeconds: seconds });
        }}
      />
      <Check
        checked={asks}
        onCheck={(checked) => {
          change({ asks: checked });
        }}
      >
        {text.control.ask}
      </Check>
      <Check
        checked={endsWithOwner}
        onCheck={(checked) => {
          change({ endsWithOwner: checked });
        }}
      >
        {text.control.endsWithOwner}
      </Check>
    </>
  );
}
