/* The way of a member's sockets to the relay: dialling, the relay's door, and what a hostile relay does to its frames. */
import type { Dialled, PageEnd } from "../page-socket.ts";
import { createLine, type Item, type Line, type LineEnd } from "../line.ts";
import type { Outward } from "../relay-socket.ts";
import type { Ground } from "./ground.ts";

export interface Way {
  /** The connection that its newest socket has. */
  line: Line | null;
  /** What it dials is never answered. */
  away: boolean;
  /** Which room a relay shows it that shows several. */
  view: number | null;
}

const NO_STATUS = 1005;
const DELAY = { leastMs: 20, jitterMs: 60 };

export function dialler(
  ground: Ground,
  name: string,
  way: Way,
  deliver: (run: () => void) => void,
): (end: PageEnd) => Dialled {
  const { world, dice } = ground;
  return (page) => {
    let relayEnd: LineEnd | null = null;
    let closed = false;
    const broken = (): void => {
      deliver(() => {
        page.broken();
      });
    };
    const take = (item: Item): void => {
      deliver(() => {
        page.take(item);
      });
    };
    const right: LineEnd = {
      take: (item) => {
        if (item.kind === "message") ground.crossed(item.bytes);
        relayEnd?.take(item);
      },
      broken: () => relayEnd?.broken(),
    };
    const line = createLine({ world, dice, delay: DELAY, ends: { left: { take, broken }, right } });
    const arrive = (): void => {
      if (closed || !line.alive()) return;
      relayEnd = ground.relay.accept(name, outwardOf(ground, name, line));
      world.after(DELAY.leastMs, () => {
        if (relayEnd === null) broken();
        else if (line.alive())
          deliver(() => {
            page.opened();
          });
      });
    };
    // TCP and TLS before the upgrade.
    if (!way.away) world.after(3 * DELAY.leastMs, arrive);
    return {
      send: (bytes) => {
        way.line = line;
        line.send("right", { kind: "message", bytes });
      },
      close: (code) => {
        if (closed) return;
        closed = true;
        line.send("right", { kind: "close", code: code ?? NO_STATUS });
      },
      bufferedBytes: () => line.waitingBytes("right"),
    };
  };
}

function outwardOf(ground: Ground, name: string, line: Line): Outward {
  const { world, dice } = ground;
  return {
    send: (bytes, left) => {
      ground.crossed(bytes);
      const frames = ground.toMember(name, bytes.slice());
      if (frames.length === 0) world.after(0, left);
      for (const [at, frame] of frames.entries())
        line.send("left", { kind: "message", bytes: frame }, at === 0 ? left : undefined);
    },
    close: (code) => {
      line.send("left", { kind: "close", code });
    },
    breakOff: () => {
      line.cut({ left: dice.below(200), right: null });
    },
    bufferedBytes: () => line.waitingBytes("left"),
    after: (ms, run) => {
      world.after(ms, run);
    },
  };
}
