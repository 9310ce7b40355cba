/*
 * What lies between a device and all others. It can be cut in silence, as a cable or a tunnel does it: nobody is told, what is sent waits in the
 * system, and a connection that is being opened asks again after 1, 3 and 7 s. The browser doubts a direct path after 5 s and gives it up
 * after 15; the relay gives a socket up after 40.
 */
import type { PeerCommand, PeerEvent, SocketCommand, SocketEvent } from "../../src/ports.ts";
import type { World } from "./world.ts";

export type Side = 0 | 1;

export interface Network {
  cut(side: Side): void;
  mend(side: Side): void;
  /** The device is in another network from now on: every socket that it has is dead and is not told. */
  move(side: Side): void;
  socket(side: Side, attach: Attach<SocketEvent, SocketCommand>): Attach<SocketEvent, SocketCommand>;
  peer(side: Side, attach: Attach<PeerEvent, PeerCommand>): Attach<PeerEvent, PeerCommand>;
}

type Attach<Event, Command> = (emit: (event: Event) => void) => (command: Command) => void;

const DOUBTED_MS = 5000;
const FAILED_MS = 15_000;
const SILENT_MS = 40_000;
const AGAIN_MS = [1000, 2000, 4000];
/** What the browser's own stack needs to go on over a path that is back. */
const RESUMED_MS = 200;
/** The system asks again on a socket so long after the line fell silent, and each time after twice as long (RFC 6298). */
const ASKED_AGAIN_MS = 200;

interface Line {
  isDown: boolean;
  downAtMs: number;
  /** What goes on over the direct path when the line is back, in its order. */
  readonly waiting: (() => void)[];
  /** Who wants to know that it is. */
  readonly mended: (() => void)[];
  /** How often it came into another network. */
  moves: number;
}

/** @param lose says to the relay that it has not heard a seat for too long */
export function createNetwork(world: World, lose: (side: Side) => void): Network {
  const lines: readonly [Line, Line] = [
    { isDown: false, downAtMs: 0, waiting: [], mended: [], moves: 0 },
    { isDown: false, downAtMs: 0, waiting: [], mended: [], moves: 0 },
  ];
  const peers: ((state: "connected" | "disconnected" | "failed") => void)[] = [];
  const isDead = (): boolean => lines.some(({ isDown }) => isDown);
  const whenDead = (ms: number, since: Line, run: () => void): void => {
    const { downAtMs } = since;
    world.after(ms, () => {
      if (since.isDown && since.downAtMs === downAtMs) run();
    });
  };
  return {
    cut: (side) => {
      const line = lines[side];
      line.isDown = true;
      line.downAtMs = world.nowMs();
      whenDead(DOUBTED_MS, line, () => {
        for (const tell of peers) tell("disconnected");
      });
      whenDead(FAILED_MS, line, () => {
        for (const tell of peers) tell("failed");
      });
      whenDead(SILENT_MS, line, () => {
        lose(side);
      });
    },
    mend: (side) => {
      const line = lines[side];
      line.isDown = false;
      for (const run of line.waiting.splice(0)) world.after(RESUMED_MS, run);
      for (const tell of line.mended) tell();
      world.after(RESUMED_MS, () => {
        if (!isDead()) for (const tell of peers) tell("connected");
      });
    },
    move: (side) => {
      lines[side].moves += 1;
    },
    socket: (side, attach) => (emit) => attachSocket(world, lines[side], attach, emit),
    peer: (_side, attach) => (emit) => attachPeer(lines, attach, emit, (tell) => peers.push(tell)),
  };
}

/** How long after its end a silence of so long is over for a socket that had something to send. */
function askedAgainMs(silentMs: number): number {
  let dueMs = ASKED_AGAIN_MS;
  for (let nextMs = ASKED_AGAIN_MS; dueMs < silentMs; dueMs += nextMs) nextMs *= 2;
  return dueMs - silentMs;
}

function attachSocket(
  world: World,
  line: Line,
  attach: Attach<SocketEvent, SocketCommand>,
  emit: (event: SocketEvent) => void,
): (command: SocketCommand) => void {
  let present = 0;
  let reached = 0;
  let first: SocketCommand[] = [];
  let moves = line.moves;
  let spare = 0;
  let waiting: (() => void)[] = [];
  let waitingSinceMs = 0;
  const wait = (run: () => void): void => {
    if (moves !== line.moves) return;
    if (!line.isDown && waiting.length === 0) {
      run();
      return;
    }
    if (waiting.length === 0) waitingSinceMs = world.nowMs();
    waiting.push(run);
  };
  line.mended.push(() => {
    const mine = waiting;
    if (mine.length === 0) return;
    world.after(askedAgainMs(world.nowMs() - waitingSinceMs), () => {
      if (line.isDown || mine !== waiting) return;
      waiting = [];
      for (const run of mine) run();
    });
  });
  const inner = attach((event) => {
    wait(() => {
      if (event.connection === present) emit(event);
    });
  });
  const open = (command: SocketCommand, tries: number): void => {
    if (command.connection !== present) return;
    if (line.isDown) {
      const againMs = AGAIN_MS[tries];
      if (againMs !== undefined) world.after(againMs, () => open(command, tries + 1));
      return;
    }
    reached = command.connection;
    moves = line.moves;
    waiting = [];
    for (const each of [command, ...first.splice(0)]) inner(each);
  };
  /** Beside the present one, which hears nothing of it: the present one's own frame would close it. */
  const reach = (number: number, connection: number, tries: number): void => {
    if (number !== spare || connection !== present) return;
    const againMs = line.isDown ? AGAIN_MS[tries] : undefined;
    if (againMs !== undefined) world.after(againMs, () => reach(number, connection, tries + 1));
    else if (!line.isDown) emit({ on: "reached", connection });
  };
  return (command) => {
    if (command.do === "reach") {
      spare += 1;
      reach(spare, command.connection, 0);
    } else if (command.do === "open") {
      present = command.connection;
      first = [];
      open(command, 0);
    } else if (command.connection !== present) return;
    else if (command.do === "close") present = 0;
    else if (reached !== present) first.push(command);
    else {
      wait(() => {
        if (command.connection === present) inner(command);
      });
      return;
    }
    if (command.do === "close" && !line.isDown) inner(command);
  };
}

/** The browser's own stack carries on over a path that is back, and says what it thinks of it. */
function attachPeer(
  lines: readonly [Line, Line],
  attach: Attach<PeerEvent, PeerCommand>,
  emit: (event: PeerEvent) => void,
  listen: (tell: (state: "connected" | "disconnected" | "failed") => void) => void,
): (command: PeerCommand) => void {
  let opened = 0;
  const inner = attach((event) => {
    const dead = lines.find(({ isDown }) => isDown);
    const carried = event.on === "received" || event.on === "opened";
    const run = (): void => {
      if (event.on === "opened") opened = event.generation;
      emit(event);
    };
    if (dead !== undefined && carried) dead.waiting.push(run);
    else if (dead === undefined || event.on !== "state") run();
  });
  listen((state) => {
    if (opened > 0) emit({ on: "state", generation: opened, state });
  });
  return (command) => {
    if (command.do === "close" || command.do === "open") opened = 0;
    const dead = lines.find(({ isDown }) => isDown);
    if (command.do === "send" && dead !== undefined) dead.waiting.push(() => inner(command));
    else inner(command);
  };
}
