import type { Part } from "../support.ts";
import { text } from "../text/missing-text.ts";
import { Mark } from "./mark.tsx";
import { Page } from "./page.tsx";

/** What this browser or this address lacks, by name, and what to do. */
export function Missing({ parts }: { readonly parts: readonly Part[] }) {
  return (
    <Page class="narrow missing">
      <Mark mood="still" />
      <h1>{text.heading}</h1>
      <p>{text.lead}</p>
      <ul>
        {parts.map((part) => (
          <li key={part}>{text.parts[part]}</li>
        ))}
      </ul>
      <p>{text.next}</p>
    </Page>
  );
}
