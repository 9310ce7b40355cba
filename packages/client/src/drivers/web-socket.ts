import { SUBPROTOCOL, encodeWord } from "@tacet/wire";
import { LIMITS } from "../limits.ts";
import type { SocketCommand, SocketEvent } from "../ports.ts";
import { OPEN, createEarlySocket } from "./early-socket.ts";

/** What is used of the platform's WebSocket: a browser's, or Node's global one. */
export interface WebSocketLike {
  binaryType: BinaryType;
  readonly bufferedAmount: number;
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** Frames with a block of the longest class, as pieces are (spec/relay.md 3). */
const LONG_FRAME_BYTES = 65_536;

export type WebSocketConstructor = new (url: string, protocols: string) => WebSocketLike;

/** Takes a room's socket commands, and can speak last. */
export interface WebSocketDriver {
  post(command: SocketCommand): void;
  /**
   * Opens the socket of the relay at this origin ahead of the command `open`, which takes it over; nothing is sent on it before. The answer
   * closes it, if nothing took it.
   */
  reach(origin: string): () => void;
  /** Sends frames and then `leave` (spec/relay.md 2), at once if the socket is open, else does nothing: for `pagehide`. */
  sendLast(frames: readonly Uint8Array[]): void;
}

interface Present {
  readonly connection: number;
  readonly socket: WebSocketLike;
  open: boolean;
  /** What was sent before the socket was open. */
  first: Uint8Array | null;
  /** What was told last of what waits, in bytes; null while nobody looks. */
  waiting: number | null;
}

/**
 * Carries out socket commands (spec/relay.md 1) and tells what happens through `emit`, on the same thread. One frame may be sent while
 * the socket still opens: it leaves the moment it is open; others before that are dropped. A long frame beyond
 * 1 MiB of waiting bytes is dropped, any beyond 2 MiB: the room's own resending makes up for it, and pieces keep back no last word. What waits is looked at
 * four times a second from a long frame on until nothing does: `after` calls back later; without it nobody looks. Nothing here throws.
 */
export function createWebSocketDriver(
  WebSocketCtor: WebSocketConstructor,
  emit: (event: SocketEvent) => void,
  after?: (ms: number, run: () => void) => void,
): WebSocketDriver {
  let present: Present | null = null;
  const early = createEarlySocket((url) => construct(WebSocketCtor, url));
  const spare = createEarlySocket((url) => construct(WebSocketCtor, url));

  const end = (connection: number): void => {
    if (present?.connection !== connection) return;
    const gone = present;
    spare.close();
    gone.open = false;
    present = null;
    close(gone.socket);
  };

  const lose = (connection: number): void => {
    if (present?.connection !== connection) return;
    end(connection);
    emit({ on: "closed", connection });
  };

  const open = (connection: number, url: string): void => {
    const reached = spare.takeOpen(url);
    if (present !== null) end(present.connection);
    const ready = reached ?? early.take(url);
    const socket = ready ?? construct(WebSocketCtor, url);
    if (socket === null) return emit({ on: "closed", connection });
    const mine = presentOf(connection, socket);
    present = mine;
    socket.onopen = () => {
      mine.open = true;
      if (mine.first !== null) send(mine.first);
      mine.first = null;
      emit({ on: "opened", connection });
    };
    socket.onmessage = ({ data }) => {
      spare.close();
      emit({ on: "received", connection, bytes: bytesOf(data) });
    };
    socket.onclose = () => lose(connection);
    socket.onerror = () => lose(connection);
    // What happened before is not told again.
    if (ready?.readyState === OPEN) ready.onopen?.(new Event("open"));
  };

  const send = (bytes: Uint8Array): void => {
    // A socket that is closing says so here before it says so by an event.
    if (present === null || !present.open || present.socket.readyState !== OPEN) return;
    if (!fits(present.socket, bytes)) return;
    present.socket.send(ownBytes(bytes));
    if (after !== undefined && bytes.length === LONG_FRAME_BYTES && present.waiting === null)
      watchQueue(present, emit, after);
  };

  const reach = ({ connection, url }: SocketCommand & { do: "reach" }): void =>
    spare.again(url, () => emit({ on: "reached", connection }));

  return {
    post: (command) => {
      if (command.do === "open") open(command.connection, command.url);
      else if (command.connection !== present?.connection) return;
      else if (command.do === "send" && !present.open) present.first ??= command.bytes;
      else if (command.do === "send") send(command.bytes);
      else if (command.do === "reach") reach(command);
      else end(command.connection);
    },
    reach: (origin) => early.reach(origin),
    sendLast: (frames) => {
      for (const frame of frames) send(frame);
      send(encodeWord("leave"));
    },
  };
}

function fits({ bufferedAmount }: WebSocketLike, { length }: Uint8Array): boolean {
  const { all, long } = LIMITS.relayQueueBytes;
  return bufferedAmount + length <= (length < LONG_FRAME_BYTES ? all : long);
}

function presentOf(connection: number, socket: WebSocketLike): Present {
  socket.binaryType = "arraybuffer";
  return { connection, socket, open: false, first: null, waiting: null };
}

/** A text message breaks the relay's own rules: zero bytes are no frame, and the room counts them as such. */
function bytesOf(data: unknown): Uint8Array {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0);
}

/** Looks again and again until nothing waits, and tells what has changed. */
function watchQueue(
  mine: Present,
  emit: (event: SocketEvent) => void,
  after: (ms: number, run: () => void) => void,
): void {
  mine.waiting ??= 0;
  after(LIMITS.drainLookMs, () => {
    if (!mine.open) return;
    const bytes = mine.socket.bufferedAmount;
    if (bytes !== mine.waiting) emit({ on: "waiting", connection: mine.connection, bytes });
    mine.waiting = bytes === 0 ? null : bytes;
    if (bytes > 0) watchQueue(mine, emit, after);
  });
}

/** The platform's sockets and channels take bytes of a plain, unshared buffer: ours always are. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

function construct(WebSocketCtor: WebSocketConstructor, url: string): WebSocketLike | null {
  try {
    return new WebSocketCtor(url, SUBPROTOCOL);
  } catch {
    return null;
  }
}

function close(socket: WebSocketLike): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  socket.onerror = null;
  socket.close();
}
