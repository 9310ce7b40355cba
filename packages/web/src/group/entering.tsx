import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text/group-text.ts";
import { text as roomText } from "../text/room-text.ts";
import { Mark } from "../view/mark.tsx";
import { Facts } from "./facts.tsx";
import { Lock } from "./lock.tsx";
import type { PasswordWish } from "./room-events.ts";
import { useLeftMs } from "./time.ts";
import type { GroupView } from "./view.ts";

/** In place of the messages, until one is in: what is awaited, and the password where there is one. */
export function Entering({ view }: { readonly view: GroupView }) {
  const t = text.entering;
  const wish = view.password.value;
  const state = view.state.value;
  const [said, hint] = SAYINGS[state] ?? SAYINGS.entering;
  const unreachable = view.notice.value === "relay-unreachable";
  if (wish !== null) return <PasswordForm view={view} wish={wish} />;
  return (
    <div class="silence">
      <Mark mood="breathing" />
      <p>{t[said]}</p>
      <p class="aside">{unreachable ? roomText.notices.relay : hint !== null && t[hint]}</p>
      <Facts view={view} />
    </div>
  );
}

type Words = "creating" | "creatingHint" | "reaching" | "asking" | "askingHint";

const SAYINGS: { readonly [State: string]: readonly [Words, Words | null] } & {
  readonly entering: readonly [Words, null];
} = {
  creating: ["creating", "creatingHint"],
  entering: ["reaching", null],
  asking: ["asking", "askingHint"],
};

function PasswordForm({ view, wish }: { readonly view: GroupView; readonly wish: PasswordWish }) {
  const t = text.entering;
  const typed = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const leftMs = useLeftMs(wish.untilMs) ?? 0;
  const waits = wish.state === "wait" && leftMs > 0;
  useEffect(() => {
    field.current?.focus();
  }, [wish]);
  const fault = waits ? t.wait(Math.ceil(leftMs / 1000)) : wish.state === "wrong" ? t.wrong : "";
  return (
    <form
      class="waiting password-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (waits || typed.value === "") return;
        view.givePassword(typed.value);
        typed.value = "";
      }}
    >
      <Mark mood="still" />
      <h2>
        <Lock /> {t.locked}
      </h2>
      <label for="room-password">{text.making.password}</label>
      <div class="field-row">
        <input
          ref={field}
          id="room-password"
          type="password"
          autocomplete="off"
          maxLength={200}
          aria-describedby="room-password-hint room-password-fault"
          aria-invalid={wish.state === "wrong"}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="primary" aria-disabled={waits}>
          {t.join}
        </button>
      </div>
      <p id="room-password-fault" class="fault" aria-live="polite">
        {fault}
      </p>
      <p id="room-password-hint" class="aside">
        {t.passwordHint}
      </p>
      <Facts view={view} />
    </form>
  );
}
