import type { App, Role } from "../model/app.ts";
import { endTextOf } from "../model/end-text.ts";
import type { RoomEnd } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { Mark } from "./mark.tsx";
import { ArrivingHeading, Page } from "./page.tsx";

export function Ended(props: {
  readonly app: App;
  readonly end: RoomEnd;
  /** Set when nothing was opened and the same can be tried again. */
  readonly again: Role | null;
}) {
  const { app, end, again } = props;
  const { why, next, left } = endTextOf(end, again);
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
      <div class="choices">
        {again !== null && (
          <button
            type="button"
            class="primary large"
            onClick={() => {
              // It catches what it meets.
              void app.tryAgain();
            }}
          >
            {text.ended.again}
          </button>
        )}
        <button
          type="button"
          class={again === null ? "primary large" : "large"}
          onClick={() => {
            app.startOver();
          }}
        >
          {text.ended.newRoom}
        </button>
      </div>
      {app.hidesAddress.value && <p class="aside">{text.ended.notHidden}</p>}
    </Page>
  );
}
