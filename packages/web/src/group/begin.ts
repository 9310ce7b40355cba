import { h } from "preact";
import type { ManyPorts, ManyRoom } from "../model/many-room.ts";
import { after } from "../view/platform.ts";
import { extrasOf } from "./extras.tsx";
import type { Wishes } from "./presets.ts";
import { GroupRoom } from "./room.tsx";
import { GroupView } from "./view.ts";

class ShownGroup extends GroupView {
  constructor(role: "creator" | "guest", name: string, ports: ManyPorts) {
    const extras = extrasOf(() => this);
    super(role, name, { ...ports, after }, { Part: () => h(GroupRoom, { view: this }), extras });
  }
}

const NOTHING: Wishes = { endsSeconds: 0, fadesSeconds: 0, asks: false, endsWithOwner: false };

/** A room for many as the app begins it: made with what was wished, or entered. */
export function roomForMany(password = "", wishes = NOTHING): ManyRoom {
  return {
    View: ShownGroup,
    begin: (origin, name, invitation) =>
      invitation === null
        ? {
            do: "create",
            origin,
            name,
            password: password === "" ? null : password,
            ttlSeconds: wishes.endsSeconds,
            disappearingSeconds: wishes.fadesSeconds,
            path: "relayed",
            endsWithOwner: wishes.endsWithOwner,
            admission: wishes.asks ? "knock" : "open",
          }
        : { do: "join", origin, invitation, name },
  };
}
