import { decodeToRelay, encodeFromRelay, encodePass } from "@tacet/wire";
import type { Direction, Meddle, Passing, Proxy } from "./proxy.ts";

/*
 * What a relay can do that has turned against the people it serves. Each function makes one such relay, for one room whose creator
 * opens the first socket. It holds what any relay holds: the frames, and no invitation.
 */

const PASS = 16;
const HANDSHAKE = 1;
const M1_M2_BYTES = 4096;
const M3_BYTES = 256;

type Message = "m1" | "m2" | "m3" | "other";

/** Tells the messages of the handshake apart as a relay can: by who sends them, and by their size. */
export function messageOf({ direction, socket, bytes }: Passing): Message {
  if (direction !== "up" || bytes[0] !== PASS || bytes[1] !== HANDSHAKE) return "other";
  if (bytes.length === M3_BYTES) return "m3";
  if (bytes.length !== M1_M2_BYTES) return "other";
  return socket === 0 ? "m1" : "m2";
}

function isPass({ bytes }: Passing): boolean {
  return bytes[0] === PASS;
}

/** Flips one bit of each such message, at a place that moves through the block: salt, sealed fields, tag. */
export function flips(which: (passing: Passing) => boolean): Meddle {
  let turn = 0;
  return (passing) => {
    if (!which(passing)) return undefined;
    const bytes = Uint8Array.from(passing.bytes);
    const places = [2, bytes.length - 1, bytes.length - 17, 40, 1_000, 2_600];
    const at = (places[turn % places.length] ?? 2) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (turn % 8));
    turn += 1;
    return [bytes];
  };
}

export function loses(which: (passing: Passing) => boolean): Meddle {
  return (passing) => (which(passing) ? [] : undefined);
}

/** Every handshake message goes back to the one who sent it. */
export function reflects(): Meddle {
  return (passing, proxy) => {
    if (messageOf(passing) === "other") return undefined;
    proxy.inject(passing.socket, "down", passing.bytes);
    return [];
  };
}

/** Cut to the next smaller class, so that the frame is one still. */
export function truncates(): Meddle {
  return (passing) => {
    const message = messageOf(passing);
    return message === "m1" || message === "m2" ? [passing.bytes.slice(0, 1024)] : undefined;
  };
}

/** Random blocks in place of what was said: the right size, and nothing that opens. */
export function replacesBy(random: (length: number) => Uint8Array): Meddle {
  return (passing) =>
    messageOf(passing) === "other"
      ? undefined
      : [encodePass(Uint8Array.of(HANDSHAKE, ...random(passing.bytes.length - 2)))];
}

/** Says everything twice, repeats something old with everything new, and lets neighbours change places. */
export function muddles(): Meddle {
  const seen = new Map<string, Uint8Array[]>();
  const held = new Map<string, Uint8Array>();
  return (passing, proxy) => {
    if (!isPass(passing)) return undefined;
    const { socket, direction, bytes } = passing;
    const way = `${socket} ${direction}`;
    const past = seen.get(way) ?? [];
    seen.set(way, [...past, bytes]);
    const old = past[Math.floor(past.length / 2)];
    const before = held.get(way);
    if (before === undefined && past.length % 3 === 2) {
      held.set(way, bytes);
      setTimeout(() => {
        if (held.get(way) === bytes) release(proxy, socket, direction);
      }, 40);
      return [];
    }
    held.delete(way);
    return [bytes, ...(before === undefined ? [] : [before]), bytes, ...(old === undefined ? [] : [old])];
  };

  function release(proxy: Proxy, socket: number, direction: Direction): void {
    const way = `${socket} ${direction}`;
    const bytes = held.get(way);
    held.delete(way);
    if (bytes !== undefined) proxy.inject(socket, direction, bytes);
  }
}

/** The first copy of each handshake message never arrives. */
export function losesFirstCopies(): Meddle {
  const seen = new Set<string>();
  return (passing) => {
    if (messageOf(passing) === "other") return undefined;
    const name = Buffer.from(passing.bytes).toString("base64");
    if (seen.has(name)) return undefined;
    seen.add(name);
    return [];
  };
}

/** What is said in one of two rooms is carried into the other: sockets 0 and 1 are one room, 2 and 3 the other. */
export function crossesRooms(): Meddle {
  return (passing, proxy) => {
    if (passing.direction !== "up" || !isPass(passing)) return undefined;
    const other = [3, 2, 1, 0][passing.socket];
    if (other !== undefined) proxy.inject(other, "down", passing.bytes);
    return [];
  };
}

/**
 * Lets a third one in where the seat is taken: its admission is kept from the true relay, it is welcomed with the guest's own
 * welcome, hears the m1 that was recorded, and what it answers is carried to the creator.
 */
export function reopensSeat(): Meddle {
  return (passing, proxy) => {
    if (passing.socket < 2 || passing.direction !== "up") return undefined;
    if (isPass(passing)) {
      proxy.inject(0, "down", passing.bytes);
      return [];
    }
    if (decodeToRelay(passing.bytes).kind !== "admit") return [];
    const welcome = proxy.frames.find(
      ({ socket, direction, bytes }) => socket === 1 && direction === "down" && bytes[0] === 129,
    );
    const m1 = proxy.frames.find((frame) => messageOf(frame) === "m1");
    if (welcome === undefined || m1 === undefined) throw new Error("There is no earlier guest to copy.");
    for (const bytes of [welcome.bytes, encodeFromRelay({ kind: "presence", other: "present" }), m1.bytes]) {
      proxy.inject(passing.socket, "down", bytes);
    }
    return [];
  };
}
