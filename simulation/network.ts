/* The way of a page's sockets to the relay: dialling, the relay's door, and whoever sits between and reads along (the invariants, the hostile relay). */
import type { Dialled, PageEnd } from "./page-socket.ts";
import type { Delay, Item, Line, LineEnd } from "./line.ts";
import { createLine } from "./line.ts";
import type { Ledger } from "./ledger.ts";
import type { Outward } from "./relay-socket.ts";
import type { Stage } from "./stage.ts";

/** What a page has of the network. */
export interface Wiring {
  readonly address: string;
  readonly delay: Delay;
  /** The connection that its newest socket has. */
  line: Line | null;
  /** The network is not there for this page: what it dials is never answered. */
  away: boolean;
  /** Its last first frames, which somebody dishonest could show again. */
  readonly admits: Uint8Array[];
}

/** Whether the relay has seated this very socket. */
interface Seat {
  held: boolean;
}

interface Dialling {
  readonly wiring: Wiring;
  readonly ledger: Ledger;
  readonly deliver: (run: () => void) => void;
}

const ADMIT = 1;
/** `leave` and `burn`. */
const ENDING: readonly number[] = [2, 3];
const WELCOME = 129;
const NO_STATUS = 1005;
const ADMITS_MAX = 8;

export function dialler(stage: Stage, dialling: Dialling): (end: PageEnd) => Dialled {
  const { world, dice } = stage;
  const { wiring, ledger, deliver } = dialling;
  return (page) => {
    const { away, delay } = wiring;
    let relayEnd: LineEnd | null = null;
    let closed = false;
    const line = createLine({
      world,
      dice,
      delay,
      ends: {
        left: pageEnd(stage, dialling, page, () => unseat()),
        right: { take: (item) => relayEnd?.take(item), broken: () => relayEnd?.broken() },
      },
    });
    /** One that has been followed by another seats nobody. */
    const unseat = (): void => {
      if (wiring.line === line) ledger.unseatedSinceMs ??= world.nowMs();
    };
    const refuse = (): void => {
      deliver(() => {
        page.broken();
      });
    };
    const arrive = (): void => {
      if (closed || !line.alive()) return;
      const seat: Seat = { held: false };
      relayEnd = stage.relay.accept(wiring.address, outwardOf(stage, dialling, line, seat));
      if (relayEnd === null) world.after(delay.leastMs, refuse);
      else {
        relayEnd = tapped(stage, dialling, relayEnd, seat);
        world.after(delay.leastMs, () => {
          if (line.alive())
            deliver(() => {
              page.opened();
            });
        });
      }
    };
    // TCP and TLS before the upgrade.
    if (!away) world.after(3 * delay.leastMs, arrive);
    return {
      send: (bytes) => {
        // One on which nothing is said is a spare one.
        wiring.line = line;
        line.send("right", { kind: "message", bytes });
      },
      close: (code) => {
        if (closed) return;
        closed = true;
        unseat();
        line.send("right", { kind: "close", code: code ?? NO_STATUS });
      },
      bufferedBytes: () => line.waitingBytes("right"),
    };
  };
}

/** What arrives at the page. */
function pageEnd(
  { trace }: Stage,
  { ledger, deliver }: Dialling,
  page: PageEnd,
  unseat: () => void,
): LineEnd {
  return {
    take: (item) => {
      if (item.kind === "message") {
        trace.note(ledger.name, `takes ${String(item.bytes[0])}`, item.bytes);
        if (item.bytes[0] === WELCOME) ledger.unseatedSinceMs = null;
      }
      deliver(() => {
        page.take(item);
      });
    },
    broken: () => {
      trace.note(ledger.name, "its socket broke");
      unseat();
      deliver(() => {
        page.broken();
      });
    },
  };
}

/** What arrives at the relay, read by the invariants first. */
function tapped(
  { trace, watch, relay, place }: Stage,
  { ledger, wiring }: Dialling,
  inner: LineEnd,
  seat: Seat,
): LineEnd {
  return {
    take: (item: Item) => {
      if (item.kind === "message") {
        trace.note("relay", `takes ${String(item.bytes[0])} of ${ledger.name}`, item.bytes);
        watch.toRelay(item.bytes);
        if (item.bytes[0] === ADMIT) {
          wiring.admits.push(item.bytes.slice());
          if (wiring.admits.length > ADMITS_MAX) wiring.admits.shift();
        }
      } else trace.note("relay", `a socket of ${ledger.name} is closed with ${String(item.code)}`);
      // In a return room a guest ends its own place alone, or none.
      const mayEnd = seat.held && (ledger.role === "creator" || !place.rejoin);
      const ends = mayEnd && item.kind === "message" && ENDING.includes(item.bytes[0] ?? 0);
      inner.take(item);
      if (ends && relay.look()?.contents.rooms.length !== 0)
        watch.say("I6", `the room outlives the end that ${ledger.name} asked for`);
    },
    broken: () => {
      trace.note("relay", `a socket of ${ledger.name} broke`);
      inner.broken();
    },
  };
}

/** What the relay does to the socket; a hostile one puts its tricks between. */
function outwardOf(stage: Stage, { ledger }: Dialling, line: Line, seat: Seat): Outward {
  const { world, watch, middle } = stage;
  const out = (to: Line, gone?: () => void) => (bytes: Uint8Array, afterMs: number) => {
    const send = (): void => {
      to.send("left", { kind: "message", bytes }, gone);
    };
    if (afterMs === 0) send();
    else world.after(afterMs, send);
  };
  return {
    send: (bytes, gone) => {
      watch.fromRelay(ledger, bytes);
      if (bytes[0] === WELCOME) seat.held = true;
      const other = watch.partnerOf(ledger);
      const back = stage.actors.find((actor) => actor.ledger === other)?.line ?? line;
      middle.carry(bytes.slice(), out(line, gone), out(back));
    },
    close: (code) => {
      seat.held = false;
      line.send("left", { kind: "close", code });
    },
    breakOff: () => {
      seat.held = false;
      line.cut({ left: stage.dice.below(200), right: null });
    },
    bufferedBytes: () => line.waitingBytes("left"),
    after: (ms, run) => {
      world.after(ms, run);
    },
  };
}
