import type { AdmitMode } from "@tacet/wire";
import type { Room } from "./state.ts";
import { ask, chain } from "./turn.ts";
import type { Step } from "./turn.ts";

/** The first frame of a socket asks for the seat, with the newest ticket (spec/relay.md 2 and 6). */
export function askAdmit(connection: number): Step {
  return (room) => ask({ job: "admit", connection, mode: admitMode(room), ticket: room.link.ticket })(room);
}

/** One that is kept, since its connection is none; after it nothing needs the keys (leaving.ts). */
export const askFrame: Step = (room) => chain(room, askAdmit(0), ask({ job: "wipe" }));

export function admitMode({ role, link, session, phase }: Room): AdmitMode {
  // At the door there is no seat to return to. Whoever leaves does not knock again for it: there the relay's "absent" is the answer.
  const sits = link.seated && (session !== null || link.ticket.length > 0 || phase === "leaving");
  return role === "initiator" || sits ? "return" : "enter";
}
