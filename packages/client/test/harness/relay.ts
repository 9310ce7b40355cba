/*
 * A blind relay in memory: enough of spec/relay.md for two clients, on the real frame codec, with a record of everything that crossed it.
 * The relay package has its own tests; this one exists to be cut, restarted and made to misbehave on a virtual clock.
 */
import { admission, base64url, equal } from "@tacet/core";
import { decodeToRelay, encodeFromRelay } from "@tacet/wire";
import type { FromRelay, RoomAnswer, RoomRequest, ToRelay } from "@tacet/wire";
import type { SocketCommand, SocketEvent } from "../../src/ports.ts";
import type { Dice } from "./random.ts";
import { count, createWire } from "./wire.ts";
import type { Weather, Wire } from "./wire.ts";
import type { World } from "./world.ts";

export interface MemoryRelay {
  readonly crossed: Uint8Array[];
  createRoom(request: RoomRequest): RoomAnswer;
  /** A socket port for one client. */
  attach(emit: (event: SocketEvent) => void): (command: SocketCommand) => void;
  /** Cuts every socket without a word; clients come back by themselves. */
  cut(): void;
  /** One seat's socket is closed with status 1001: whoever holds it may live, and comes back then (spec/relay.md 5). */
  goAway(seat: 0 | 1): void;
  /** One seat's socket was not heard for too long: it is closed. */
  lose(seat: 0 | 1): void;
  /** Forgets every room and socket; a ticket re-opens one (spec/relay.md 6). */
  restart(): void;
  readonly alive: () => boolean;
}

interface Room {
  readonly admission: Uint8Array;
  readonly seats: (Uint8Array | null)[];
  readonly sockets: (Socket | null)[];
  readonly endsMs: number;
}

interface Socket {
  seat: number | null;
  going: boolean;
  readonly say: (frame: FromRelay) => void;
  readonly close: () => void;
}

const GRACE_SECONDS = 300;
const GOING_MS = 10_000;

export function createMemoryRelay(
  world: World,
  dice: Dice,
  weather: Weather,
  graceSeconds = GRACE_SECONDS,
): MemoryRelay {
  const crossed: Uint8Array[] = [];
  let room: Room | null = null;
  /** What a ticket would say: here the relay remembers it in its clients' stead. */
  let ticketed: Room | null = null;
  const sockets = new Set<Socket>();

  const otherOf = (seat: number): Socket | null => room?.sockets[1 - seat] ?? null;
  const presenceFor = (seat: number): "never" | "away" | "present" => {
    if (otherOf(seat) !== null) return "present";
    return (room?.seats[1 - seat] ?? null) === null ? "never" : "away";
  };
  const endRoom = (reason: "left" | "burned" | "expired"): void => {
    for (const socket of room?.sockets ?? []) socket?.say({ kind: "ended", reason });
    room = null;
    ticketed = null;
    for (const socket of sockets) socket.close();
  };
  const seatOf = (frame: ToRelay & { kind: "admit" }, found: Room): number | "used" | null => {
    const hash = admission.seatHash(frame.seatSecret);
    const known = found.seats.findIndex((seat) => seat !== null && equal(seat, hash));
    if (known >= 0) return known;
    if (frame.mode !== "enter" || !equal(admission.hash(frame.token), found.admission)) return null;
    if (found.seats[1] !== null) return "used";
    found.seats[1] = hash;
    return 1;
  };
  const admit = (socket: Socket, frame: ToRelay & { kind: "admit" }): void => {
    if (room === null && ticketed !== null && frame.ticket.length > 0) room = ticketed;
    const seat = room === null ? null : seatOf(frame, room);
    if (room === null || seat === null || seat === "used") {
      socket.say({ kind: "refused", code: seat === "used" ? "used" : "absent" });
      return;
    }
    socket.seat = seat;
    room.sockets[seat] = socket;
    socket.say({
      kind: "welcome",
      seat: seat === 0 ? 0 : 1,
      timeLeftMs: Math.max(0, Math.round(room.endsMs - world.nowMs())),
      graceSeconds,
      directFileBytesMax: 0,
      relayedFileBytesMax: 16_777_216,
      other: presenceFor(seat),
      ticket: Uint8Array.of(1, 2, 3),
      stun: ["stun:relay.test:3478"],
    });
    otherOf(seat)?.say({ kind: "presence", other: "present" });
  };
  const onFrame = (socket: Socket, bytes: Uint8Array): void => {
    const frame = read(bytes);
    if (frame === null || !sockets.has(socket)) return;
    if (frame.kind === "admit") admit(socket, frame);
    else if (socket.seat === null || room === null) return;
    else if (frame.kind === "pass") otherOf(socket.seat)?.say(frame);
    else if (frame.kind === "leave") endRoom("left");
    else if (frame.kind === "burn") endRoom("burned");
  };
  const gone = (socket: Socket): void => {
    sockets.delete(socket);
    if (room === null || socket.seat === null || room.sockets[socket.seat] !== socket) return;
    room.sockets[socket.seat] = null;
    otherOf(socket.seat)?.say({ kind: "presence", other: socket.going ? "going" : "away" });
    if (socket.going) waitForReturn(room, socket.seat);
  };
  const waitForReturn = (of: Room, seat: number): void => {
    world.after(GOING_MS, () => {
      if (room === of && room.sockets[seat] === null) endRoom("left");
    });
  };

  return {
    crossed,
    alive: () => room !== null,
    createRoom: (request) => {
      const ttlSeconds = request.ttl_seconds ?? 900;
      room = {
        admission: decoded(request.admission),
        seats: [decoded(request.seat), null],
        sockets: [null, null],
        endsMs: world.nowMs() + ttlSeconds * 1000,
      };
      ticketed = room;
      world.after(ttlSeconds * 1000, () => {
        endRoom("expired");
      });
      return {
        room_id: base64url.encode(new Uint8Array(16).fill(7)),
        expires_at: Math.floor(world.wallMs() / 1000) + ttlSeconds,
        ticket: base64url.encode(Uint8Array.of(1, 2, 3)),
        ice_servers: [{ urls: "stun:relay.test:3478" }],
        limits: { ttl_seconds: ttlSeconds, grace_seconds: graceSeconds, frame_bytes: 65_536 },
      };
    },
    attach: (emit) => attachSocket({ world, dice, weather, crossed, sockets, emit, onFrame, gone }),
    cut: () => {
      count(weather, "cut");
      for (const socket of sockets) socket.close();
    },
    goAway: (seat) => {
      const socket = room?.sockets[seat] ?? null;
      if (socket === null) return;
      count(weather, "going");
      socket.going = true;
      socket.close();
    },
    lose: (seat) => {
      room?.sockets[seat]?.close();
    },
    restart: () => {
      count(weather, "restart");
      for (const socket of sockets) socket.close();
      room = null;
    },
  };
}

function attachSocket(of: {
  world: World;
  dice: Dice;
  weather: Weather;
  crossed: Uint8Array[];
  sockets: Set<Socket>;
  emit: (event: SocketEvent) => void;
  onFrame: (socket: Socket, bytes: Uint8Array) => void;
  gone: (socket: Socket) => void;
}): (command: SocketCommand) => void {
  let present: {
    connection: number;
    up: Wire;
    open: boolean;
    first: Uint8Array | null;
    close: () => void;
  } | null = null;
  const open = (connection: number): void => {
    const { world, dice, weather, emit } = of;
    const record = (bytes: Uint8Array): void => {
      of.crossed.push(bytes.slice());
    };
    const toClient = (bytes: Uint8Array): void => {
      emit({ on: "received", connection, bytes });
    };
    const down = createWire(world, dice, weather, { arrive: toClient, reflect: () => undefined });
    const close = (): void => {
      if (!of.sockets.has(socket)) return;
      of.gone(socket);
      // What was said before the closing still arrives before it.
      world.after(10, () => {
        down.cut();
        emit({ on: "closed", connection });
      });
    };
    const socket: Socket = {
      seat: null,
      going: false,
      close,
      say: (frame) => {
        const bytes = encodeFromRelay(frame);
        record(bytes);
        // Faults are for what is sealed: a relay that misstates its own frames is the hostile relay's test.
        if (frame.kind === "pass") down.carry(bytes);
        else
          world.after(5, () => {
            toClient(bytes);
          });
      },
    };
    const up = createWire(world, dice, weather, {
      arrive: (bytes) => {
        record(bytes);
        of.onFrame(socket, bytes);
      },
      reflect: toClient,
    });
    of.sockets.add(socket);
    const mine = { connection, up, open: false, first: null as Uint8Array | null, close };
    present = mine;
    world.after(5, () => {
      mine.open = true;
      if (mine.first !== null) sendUp(up, mine.first, of);
      emit({ on: "opened", connection });
    });
  };
  return (command) => {
    if (command.do === "open") open(command.connection);
    else if (command.do === "reach" || present?.connection !== command.connection) return;
    else if (command.do === "send" && !present.open) present.first ??= command.bytes;
    else if (command.do === "send") sendUp(present.up, command.bytes, of);
    else {
      const { close } = present;
      // A socket that is closed in order still delivers what it was given.
      of.world.after(6, close);
    }
  };
}

/** Faults touch `pass` frames only: WebSocket control frames are reliable, or the socket is cut. */
function sendUp(up: Wire, bytes: Uint8Array, of: { weather: Weather }): void {
  if (bytes[0] === 16) {
    up.carry(bytes);
    return;
  }
  const { rate } = of.weather;
  of.weather.rate = 0;
  up.carry(bytes);
  of.weather.rate = rate;
}

function read(bytes: Uint8Array): ToRelay | null {
  try {
    return decodeToRelay(bytes);
  } catch {
    return null;
  }
}

function decoded(text: string): Uint8Array {
  return base64url.decode(text) ?? new Uint8Array(0);
}
