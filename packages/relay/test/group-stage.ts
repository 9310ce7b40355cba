import { createHash } from "node:crypto";
import { type FromGroup, type ToGroup, group } from "@tacet/wire/group";
import { systemPorts } from "@tacet/relay";
import type { GroupPlace, GroupSocket } from "../src/groups/entry.ts";
import { GroupRegistry } from "../src/groups/registry.ts";
import { TestClock } from "./clock.ts";
import { type AdmitFields, type RoomKey, admitFrame, roomKey, spell } from "./group-harness.ts";

export const HOST = "relay.test";
export const TICKET_KEY = new Uint8Array(32).fill(7);

/** A socket in memory, whose line a test can hold up. */
export class StageSocket implements GroupSocket {
  readonly host: string = HOST;
  readonly heard: FromGroup[] = [];
  /** Each write with the pieces of memory that it had. */
  readonly writes: (readonly Buffer[])[] = [];
  at: GroupPlace | null = null;
  open = true;
  waitingBytes = 0;

  send(frame: Uint8Array): void {
    if (this.open) this.heard.push(group.decodeFrom(frame));
  }

  write(parts: readonly Buffer[]): void {
    if (!this.open) return;
    this.writes.push(parts);
    for (let rest = Buffer.concat(parts); rest.length > 0;) {
      const [header, length] = rest[1] === 127 ? [10, rest.readUInt32BE(6)] : [4, rest.readUInt16BE(2)];
      this.heard.push(group.decodeFrom(rest.subarray(header, header + length)));
      rest = rest.subarray(header + length);
    }
  }

  finish(frame: Uint8Array): void {
    this.send(frame);
    this.open = false;
  }

  sit(place: GroupPlace | null): void {
    this.at = place;
  }

  /** What was heard since the last time, in words; presence is left out. */
  take(): readonly string[] {
    return this.heard
      .splice(0)
      .filter((frame) => frame.kind !== "seats" && frame.kind !== "ticket")
      .map((frame) => {
        if (frame.kind === "refused") return `refused ${frame.code}`;
        if (frame.kind === "ended") return `ended ${frame.reason}`;
        if (frame.kind === "commanded") return `${frame.counter} ${frame.outcome}`;
        return frame.kind === "blob-answer" ? `${frame.code} ${frame.number}` : spell(frame);
      });
  }
}

export interface StageRoom {
  readonly roomId: Uint8Array;
  readonly token: Uint8Array;
  readonly secret: Uint8Array;
  readonly owner: RoomKey;
  readonly ticket: Uint8Array;
}

export interface Seated {
  readonly socket: StageSocket;
  readonly secret: Uint8Array;
  readonly welcome: Extract<FromGroup, { kind: "group-welcome" }>;
}

const hash = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash("sha256").update(bytes).digest());

/** The registry of one boot on a clock that stands still; ticks end when a test says so. */
export class Stage {
  readonly clock: TestClock;
  readonly registry: GroupRegistry;
  readonly #due: (() => void)[] = [];
  #secrets = 0;

  constructor(
    clock: TestClock = new TestClock(),
    options: { readonly roomsMax?: number; readonly tickMsMin?: number } = {},
  ) {
    this.clock = clock;
    const ports = { ...systemPorts(), clock, soon: (run: () => void) => void this.#due.push(run) };
    this.registry = new GroupRegistry(ports, {
      ticketKey: TICKET_KEY,
      groupGraceSeconds: 600,
      groupIdleSeconds: 86_400,
      // Ticks end when a test says so, unless it is about them.
      groupTickMsMin: options.tickMsMin ?? 0,
      roomsMax: options.roomsMax ?? 10,
      others: () => 0,
      directFileBytesMax: 0,
      relayedFileBytesMax: 0,
      stun: () => [],
    });
  }

  tick(): void {
    for (const run of this.#due.splice(0)) run();
  }

  make(
    fields: { readonly capacity?: number; readonly ttlSeconds?: number; readonly ownerLeaves?: boolean } = {},
  ): StageRoom {
    const [token, secret, owner] = [new Uint8Array(32).fill(1), this.secret(), roomKey()];
    const made = this.registry.create({
      admissionHash: hash(token),
      seatHash: hash(secret),
      owner: Uint8Array.from(owner.key),
      ttlSeconds: fields.ttlSeconds ?? 0,
      capacity: fields.capacity ?? 5,
      path: 0,
      ownerLeaves: fields.ownerLeaves ?? false,
    });
    if (made === null) throw new Error("too many rooms");
    return { roomId: Uint8Array.from(made.roomId), token, secret, owner, ticket: made.ticket };
  }

  secret(): Uint8Array {
    this.#secrets += 1;
    return new Uint8Array(32).fill(this.#secrets);
  }

  knock(room: Pick<StageRoom, "roomId" | "token">, fields: AdmitFields): StageSocket {
    const socket = new StageSocket();
    const frame = admitFrame(room, fields);
    if (frame.kind === "group-admit") this.registry.admit(socket, frame);
    return socket;
  }

  seat(room: Pick<StageRoom, "roomId" | "token">, fields: AdmitFields): Seated {
    const socket = this.knock(room, fields);
    const welcome = socket.heard.shift();
    if (welcome?.kind !== "group-welcome")
      throw new Error(`${welcome?.kind ?? "nothing"} in the place of a welcome`);
    return { socket, secret: fields.secret, welcome };
  }

  /** A room with its creator and so many more. */
  fill(room: StageRoom, more: number): readonly Seated[] {
    const first = this.seat(room, { mode: "return", secret: room.secret });
    const others = Array.from({ length: more }, () =>
      this.seat(room, { mode: "enter", secret: this.secret() }),
    );
    this.tick();
    return [first, ...others];
  }

  /** What a socket says; the answer is the fault that would end it. */
  say({ socket }: Seated, frame: ToGroup): string | null {
    if (socket.at === null) throw new Error("this socket has no place");
    return this.registry.heard(socket.at, Buffer.from(group.encodeTo(frame)));
  }

  lose({ socket }: Seated): void {
    const { at } = socket;
    socket.at = null;
    socket.open = false;
    if (at !== null) this.registry.lost(at);
  }
}
