import { useSignal } from "@preact/signals";
import type { App } from "../model/app.ts";
import { text } from "../text/group-text.ts";
import { text as start } from "../text/text.ts";
import { Mark } from "../view/mark.tsx";
import { NameField } from "../view/name-field.tsx";
import { ArrivingHeading, Page } from "../view/page.tsx";
import { roomForMany } from "./begin.ts";

/** A link to a room for many was opened. Nothing has been sent anywhere, and nothing is until "Join room" is pressed. */
export function InvitedMany({ app }: { readonly app: App }) {
  const name = useSignal("");
  const t = text.entering;
  return (
    <Page class="narrow">
      <Mark mood="still" />
      <ArrivingHeading>{start.joining.heading}</ArrivingHeading>
      <p>
        {t.first} {t.second}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // It catches what it meets.
          void app.join(name.value, roomForMany());
        }}
      >
        <NameField
          value={name.value}
          hint={t.nameHint}
          onTyped={(next) => {
            name.value = next;
          }}
        />
        <button type="submit" class="primary large">
          {start.joining.join}
        </button>
      </form>
      <p class="aside">{t.address}</p>
    </Page>
  );
}
