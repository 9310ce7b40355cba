import type { Socket } from "node:net";
import { type FaultCode, LIMITS, type ToRelay, WireError, decodeToRelay, encodeFromRelay } from "@tacet/wire";
import type { RawData, WebSocket } from "ws";
import type { Clock } from "../ports.ts";
import type { Place, SeatSocket } from "../rooms/entry.ts";
import type { Registry } from "../rooms/registry.ts";
import { Backlog, type BacklogBudget, type BacklogLimits } from "./backlog.ts";
import { MessageBoundary } from "./boundary.ts";
import type { PendingHold } from "./pending.ts";

export interface SocketLimits extends BacklogLimits {
  readonly firstFrameTimeoutMs: number;
  readonly messageTimeoutMs: number;
  readonly beatIntervalMs: number;
}

/** What a connection needs of its surroundings; one object for all connections. */
export interface ConnectionContext {
  readonly clock: Clock;
  readonly registry: Registry;
  readonly limits: SocketLimits;
  readonly backlogs: BacklogBudget;
  readonly closed: (connection: Connection) => void;
}

/** One admit and its frame headers, in as many fragments as are allowed. */
const ADMIT_BYTES_MAX = LIMITS.pendingSocketBytesMax + 14 * LIMITS.fragmentsMax;

/** One code for every end, because the last frame has said why. */
const CLOSE_NORMAL = 1000;

/** What a browser says for a page that is closed or reloaded (RFC 6455 section 7.4.1). */
const CLOSE_GOING_AWAY = 1001;
const BEAT = encodeFromRelay({ kind: "beat" });

/**
 * One socket, from the upgrade to its end: waiting for admission, then seated, then closed. It owns the deadlines that HTTP's
 * time-outs do not cover (they stop at the upgrade) and never lets a stranger or a slow reader hold more than is theirs.
 */
export class Connection implements SeatSocket {
  readonly #ws: WebSocket;
  readonly #context: ConnectionContext;
  readonly #boundary = new MessageBoundary();
  readonly #backlog: Backlog;
  readonly #flushed = (): void => this.#backlog.set(this.#ws.bufferedAmount);
  #hold: PendingHold | null;
  #place: Place | null = null;
  #open = true;
  #heardMs: number;
  #sentMs: number;
  #messageMs: number | null = null;
  #cancelMessage: (() => void) | null = null;
  #cancelTimer: () => void;

  constructor(ws: WebSocket, socket: Socket, hold: PendingHold, context: ConnectionContext) {
    this.#ws = ws;
    this.#context = context;
    this.#hold = hold;
    this.#backlog = new Backlog(this, context.clock, context.limits, context.backlogs);
    this.#heardMs = context.clock.nowMs();
    this.#sentMs = this.#heardMs;
    this.#cancelTimer = this.#after(context.limits.firstFrameTimeoutMs, () => this.#late());
    ws.on("message", (data: RawData, isBinary: boolean) => this.#try(() => this.#message(data, isBinary)));
    ws.on("ping", () => this.#try(() => this.fault("frame")));
    ws.on("pong", () => this.#try(() => this.fault("frame")));
    ws.on("error", () => this.drop());
    ws.on("close", (code: number) => this.#gone(code));
    // After the library's own listener: a chunk's messages have been heard when it is counted here.
    socket.on("data", (chunk: Buffer) => this.#try(() => this.#counted(chunk)));
  }

  send(frame: Uint8Array): void {
    if (!this.#open) return;
    this.#sentMs = this.#context.clock.nowMs();
    this.#ws.send(frame, this.#flushed);
    this.#flushed();
  }

  finish(frame: Uint8Array): void {
    if (!this.#open) return;
    this.#ws.send(frame, this.#flushed);
    this.#flushed();
    this.#ws.close(CLOSE_NORMAL);
    this.#leave();
  }

  fault(code: FaultCode): void {
    this.finish(encodeFromRelay({ kind: "fault", code }));
  }

  place(place: Place | null): void {
    this.#place = place;
    if (place === null || this.#hold === null) return;
    this.#hold.release();
    this.#hold = null;
    this.#cancelTimer();
    this.#watch();
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

  #after(ms: number, run: () => void): () => void {
    return this.#context.clock.after(ms, () => this.#try(run));
  }

  #message(data: RawData, isBinary: boolean): void {
    if (!this.#open) return;
    if (!isBinary || !Buffer.isBuffer(data)) return this.fault("frame");
    this.#heardMs = this.#context.clock.nowMs();
    const frame = readFrame(data);
    if (typeof frame === "string") return this.#refuse(frame);
    if (this.#place === null) {
      if (frame.kind === "admit") this.#context.registry.admit(this, frame);
      else this.fault("order");
      return;
    }
    if (!this.#withinBudget(this.#place, data.length)) return this.fault("rate");
    this.#obey(this.#place, frame, data);
  }

  #obey(place: Place, frame: ToRelay, data: Uint8Array): void {
    switch (frame.kind) {
      case "pass":
        return this.#context.registry.forward(place, data);
      case "beat":
        return;
      case "leave":
      case "burn":
        return this.#context.registry.end(place, frame.kind);
      case "admit":
        return this.fault("order");
      default:
        frame satisfies never;
    }
  }

  #refuse(fault: WireError["code"]): void {
    if (fault === "version" && this.#place === null) {
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
    else if (this.#messageMs === null || this.#messageMs < this.#heardMs) this.#beginMessage();
  }

  /** A message that has begun must arrive in time. One timer serves all messages until it finds none begun. */
  #beginMessage(): void {
    this.#messageMs = this.#context.clock.nowMs();
    if (this.#cancelMessage === null) this.#waitForMessage(this.#context.limits.messageTimeoutMs);
  }

  #waitForMessage(ms: number): void {
    const { clock, limits } = this.#context;
    this.#cancelMessage = this.#after(ms, () => {
      this.#cancelMessage = null;
      if (this.#messageMs === null) return;
      const leftMs = this.#messageMs + limits.messageTimeoutMs - clock.nowMs();
      if (leftMs > 0) this.#waitForMessage(leftMs);
      else this.fault("silent");
    });
  }

  #late(): void {
    if (this.#open && this.#place === null) this.fault("silent");
  }

  /** Beats and silence (spec/relay.md 5): one timer, set for whichever comes first, looking at the times when it fires. */
  #watch(): void {
    const { clock, limits } = this.#context;
    const nowMs = clock.nowMs();
    if (nowMs >= this.#heardMs + limits.silenceTimeoutMs) return this.fault("silent");
    if (nowMs >= this.#sentMs + limits.beatIntervalMs) this.send(BEAT);
    if (!this.#open) return;
    const nextMs = Math.min(this.#sentMs + limits.beatIntervalMs, this.#heardMs + limits.silenceTimeoutMs);
    this.#cancelTimer = this.#after(nextMs - nowMs, () => this.#watch());
  }

  /** A page that goes away cannot return, and may not have had the time to say `leave` (spec/relay.md 5). */
  #gone(code: number): void {
    const place = this.#place;
    if (place !== null && code === CLOSE_GOING_AWAY) {
      this.#try(() => this.#context.registry.end(place, "leave"));
    }
    this.#try(() => this.#leave());
    this.#backlog.set(0);
    this.#context.closed(this);
  }

  /** From here on the socket is nobody's: what still arrives is not read, and its seat is free for a return. */
  #leave(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelTimer();
    this.#cancelMessage?.();
    this.#backlog.rest();
    this.#hold?.release();
    this.#hold = null;
    const place = this.#place;
    this.#place = null;
    if (place !== null) this.#context.registry.lost(place);
  }
}

/** The frame, or why there is none. */
function readFrame(data: Uint8Array): ToRelay | WireError["code"] {
  try {
    return decodeToRelay(data);
  } catch (error) {
    if (error instanceof WireError) return error.code;
    throw error;
  }
}
