import type { Socket } from "node:net";
import { type FromRelay, LIMITS, type ToRelay, WireError, decodeToRelay, encodeFromRelay } from "@tacet/wire";
import { group } from "@tacet/wire/group";
import { type RawData, WebSocket } from "ws";
import type { GroupPlace, GroupSocket } from "../groups/entry.ts";
import type { GroupRegistry } from "../groups/registry.ts";
import type { Visit } from "../limits/headcount.ts";
import type { JoinedAttempt, JoinerSocket, PhraseTable } from "../phrases/table.ts";
import type { Clock } from "../ports.ts";
import type { Place, SeatSocket } from "../rooms/entry.ts";
import type { Registry } from "../rooms/registry.ts";
import { DOOR } from "../rooms/room.ts";
import { Backlog, type BacklogBudget, type BacklogLimits } from "./backlog.ts";
import { MessageBoundary } from "./boundary.ts";
import type { PendingHold } from "./pending.ts";

export interface SocketLimits extends BacklogLimits {
  readonly firstFrameTimeoutMs: number;
  readonly messageTimeoutMs: number;
  readonly beatIntervalMs: number;
}

/** What a connection needs of its surroundings; one object for all that come the same way. */
export interface ConnectionContext {
  readonly clock: Clock;
  readonly registry: Registry;
  readonly groups: GroupRegistry;
  readonly phrases: PhraseTable;
  readonly limits: SocketLimits;
  readonly backlogs: BacklogBudget;
  readonly closed: (connection: Connection) => void;
}

/** What is counted of a newcomer: what it makes the relay hold, and its place among those of its address. */
export interface Newcomer {
  readonly hold: PendingHold;
  readonly visit: Visit;
  /** The relay's host as the newcomer knows it (spec/relay.md 10.5). */
  readonly host: string;
}

type FaultCode = Extract<FromRelay, { kind: "fault" }>["code"];

/** One admit and its frame headers, in as many fragments as are allowed. */
const ADMIT_BYTES_MAX = LIMITS.pendingSocketBytesMax + 14 * LIMITS.fragmentsMax;

/** One code for every end, because the last frame has said why. */
const CLOSE_NORMAL = 1000;

/** What a browser says, without a reason, for a page that is closed or reloaded, and for some that live (RFC 6455 section 7.4.1). */
const CLOSE_GOING_AWAY = 1001;
const NOTHING = Buffer.alloc(0);
const BEAT = encodeFromRelay({ kind: "beat" });

/** A socket of the library that knows whom it serves: so all of them share their listeners. */
export class ServedSocket extends WebSocket {
  connection: Connection | null = null;
}

/**
 * One socket, from the upgrade to its end: waiting for admission, then seated or in a phrase's attempt, then closed. It judges the deadlines that HTTP's
 * time-outs do not cover (they stop at the upgrade) and never lets a stranger or a slow reader hold more than is theirs. What it
 * keeps while nothing is said is kept twenty thousand times: no timer, no buffer, one closure.
 */
export class Connection implements SeatSocket, JoinerSocket, GroupSocket {
  readonly host: string;
  readonly #ws: ServedSocket;
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  readonly #boundary = new MessageBoundary();
  readonly #backlog: Backlog;
  #hold: PendingHold | null;
  readonly #visit: Visit;
  #place: Place | null = null;
  #group: GroupPlace | null = null;
  #attempt: JoinedAttempt | null = null;
  #open = true;
  #heardMs: number;
  #sentMs: number;
  #beatMs = 0;
  #messageMs: number | null = null;

  constructor(ws: ServedSocket, socket: Socket, newcomer: Newcomer, context: ConnectionContext) {
    this.#ws = ws;
    this.#socket = socket;
    this.#context = context;
    this.host = newcomer.host;
    this.#hold = newcomer.hold;
    this.#visit = newcomer.visit;
    this.#backlog = new Backlog(this, context.limits, context.backlogs);
    this.#heardMs = context.clock.nowMs();
    this.#sentMs = this.#heardMs;
    ws.connection = this;
    ws.on("message", onMessage);
    ws.on("ping", onControl);
    ws.on("pong", onControl);
    ws.on("error", onError);
    ws.on("close", onClose);
    // After the library's own listener: a chunk's messages have been heard when it is counted here.
    socket.on("data", (chunk: Buffer) => this.#try(() => this.#counted(chunk)));
  }

  get tag(): string | null {
    return this.#visit.tag;
  }

  /** A message has arrived whole. */
  heard(data: RawData, isBinary: boolean): void {
    this.#try(() => this.#message(data, isBinary));
  }

  /** Something came that is no message and that no client sends. */
  strange(): void {
    this.#try(() => this.fault("frame"));
  }

  /** The socket is no more, and this was its status. A page that goes away seldom returns (spec/relay.md 5). */
  closed(code: number, reason: Uint8Array): void {
    const going = code === CLOSE_GOING_AWAY && reason.length === 0;
    this.#try(() => this.#leave(going));
    this.#backlog.end();
    this.#context.closed(this);
  }

  send(frame: Uint8Array): void {
    if (!this.#open) return;
    this.#sentMs = this.#context.clock.nowMs();
    this.#write(frame);
  }

  finish(frame: Uint8Array): void {
    if (!this.#open) return;
    this.#write(frame);
    this.#ws.close(CLOSE_NORMAL);
    this.#leave();
  }

  fault(code: FaultCode): void {
    this.finish(encodeFromRelay({ kind: "fault", code }));
  }

  place(place: Place | null): void {
    this.#place = place;
    if (place === null) this.#group = null;
    else this.#admitted();
  }

  sit(place: GroupPlace | null): void {
    this.#group = place;
    if (place === null) return;
    this.#admitted();
    // Once: who left its place does not come back on the same socket.
    this.#socket.on("drain", () => this.#try(() => this.#drained()));
  }

  /** What waits stays in the socket: the library has no queue of its own while nothing is compressed. */
  get waitingBytes(): number {
    return this.#socket.writableLength;
  }

  write(parts: readonly Buffer[]): void {
    if (!this.#open) return;
    const socket = this.#socket;
    const [first] = parts;
    this.#sentMs = this.#context.clock.nowMs();
    if (this.#backlog.isWaiting) this.#backlog.set(socket.writableLength, this.#sentMs);
    if (parts.length === 1) socket.write(first ?? NOTHING);
    else {
      socket.cork();
      for (const part of parts) socket.write(part);
      socket.uncork();
    }
    const waitingBytes = socket.writableLength;
    if (waitingBytes > 0) this.#backlog.set(waitingBytes, this.#sentMs);
  }

  /** It keeps its hold: a joiner is a stranger until it is closed (spec/phrase.md 7). */
  join(attempt: JoinedAttempt): void {
    this.#attempt = attempt;
  }

  /** Looks at the deadlines, once a second for all sockets (spec/relay.md 5). */
  look(nowMs: number): void {
    if (!this.#open) return;
    try {
      this.#judge(nowMs);
    } catch {
      this.#fail();
    }
  }

  /** Ends the connection without a word and without waiting for anybody. */
  drop(): void {
    this.#ws.terminate();
    this.#try(() => this.#leave());
  }

  /** Whatever goes wrong with one socket is that socket's end, and never the process's. */
  #try(run: () => void): void {
    try {
      run();
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    try {
      this.fault("frame");
    } catch {
      this.#ws.terminate();
    }
  }

  #write(frame: Uint8Array): void {
    const count = (): void => this.#backlog.set(this.#ws.bufferedAmount, this.#sentMs);
    this.#ws.send(frame, count);
    count();
  }

  #admitted(): void {
    this.#hold?.release();
    this.#hold = null;
  }

  #drained(): void {
    this.#backlog.set(this.#socket.writableLength, this.#context.clock.nowMs());
    if (this.#group !== null) this.#context.groups.drained(this.#group);
  }

  #message(data: RawData, isBinary: boolean): void {
    if (!this.#open) return;
    if (!isBinary || !Buffer.isBuffer(data)) return this.fault("frame");
    this.#heardMs = this.#context.clock.nowMs();
    if (this.#group !== null) return this.#inGroup(this.#group, data);
    if (data[0] === group.admitKind && this.#place === null && this.#attempt === null)
      return this.#toGroup(data);
    const frame = read(decodeToRelay, data);
    if (typeof frame === "string") return this.#refuse(frame);
    if (this.#place === null) return this.#newcomer(frame, data);
    if (!this.#withinBudget(this.#place, data.length)) return this.fault("rate");
    this.#obey(this.#place, frame, data);
  }

  #inGroup(place: GroupPlace, data: Buffer): void {
    const fault = this.#context.groups.heard(place, data);
    if (fault !== null) this.fault(fault);
  }

  #toGroup(data: Buffer): void {
    const frame = read(group.decodeTo, data);
    if (typeof frame === "string") this.#refuse(frame);
    else if (frame.kind === "group-admit") this.#context.groups.admit(this, frame);
  }

  /** The first frame says what the socket is for; what a joiner may say after it is judged by its attempt. */
  #newcomer(frame: ToRelay, data: Uint8Array): void {
    const { registry, phrases } = this.#context;
    if (this.#attempt !== null) {
      if (frame.kind === "phrase-message") this.#attempt.message(data);
      else this.fault("order");
    } else if (frame.kind === "admit") registry.admit(this, frame);
    else if (frame.kind === "phrase-begin") phrases.begin(this, frame.address, this.#visit);
    else this.fault("order");
  }

  #obey(place: Place, frame: ToRelay, data: Uint8Array): void {
    const speaks = frame.kind === "pass" || frame.kind === "beat";
    // Whoever is at the door has no say in the room.
    if (place.seat === DOOR && !speaks) return this.#context.registry.end(place, "leave");
    switch (frame.kind) {
      case "pass":
        return this.#context.registry.forward(place, data);
      case "beat":
        return;
      case "leave":
      case "burn":
        return this.#context.registry.end(place, frame.kind);
      case "door":
        return this.#context.registry.answer(place, frame.knock, frame.answer === "in");
      case "phrase-offer":
        return this.#context.phrases.offer(place, this, frame.nonce, this.#visit);
      case "phrase-withdraw":
        return place.entry.phrase?.end("withdrawn");
      case "phrase-message":
        return place.entry.phrase?.message(data);
      case "admit":
      case "phrase-begin":
        return this.fault("order");
      default:
        frame satisfies never;
    }
  }

  #refuse(fault: WireError["code"]): void {
    if (fault === "version" && this.#place === null && this.#attempt === null) {
      this.finish(encodeFromRelay({ kind: "refused", code: "version" }));
    } else this.fault("frame");
  }

  #withinBudget(place: Place, bytes: number): boolean {
    const budget = place.entry.budgets[place.seat];
    return budget.frames.take(1, this.#heardMs) && budget.bytes.take(bytes, this.#heardMs);
  }

  #counted(chunk: Buffer): void {
    if (!this.#open) return;
    if (this.#hold !== null && (!this.#hold.add(chunk.length) || this.#hold.bytes > ADMIT_BYTES_MAX)) {
      return this.fault("frame");
    }
    this.#boundary.walk(chunk);
    if (!this.#boundary.inside) this.#messageMs = null;
    else if (this.#messageMs === null || this.#messageMs < this.#heardMs) {
      this.#messageMs = this.#context.clock.nowMs();
    }
  }

  /** A stranger that says nothing, a message that does not end, a line that is not read, silence; else perhaps a beat. */
  #judge(nowMs: number): void {
    const { limits } = this.#context;
    const silenceMs = this.#hold === null ? limits.silenceTimeoutMs : limits.firstFrameTimeoutMs;
    // An attempt has its own time, which is not the relay's patience with one side.
    if (this.#attempt === null && nowMs >= this.#heardMs + silenceMs) return this.fault("silent");
    if (this.#messageMs !== null && nowMs >= this.#messageMs + limits.messageTimeoutMs) {
      return this.fault("silent");
    }
    if (this.#group !== null) this.#backlog.set(this.waitingBytes, nowMs);
    if (this.#backlog.isStale(nowMs)) return this.drop();
    // Who reads in a room for many has nothing to say, and others' frames go by: it is asked all the same.
    const askedMs = Math.max(this.#heardMs, this.#beatMs);
    const quietMs = this.#group === null ? this.#sentMs : Math.min(this.#sentMs, askedMs);
    if (nowMs < quietMs + limits.beatIntervalMs) return;
    this.#beatMs = nowMs;
    this.send(BEAT);
  }

  /** From here on the socket is nobody's: what still arrives is not read, nothing is written, and its seat is free for a return. */
  #leave(going = false): void {
    if (!this.#open) return;
    this.#open = false;
    this.#hold?.release();
    this.#hold = null;
    const place = this.#place;
    this.#place = null;
    const attempt = this.#attempt;
    this.#attempt = null;
    attempt?.left();
    if (place !== null) this.#context.registry.lost(place, going);
    const seat = this.#group;
    this.#group = null;
    if (seat !== null) this.#context.groups.lost(seat);
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  servedBy(this).heard(data, isBinary);
}

function onControl(this: WebSocket): void {
  servedBy(this).strange();
}

function onError(this: WebSocket): void {
  servedBy(this).drop();
}

function onClose(this: WebSocket, code: number, reason: Uint8Array): void {
  servedBy(this).closed(code, reason);
}

function servedBy(ws: WebSocket): Connection {
  if (ws instanceof ServedSocket && ws.connection !== null) return ws.connection;
  throw new Error("a socket that serves nobody has no listeners");
}

/** The frame, or why there is none. */
function read<Frame>(decode: (data: Uint8Array) => Frame, data: Uint8Array): Frame | WireError["code"] {
  try {
    return decode(data);
  } catch (error) {
    if (error instanceof WireError) return error.code;
    throw error;
  }
}
