/*
 * The machine alone, without any cryptography: a test plays the drivers. Blocks are made up; what a job would answer, the test says.
 */
import { KIND } from "@tacet/core";
import type { Content, PathPolicy } from "@tacet/core";
import { encodeFromRelay } from "@tacet/wire";
import type { FromRelay, Presence } from "@tacet/wire";
import type { RoomCommand, RoomEvent } from "../../src/face.ts";
import type { PeerEvent } from "../../src/ports.ts";
import { nextAlarmMs } from "../../src/pair/alarm.ts";
import type { Effect, Input, Job, JobResult, Route, SessionView } from "../../src/pair/messages.ts";
import { step } from "../../src/pair/room.ts";
import { emptyRoom } from "../../src/pair/state.ts";
import type { Room } from "../../src/pair/state.ts";

export class Script {
  room: Room = emptyRoom;
  nowMs = 1000;
  wallMs = 1_800_000_000_000;
  effects: Effect[] = [];
  /** Whether the first word on the policy is said; most tests find it said already. */
  saysPolicy = false;
  private ids = 0;

  input(input: Input): this {
    const taken = step(this.room, input, { nowMs: this.nowMs, wallMs: this.wallMs });
    this.room = taken.room;
    this.effects.push(...taken.effects);
    return this;
  }
  command(command: RoomCommand): this {
    this.ids += 1;
    return this.input({ from: "face", command, id: new Uint8Array(16).fill(this.ids) });
  }
  result(result: JobResult): this {
    return this.input({ from: "crypto", result });
  }
  relay(frame: FromRelay): this {
    return this.bytes(encodeFromRelay(frame));
  }
  bytes(bytes: Uint8Array): this {
    const { connection } = this.room.link;
    return this.input({ from: "socket", event: { on: "received", connection, bytes } });
  }
  socket(on: "opened" | "closed"): this {
    return this.input({ from: "socket", event: { on, connection: this.room.link.connection } });
  }
  peer(event: PeerEvent): this {
    this.input({ from: "peer", event });
    // A test that did not say how rk1 was made ahead finds it made at once.
    const begun = event.on === "opened" && this.room.rekey.state === "making";
    return begun
      ? this.result({ did: "rekey-begin", body: Uint8Array.of(1), sealed: null, view: this.view })
      : this;
  }
  /** Lets time pass as the driver would: stopping at every alarm. */
  wait(ms: number): this {
    const untilMs = this.nowMs + ms;
    for (let at = nextAlarmMs(this.room); at !== null && at <= untilMs; at = nextAlarmMs(this.room)) {
      this.moveTo(at);
      this.input({ from: "clock" });
    }
    this.moveTo(untilMs);
    return this;
  }
  private moveTo(atMs: number): void {
    this.wallMs += atMs - this.nowMs;
    this.nowMs = atMs;
  }

  /** What was asked for since the last look. */
  look(): Effect[] {
    return this.effects.splice(0);
  }
  jobs(): Job[] {
    return this.look().flatMap((effect) => (effect.to === "crypto" ? [effect.job] : []));
  }
  events(): RoomEvent[] {
    return this.look().flatMap((effect) => (effect.to === "face" ? [effect.event] : []));
  }

  welcome(other: Presence, options: { timeLeftMs?: number; graceSeconds?: number } = {}): this {
    return this.relay({
      kind: "welcome",
      seat: 0,
      timeLeftMs: options.timeLeftMs ?? 900_000,
      graceSeconds: options.graceSeconds ?? 300,
      directFileBytesMax: 0,
      relayedFileBytesMax: 16_777_216,
      other,
      ticket: Uint8Array.of(9),
      stun: [],
    });
  }
  /** A creator's room up to its seat, with m1 made. */
  create(
    other: Presence = "never",
    options: {
      ttlSeconds?: number | undefined;
      answerSeconds?: number;
      path?: "any" | "direct";
      hideAddress?: boolean;
    } = {},
  ): this {
    const { ttlSeconds, path = "direct", hideAddress = false } = options;
    const life = ttlSeconds === undefined ? {} : { ttlSeconds };
    this.command({ do: "create", origin: "https://relay.test", name: "", path, hideAddress, ...life });
    this.result({ did: "create", request: { kind: "pair", admission: "a", seat: "s" } });
    this.input({
      from: "http",
      answer: {
        room_id: "AAAAAAAAAAAAAAAAAAAAAA",
        expires_at: 0,
        ticket: "CQ",
        ice_servers: [],
        limits: { ttl_seconds: options.answerSeconds ?? 900, grace_seconds: 300, frame_bytes: 65_536 },
      },
    });
    const timeLeftMs = (options.answerSeconds ?? 900) * 1000;
    this.socket("opened").admitted().welcome(other, { timeLeftMs });
    return this.result({ did: "attempt", attempt: 1, block: M1 });
  }
  /** A joiner up to its seat. */
  join(other: Presence = "present", options: { timeLeftMs?: number; hideAddress?: boolean } = {}): this {
    const { hideAddress = false } = options;
    this.command({ do: "join", origin: "https://relay.test", invitation: "text", name: "", hideAddress });
    this.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null });
    return this.socket("opened").admitted().welcome(other, options);
  }
  admitted(): this {
    return this.result({ did: "admit", connection: this.room.link.connection, bytes: new Uint8Array(1024) });
  }
  /** The first frame that is kept for the sockets after an end. */
  kept(): this {
    return this.result({ did: "admit", connection: 0, bytes: new Uint8Array(1024).fill(5) });
  }
  established(otherPath: PathPolicy = "direct", path: PathPolicy = "direct"): this {
    const block = this.room.role === "initiator" ? M3 : null;
    const view = { epoch: 0, framesSent: 0, framesReceived: 0, farewells: [FAREWELL] };
    const { policy } = this.room;
    if (!this.saysPolicy) this.room = { ...this.room, policy: { ...policy, said: policy.own.path } };
    this.relay({ kind: "pass", block: handshakeBlock(9) });
    this.result({
      did: "handshake",
      attempt: this.room.handshake.attempt,
      outcome: { kind: "established", view, path, otherPath, block },
    });
    return this;
  }
  /** The direct path up to `secure`, from either side's view. */
  secured(): this {
    const { generation } = this.room.direct;
    const direct: Route = { path: "direct", number: generation };
    this.peer({ on: "opened", generation });
    const view = { epoch: 1, framesSent: 0, framesReceived: 0, farewells: [FAREWELL] };
    if (this.room.role === "initiator") {
      this.frame(direct, { kind: KIND.rk2 });
      this.result({ did: "rekey-finish", route: direct, view });
    } else {
      this.frame(direct, { kind: KIND.rk1 });
      const answer = { view, body: Uint8Array.of(2) };
      this.result({ did: "rekey-answer", route: direct, answer });
    }
    return this.frame(direct, { kind: KIND.heartbeat }, { epoch: 1 });
  }
  /** A frame of the other side, arrived and opened. */
  frame(
    route: Route,
    content: Partial<Content>,
    options: { epoch?: number; acks?: { signal: number; talk: number } } = {},
  ): this {
    const frame = {
      acks: options.acks ?? { signal: 0, talk: 0 },
      content: { kind: 1, order: 0, id: new Uint8Array(16), body: new Uint8Array(0), ...content },
    };
    const { view } = this;
    this.deliver(route, frameBlock());
    const outcome = { kind: "frame", epoch: options.epoch ?? view.epoch, frame } as const;
    return this.result({ did: "open", route, outcome, view });
  }
  deliver(route: Route, block: Uint8Array): this {
    const bytes = encodeFromRelay({ kind: "pass", block });
    return route.path === "relay"
      ? this.bytes(bytes)
      : this.peer({ on: "received", generation: route.number, bytes });
  }
  /** Answers every `seal` job asked for since the last look with a made-up block; returns those jobs. */
  sealAll(): (Job & { job: "seal" })[] {
    const seals = this.jobs().filter((job) => job.job === "seal");
    for (const { route, tag } of seals) {
      const sent = { ...this.view, framesSent: this.view.framesSent + 1 };
      this.result({ did: "seal", route, tag, block: frameBlock(), view: sent });
    }
    return seals;
  }
  get view(): SessionView {
    return this.room.session ?? { epoch: 0, framesSent: 0, framesReceived: 0, farewells: [FAREWELL] };
  }
  relayRoute(): Route {
    return { path: "relay", number: this.room.link.connection };
  }
  directRoute(): Route {
    return { path: "direct", number: this.room.direct.generation };
  }
}

export const handshakeBlock = (fill: number): Uint8Array => new Uint8Array(4095).fill(fill).fill(1, 0, 1);
export const frameBlock = (): Uint8Array => new Uint8Array(255).fill(2, 0, 1);
export const M1: Uint8Array = handshakeBlock(11);
export const M2: Uint8Array = handshakeBlock(22);
export const M3: Uint8Array = new Uint8Array(255).fill(33).fill(1, 0, 1);
const FAREWELL: Uint8Array = new Uint8Array(255).fill(44).fill(3, 0, 1);

export const sends = (effects: readonly Effect[], to: "socket" | "peer"): Uint8Array[] =>
  effects.flatMap((effect) =>
    effect.to === to && effect.command.do === "send" ? [effect.command.bytes] : [],
  );

/** Whether a block went out on a path as a `pass` frame. */
export const sentBlock = (effects: readonly Effect[], to: "socket" | "peer", block: Uint8Array): number =>
  sends(effects, to).filter((bytes) => Buffer.from(bytes.subarray(1)).equals(Buffer.from(block))).length;
