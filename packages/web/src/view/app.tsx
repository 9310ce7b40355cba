import type { App } from "../model/app.ts";
import { Ended } from "./ended.tsx";
import { Invited, LostKey } from "./invited.tsx";
import { Landing } from "./landing.tsx";
import { Room } from "./room.tsx";

export function AppView({ app }: { readonly app: App }) {
  const screen = app.screen.value;
  switch (screen.at) {
    case "landing":
      return <Landing app={app} />;
    case "lost-key":
      return <LostKey app={app} fault={screen.fault} />;
    case "invited":
      return <Invited app={app} />;
    case "room":
      return <Room view={screen.view} />;
    case "ended":
      return <Ended app={app} end={screen.end} />;
    default:
      return screen satisfies never;
  }
}
