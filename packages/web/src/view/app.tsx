import type { App } from "../model/app.ts";
import type { Chunk } from "../model/chunk.ts";
import type { RoomParts } from "../room-parts.ts";
import { Invited, LostKey } from "./invited.tsx";
import { Landing } from "./landing.tsx";
import { Stuck } from "./stuck.tsx";

export function AppView({ app, room }: { readonly app: App; readonly room: Chunk<RoomParts> }) {
  const screen = app.screen.value;
  switch (screen.at) {
    case "landing":
      return <Landing app={app} />;
    case "lost-key":
      return <LostKey app={app} fault={screen.fault} />;
    case "invited":
      return <Invited app={app} />;
    case "part":
      return <screen.Part app={app} />;
    case "elsewhere": {
      const Elsewhere = room.present?.Elsewhere;
      return Elsewhere === undefined ? null : <Elsewhere />;
    }
    case "stuck":
      return <Stuck app={app} invited={screen.invited} />;
    case "room": {
      const Room = room.present?.Room;
      return Room === undefined ? null : <Room view={screen.view} />;
    }
    case "ended": {
      const Ended = room.present?.Ended;
      return Ended === undefined ? null : <Ended app={app} end={screen.end} again={screen.again} />;
    }
    default:
      return screen satisfies never;
  }
}
