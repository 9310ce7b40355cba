/*
 * The one place that asks for a connection object. Under `relayed` there is none (spec/direct.md 5): nothing gathers an address, so none
 * can leave by whatever way.
 */
import { pathOf } from "./paths.ts";
import { turn } from "./turn.ts";
import type { Step } from "./turn.ts";

export function makeConnection(generation: number): Step {
  return (room) => {
    const { role, link } = room;
    if (pathOf(room) === "relayed") return turn(room);
    return turn(room, {
      to: "peer",
      command: {
        do: "open",
        generation,
        role: role === "initiator" ? "offer" : "answer",
        iceServers: link.iceServers,
      },
    });
  };
}
