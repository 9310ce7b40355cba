/*
 * The socket of a room for many (spec/relay.md 10): as for pairs it is opened again until it stands, and says each time which number was taken last, so
 * that the relay gives what came after.
 *
 *     off ──open──> opening ──opened──> admitting ──welcome──> admitted
 *      ^               │                    │                     │
 *      └───────────────┴── closed, silent ──┴─────────────────────┘   again after 0.2 s, doubling to 1 s, later 5 s, with jitter
 */
import { group } from "@tacet/wire/group";
import type { ToGroup } from "@tacet/wire/group";
import { LIMITS } from "../limits.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { relayUrl } from "../relay-url.ts";
import { end } from "./end.ts";
import type { Link, Room } from "./state.ts";
import { ask, chain, type Step, turn } from "./turn.ts";

/** Sends a frame over the admitted socket; without one it is lost. */
export function toRelay(frame: ToGroup): Step {
  return (room) => {
    const { state, connection } = room.link;
    if (state !== "admitted") return turn(room);
    return turn(room, { to: "socket", command: { do: "send", connection, bytes: group.encodeTo(frame) } });
  };
}

/** Opens the next socket; its first frame is made while it opens. */
export const openLink: Step = (room) => {
  const connection = room.link.connection + 1;
  const { origin, ticket } = room.link;
  const opening = withLink(room, {
    state: "opening",
    connection,
    retryAtMs: null,
    openedMs: room.nowMs,
    heardMs: room.nowMs,
    downSinceMs: room.link.downSinceMs ?? room.nowMs,
  });
  const mode = room.role === "owner" || room.link.seated ? "return" : "enter";
  const last = mode === "return" ? room.order.got : 0;
  return chain(
    { ...opening, order: { ...opening.order, caughtUp: false } },
    (next) => turn(next, { to: "socket", command: { do: "open", connection, url: relayUrl(origin) } }),
    ask({ job: "admit", connection, mode, ticket, last }),
  );
};

/** The first frame is made. A socket that still opens keeps it until it is open. */
export function onAdmit(connection: number, bytes: Uint8Array): Step {
  return (room) => {
    const { state } = room.link;
    const isComing = state === "opening" || state === "admitting";
    if (connection !== room.link.connection || !isComing) return turn(room);
    return turn(room, { to: "socket", command: { do: "send", connection, bytes } });
  };
}

export const onOpened: Step = (room) =>
  turn(room.link.state === "opening" ? withLink(room, { state: "admitting" }) : room);

/** The socket is gone, or is given up: the next one follows, later each time. */
export const loseLink: Step = (room) => {
  const { link, nowMs } = room;
  if (link.state === "off") return turn(room);
  const { first, soon, last } = LIMITS.reconnectMs;
  const downSinceMs = link.downSinceMs ?? nowMs;
  const longestMs = nowMs - downSinceMs < LIMITS.soonMs ? soon : last;
  const delayMs = Math.min(Math.max(link.delayMs * 2, first), longestMs);
  // A linear congruential step: jitter spreads clients, it hides nothing.
  const jitter = (Math.imul(link.jitter, 1_664_525) + 1_013_904_223) >>> 0;
  const retryAtMs = nowMs + delayMs * (0.5 + jitter / 2 ** 33);
  return turn(withLink(room, { state: "off", delayMs, jitter, retryAtMs, downSinceMs }), {
    to: "socket",
    command: { do: "close", connection: link.connection },
  });
};

/** Opens the next socket when its time has come, gives up a silent one, and a relay that never seated us. */
export const settleLink: Step = (room) => {
  const { link, nowMs } = room;
  if (link.state !== "off") return nowMs >= linkEndsMs(room) ? loseLink(room) : turn(room);
  const isLost =
    !link.seated && link.downSinceMs !== null && nowMs - link.downSinceMs >= LIMITS.unreachableEndMs;
  if (isLost) return end("relay", "network")(room);
  return link.retryAtMs !== null && nowMs >= link.retryAtMs ? openLink(room) : turn(room);
};

/** When this socket is given up unless something comes over it, or what was sent gets its place. */
export function linkEndsMs({ link, outbox, order }: Room): number {
  if (link.state !== "admitted") return link.openedMs + LIMITS.admissionMs;
  const first = order.caughtUp ? outbox.flights.find(({ isVoid }) => !isVoid) : undefined;
  const placeMs = first === undefined ? Infinity : first.flownMs + GROUP_LIMITS.placeMs;
  return Math.min(link.heardMs + LIMITS.relaySilentMs, placeMs);
}

export function withLink(room: Room, change: Partial<Link>): Room {
  return { ...room, link: { ...room.link, ...change } };
}
