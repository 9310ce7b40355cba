/*
 * When fresh keys are exchanged, and on which path (spec/pair.md 7). Core makes and checks the messages.
 *
 *     I:  idle ──begin──> making ──made──> ready ──trigger──> asked (rk1, again every 2 s) ──rk2──> idle, epoch e+1
 *          ^                                 └──no path to wait for: its secret is erased──> idle
 *     R:  any ──rk1──> answers in e, speaks in e+1
 *
 * I makes and seals rk1 while the direct path is being opened, and sends it the instant the channel opens. That exchange
 * is *fresh* if neither message ever crossed the relay; an exchange that did is finished first, and a fresh one follows.
 */
import { KIND } from "@tacet/core";
import { LIMITS } from "../limits.ts";
import type { JobResult, Route, SessionView } from "./messages.ts";
import { rewindStream, say, seal, sendHeld } from "./outbox.ts";
import { bestRoute, directRoute, isPresent, relayRoute, talksByRelay } from "./paths.ts";
import type { Rekey, Room } from "./state.ts";
import { ask, chain, drop, stay, tell, turn } from "./turn.ts";
import type { Step } from "./turn.ts";
import { encodePass } from "@tacet/wire";

/** Takes over what the session has become, and hands its farewells out whenever they are others (spec/pair.md 8). */
export function adopt(view: SessionView): Step {
  return (room) => {
    const old = room.session?.farewells ?? [];
    const { farewells } = view;
    const same = old.length === farewells.length && old.every((one, at) => one === farewells[at]);
    const adopted = { ...room, session: view };
    return same ? turn(adopted) : tell({ event: "farewell", frames: farewells.map(encodePass) })(adopted);
  };
}

/** I's offer is out: the answer is on its way, nothing waits for this thread, and rk1 will be wanted when the channel opens. */
function comingRoute({ direct }: Room): Route | null {
  return direct.state === "opening" && direct.offered ? { path: "direct", number: direct.generation } : null;
}

const beginRekey: Step = (room) => {
  const { role, session, rekey } = room;
  if (role !== "initiator" || session === null || rekey.state !== "idle") return turn(room);
  // For the relay path it is sealed when it is sent: a relay that comes and goes must not use up the epoch's frames.
  const route = comingRoute(room) ?? directRoute(room);
  const acks = { signal: room.signal.received, talk: room.talk.received };
  const sealed = route === null ? null : { route, acks };
  return ask({ job: "rekey-begin", sealed })(withRekey(room, { state: "making" }));
};

export function onMade({ body, sealed, view }: JobResult & { did: "rekey-begin" }): Step {
  return (room) => {
    const made = { state: "ready", body, sealed, crossedRelay: false, repeatAtMs: room.nowMs } as const;
    return chain(withRekey(room, made), adopt(view));
  };
}

/** The path it was made for is given up before rk1 was sent: a secret does not lie waiting for another (spec/pair.md 7). */
const abandonRekey: Step = (room) =>
  ask({ job: "rekey-abandon" })(
    withRekey(room, { state: "idle", body: new Uint8Array(0), sealed: null, repeatAtMs: null }),
  );

/** Begins, sends or repeats what is due. R has nothing to send but its wish. */
export const settleRekey: Step = (room) => {
  if (room.session === null) return turn(room);
  if (room.role === "responder") return askForRekey(room);
  const { state, repeatAtMs } = room.rekey;
  const due = !isStale(room) && isTriggered(room) && rk1Route(room) !== null;
  if (state === "idle") return due || comingRoute(room) !== null ? beginRekey(room) : turn(room);
  if (state === "ready" && !due) return isAwaited(room) ? turn(room) : chain(room, abandonRekey, settleRekey);
  if (state === "making" || repeatAtMs === null || room.nowMs < repeatAtMs) return turn(room);
  return sendRk1(room);
};

/** The path that rk1 was made for is neither open nor being opened: no other occasion takes its secret (spec/pair.md 7). */
function isStale(room: Room): boolean {
  const { sealed } = room.rekey;
  return sealed !== null && !isAwaited(room) && sealed.route.number !== directRoute(room)?.number;
}

/** Whether the very path that rk1 was made for is still being opened. */
function isAwaited(room: Room): boolean {
  const { sealed } = room.rekey;
  return sealed !== null && sealed.route.number === comingRoute(room)?.number;
}

/**
 * On the direct path if it is open. On the relay path where talk takes it, when the epoch runs out of frames, and when rk1 went out on a direct path that
 * is gone: R may speak in e+1 already, and without rk2 nothing it says could be opened, the next answer for a direct path among it.
 */
function rk1Route(room: Room): Route | null {
  const byRelay = room.rekey.state === "asked" || room.rekey.wanted || isUsedUp(room) || talksByRelay(room);
  return directRoute(room) ?? (byRelay ? relayRoute(room) : null);
}

const sendRk1: Step = (room) => {
  const route = rk1Route(room);
  if (route === null) return turn(room);
  const { sealed } = room.rekey;
  const asked = withRekey(room, {
    state: "asked",
    sealed: null,
    repeatAtMs: room.nowMs + LIMITS.rekeyRepeatMs,
    crossedRelay: room.rekey.crossedRelay || route.path === "relay",
  });
  const block =
    sealed?.route.path === route.path && sealed.route.number === route.number ? sealed.block : null;
  return block === null ? say(route, KIND.rk1, room.rekey.body)(asked) : sendHeld(route, block)(asked);
};

/** The channel has opened: rk1 goes, or goes again, at once. */
export const rekeyNow: Step = (room) => chain(room, beginRekey, repeatRk1);

/** An rk1 that is out goes again on whatever path there is now. */
export const repeatRk1: Step = (room) => settleRekey(withRekey(room, { repeatAtMs: room.nowMs }));

function isTriggered(room: Room): boolean {
  const { rekey, nowMs, direct } = room;
  const opened = direct.state === "open" && direct.freshEpoch === null;
  const old = rekey.talked && nowMs - rekey.lastMs >= LIMITS.rekeyAfterMs;
  return opened || rekey.wanted || old || isUsedUp(room);
}

function isUsedUp({ session }: Room): boolean {
  const frames = Math.max(session?.framesSent ?? 0, session?.framesReceived ?? 0);
  return frames >= LIMITS.rekeyAfterFrames;
}

/** R: the epoch is old or nearly used up, and I has not noticed. */
const askForRekey: Step = (room) => {
  const { rekey, nowMs } = room;
  const old = rekey.talked && nowMs - rekey.lastMs >= LIMITS.rekeyAfterMs;
  const route = bestRoute(room);
  if ((!old && !isUsedUp(room)) || nowMs < rekey.pleaseAtMs || route === null) return turn(room);
  return say(route, KIND.rekeyPlease)(withRekey(room, { pleaseAtMs: nowMs + LIMITS.rekeyPleaseRepeatMs }));
};

/** I: R asks. A wish right after an exchange is not granted, so that R cannot make I exchange without end. */
export const onRekeyPlease: Step = (room) => {
  const early = room.nowMs - room.rekey.lastMs < LIMITS.rekeyPleaseRepeatMs;
  return room.role === "initiator" && !early ? turn(withRekey(room, { wanted: true })) : drop(room);
};

/** R: rk1 came. Core answers it, once for each epoch and again for a repeated one. */
export function onRk1(route: Route, body: Uint8Array): Step {
  return (room) => (room.role === "responder" ? ask({ job: "rekey-answer", route, body })(room) : drop(room));
}

export function onAnswered(result: JobResult & { did: "rekey-answer" }): Step {
  return (room) => {
    const { answer, route } = result;
    if (answer === null) return drop(room);
    const { epoch } = answer.view;
    const again = room.rekey.answeredEpoch === epoch;
    const byRelay = (again && room.rekey.answeredByRelay) || route.path === "relay";
    const answered = withRekey(room, {
      answeredEpoch: epoch,
      answeredByRelay: byRelay,
      ...(again ? {} : { lastMs: room.nowMs, talked: false }),
    });
    return chain(
      answered,
      adopt(answer.view),
      seal(
        route,
        { kind: KIND.rk2, order: 0, id: new Uint8Array(16), body: answer.body },
        { previousEpoch: true },
      ),
      byRelay ? stay : refresh(route, epoch),
    );
  };
}

/** I: rk2 came. */
export function onRk2(route: Route, body: Uint8Array): Step {
  return (room) =>
    room.role === "initiator" && room.rekey.state === "asked"
      ? ask({ job: "rekey-finish", route, body, nowMs: room.nowMs })(room)
      : drop(room);
}

export function onFinished(result: JobResult & { did: "rekey-finish" }): Step {
  return (room) => {
    const { view, route } = result;
    if (view === null) return drop(room);
    const fresh = !room.rekey.crossedRelay;
    const idle = withRekey(room, {
      state: "idle",
      body: new Uint8Array(0),
      repeatAtMs: null,
      wanted: false,
      talked: false,
      lastMs: room.nowMs,
    });
    return chain(idle, adopt(view), fresh ? refresh(route, view.epoch) : stay);
  };
}

/** The exchange on the present channel is done: talk may flow on it, and a first frame of the new epoch says so. */
function refresh(route: Route, epoch: number): Step {
  return (room) => {
    if (route.path !== "direct" || !isPresent(room, route)) return turn(room);
    const first = room.direct.freshEpoch === null;
    const fresh = { ...room, direct: { ...room.direct, freshEpoch: room.direct.freshEpoch ?? epoch } };
    return chain(fresh, say(route, KIND.heartbeat), first ? rewindStream("talk") : stay);
  };
}

function withRekey(room: Room, change: Partial<Rekey>): Room {
  return { ...room, rekey: { ...room.rekey, ...change } };
}
