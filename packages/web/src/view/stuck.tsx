import type { App } from "../model/app.ts";
import { text } from "../text/text.ts";
import { Mark } from "./mark.tsx";
import { ArrivingHeading, Page } from "./page.tsx";

/** A part of the page that a press needed did not come. Nothing was opened, so the same can be tried again. */
export function Stuck({ app, invited }: { readonly app: App; readonly invited: boolean }) {
  const t = text.stuck;
  return (
    <Page class="narrow">
      <Mark mood="still" />
      <ArrivingHeading>{t.heading}</ArrivingHeading>
      <p>
        {t.lead} {invited && t.invited}
      </p>
      <p>{t.next}</p>
      <button
        type="button"
        class="primary large"
        onClick={() => {
          // It catches what it meets.
          void app.tryAgain();
        }}
      >
        {t.again}
      </button>
    </Page>
  );
}
