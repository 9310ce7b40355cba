import type { App } from "../model/app.ts";
import { endTextOf } from "../model/end-text.ts";
import type { RoomEnd } from "../model/room-view.ts";
import { text } from "../text/text.ts";
import { Mark } from "./mark.tsx";
import { ArrivingHeading, Page } from "./page.tsx";

export function Ended({ app, end }: { readonly app: App; readonly end: RoomEnd }) {
  const { why, next, left } = endTextOf(end);
  return (
    <Page class="narrow ended">
      <Mark mood="dissolving" />
      <ArrivingHeading>{why}</ArrivingHeading>
      <p>
        {next}
        {end.unopenedBlocks > 0 && ` ${text.ended.unopened(end.unopenedBlocks)}`}
      </p>
      {end.undelivered > 0 && (
        <p class="undelivered">
          <strong>{text.ended.undelivered(end.undelivered)}</strong>
        </p>
      )}
      <dl class="left">
        <dt>{text.ended.left}</dt>
        <dd>{left}</dd>
      </dl>
      <button
        type="button"
        class="primary large"
        onClick={() => {
          app.startOver();
        }}
      >
        {text.ended.newRoom}
      </button>
    </Page>
  );
}
