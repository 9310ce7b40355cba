import { text } from "../text/room-text.ts";
import { Mark } from "./mark.tsx";
import { ArrivingHeading, Page } from "./page.tsx";

/** Another tab of this browser is in the room. This page goes on by itself when that one is gone. */
export function Elsewhere() {
  return (
    <Page class="narrow">
      <Mark mood="still" />
      <ArrivingHeading>{text.elsewhere.heading}</ArrivingHeading>
      <p>{text.elsewhere.next}</p>
      <p>{text.elsewhere.instead}</p>
    </Page>
  );
}
