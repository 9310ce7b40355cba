import type { App } from "../model/app.ts";
import { text } from "../text/text.ts";
import { ExtraButton } from "./extra-button.tsx";
import { HideNext } from "./hide-switch.tsx";
import { JoinField } from "./join-field.tsx";
import { Mark } from "./mark.tsx";
import { Page } from "./page.tsx";

export function Landing({ app }: { readonly app: App }) {
  return (
    <Page class="landing" app={app}>
      <section class="opening">
        <Mark mood="still" />
        <h1>{text.landing.heading}</h1>
        <button
          type="button"
          class="primary large"
          onClick={() => {
            app.create();
          }}
        >
          {text.landing.create}
        </button>
        <ExtraButton app={app} opens="kinds" name={text.landing.kinds} />
        <p class="aside lead">{text.landing.lead}</p>
        <JoinField app={app} />
        <HideNext app={app} />
      </section>
      <section class="columns">
        <Column heading={text.landing.how} lines={text.landing.howSteps} ordered />
        <Column heading={text.landing.blind} lines={text.landing.blindSteps}>
          <a href="/privacy" hreflang="en">
            {text.landing.blindMore}
          </a>
        </Column>
        <Column heading={text.landing.host} lines={text.landing.hostSteps} />
      </section>
    </Page>
  );
}

function Column(props: {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly ordered?: boolean;
  readonly children?: preact.ComponentChildren;
}) {
  const List = props.ordered === true ? "ol" : "ul";
  return (
    <div class="column">
      <h2>{props.heading}</h2>
      <List>
        {props.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </List>
      {props.children}
    </div>
  );
}
