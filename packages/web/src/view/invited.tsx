import { useSignal } from "@preact/signals";
import type { App } from "../model/app.ts";
import { type Sentence, text } from "../text/text.ts";
import { HideNext } from "./hide-switch.tsx";
import { JoinField } from "./join-field.tsx";
import { Mark } from "./mark.tsx";
import { NameField } from "./name-field.tsx";
import { ArrivingHeading, Page } from "./page.tsx";

/** A link was opened. Nothing has been sent anywhere, and nothing is until "Join room" is pressed. */
export function Invited({ app }: { readonly app: App }) {
  const name = useSignal("");
  return (
    <Page class="narrow">
      <Mark mood="still" />
      <ArrivingHeading>{text.joining.heading}</ArrivingHeading>
      <p>
        {text.joining.first} {text.joining.second}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // It catches what it meets.
          void app.join(name.value);
        }}
      >
        <NameField
          value={name.value}
          hint={text.joining.nameHint}
          onTyped={(next) => {
            name.value = next;
          }}
        />
        <HideNext app={app} />
        <button type="submit" class="primary large">
          {text.joining.join}
        </button>
      </form>
      {!app.hidesAddress.value && <p class="aside">{text.joining.address}</p>}
    </Page>
  );
}

/** A link without its key, or with a damaged one. */
export function LostKey({ app, fault }: { readonly app: App; readonly fault: Sentence | null }) {
  return (
    <Page class="narrow">
      <Mark mood="still" />
      <ArrivingHeading>
        {fault === null ? text.joining.lostHeading : text.joining.damagedHeading}
      </ArrivingHeading>
      <p>{fault === null ? text.joining.lost : fault()}</p>
      <JoinField app={app} primary />
      <HideNext app={app} />
    </Page>
  );
}
