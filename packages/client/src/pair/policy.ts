/*
 * Which paths the room may take (spec/content.md 8, spec/direct.md 5): what each side asked for last, and what holds of both.
 *
 *     direct ──both say `any`──> any
 *        └───────either says `relayed`──────┴──> relayed, for good; in a room that was made `direct` talk waits for I's word
 *
 * Whatever names an address is let go of the moment `relayed` holds (direct.ts), and connection.ts makes no object from then on.
 */
import { KIND, bodies } from "@tacet/core";
import type { PathPolicy } from "@tacet/core";
import type { PolicyInForce } from "../face.ts";
import { LIMITS } from "../limits.ts";
import { isFull, take } from "./delivery.ts";
import { forsakeDirect } from "./direct.ts";
import { isAgreed, pathOf } from "./paths.ts";
import type { Policies, Room } from "./state.ts";
import { chain, drop, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** "Hide my address" was pressed: final. */
export const hideAddress: Step = (room) => askFor("relayed")(room);

/** The press that lets talk through the relay: I agrees to a wish of R, or either offers it. */
export const useRelay: Step = (room) => {
  if (room.session === null) return turn(room);
  if (!isAgreed(room)) return room.role === "initiator" ? askFor("relayed")(room) : turn(room);
  return room.policy.own.path === "direct" ? askFor("any")(room) : turn(room);
};

function askFor(path: PathPolicy): Step {
  return (room) =>
    room.policy.own.path === path
      ? turn(room)
      : follow({ ...room, policy: { ...room.policy, own: { ...room.policy.own, path } } });
}

/** What holds now is followed at once: before anything is said of it, a direct path that may not be is gone. */
const follow: Step = (room) => (pathOf(room) === "relayed" ? forsakeDirect : stay)(room);

/** There is a session: what each side chose in the handshake is its word until it says another. */
export function chosen(room: Room, otherPath: PathPolicy): Room {
  const { policy, role, handshake, link } = room;
  const ownPath = role === "initiator" || policy.own.path === "relayed" ? policy.own.path : otherPath;
  return {
    ...room,
    policy: {
      ...policy,
      own: { ...policy.own, ...link.fileLimits, path: ownPath },
      other: { ...policy.other, path: otherPath },
      created: role === "initiator" ? handshake.path : otherPath,
    },
  };
}

/** Says what was not said yet: the first word of a session, and every change. */
export const settlePolicy: Step = (room) => {
  const { own, said } = room.policy;
  if (room.session === null || said === own.path || isFull(room.signal)) return turn(room);
  const signal = take(room.signal, KIND.policy, new Uint8Array(16), bodies.policy.encode(own));
  return turn({ ...room, signal, policy: { ...room.policy, said: own.path } });
};

/** The other side's word. `relayed` is its last one; between the other two it may change 64 times. */
export function onPolicy(body: Uint8Array): Step {
  return (room) => {
    const word = bodies.policy.decode(body);
    if (word === null) return drop(room);
    const { other, changes } = room.policy;
    const changed = word.path !== other.path;
    const refused = other.path === "relayed" || (word.path !== "relayed" && changes >= LIMITS.policyChanges);
    if (changed && refused) return drop(room);
    const policy: Policies = { ...room.policy, other: word, changes: changes + (changed ? 1 : 0) };
    return follow({ ...room, policy });
  };
}

/** Told when it changes. */
export const reportPolicy: Step = (room) => {
  const policy = inForce(room);
  const { shown } = room;
  const same = (["path", "own", "awaits", "seen"] as const).every((key) => policy[key] === shown.policy[key]);
  if (same) return turn(room);
  return chain({ ...room, shown: { ...shown, policy } }, tell({ event: "policy", ...policy }));
};

function inForce(room: Room): PolicyInForce {
  const path = pathOf(room);
  const own = room.policy.own.path;
  return { path, own, awaits: awaits(room), seen: path === "relayed" && room.policy.seen };
}

/** Whose press is awaited, for talk to flow through the relay. */
function awaits(room: Room): PolicyInForce["awaits"] {
  const { own, other } = room.policy;
  if (room.session === null) return null;
  if (!isAgreed(room)) return room.role === "initiator" ? "self" : "other";
  if (own.path === "direct" && other.path === "any") return "self";
  return own.path === "any" && other.path === "direct" ? "other" : null;
}
