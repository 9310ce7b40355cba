import { type KeyObject, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { SUBPROTOCOL } from "@tacet/wire";
import { type FromGroup, type GroupAnswer, type ToGroup, group } from "@tacet/wire/group";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { type TestRelay, postRoom, sha256 } from "./harness.ts";

export type Command = Extract<ToGroup, { kind: "command" }>;
export type Welcome = Extract<FromGroup, { kind: "group-welcome" }>;

/** An Ed25519 pair as the owner of a room makes it. */
export interface RoomKey {
  readonly key: Uint8Array;
  readonly privateKey: KeyObject;
}

export function roomKey(): RoomKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return { key: Uint8Array.from(Buffer.from(x, "base64url")), privateKey };
}

/** What the maker of a room for many holds. */
export interface TestGroup {
  readonly answer: GroupAnswer;
  readonly roomId: Uint8Array;
  readonly token: Uint8Array;
  readonly secret: Uint8Array;
  readonly owner: RoomKey;
}

export async function makeGroup(relay: TestRelay, fields: Record<string, unknown> = {}): Promise<TestGroup> {
  const [token, secret, owner] = [randomBytes(32), randomBytes(32), roomKey()];
  const response = await postRoom(relay, {
    kind: "group",
    admission: sha256(token).toString("base64url"),
    seat: sha256(secret).toString("base64url"),
    owner: Buffer.from(owner.key).toString("base64url"),
    ...fields,
  });
  if (response.status !== 201) throw new Error(`a room was refused with ${response.status}`);
  const answer = (await response.json()) as GroupAnswer;
  return { answer, roomId: Buffer.from(answer.room_id, "base64url"), token, secret, owner };
}

export interface AdmitFields {
  readonly mode: "enter" | "return";
  readonly secret: Uint8Array;
  readonly token?: Uint8Array;
  readonly last?: number;
  readonly ticket?: Uint8Array;
}

export function admitFrame(room: Pick<TestGroup, "roomId" | "token">, fields: AdmitFields): ToGroup {
  const { mode, secret, token = room.token, last = 0, ticket = new Uint8Array() } = fields;
  const shown = mode === "enter" ? token : new Uint8Array(32);
  return { kind: "group-admit", mode, roomId: room.roomId, token: shown, seatSecret: secret, last, ticket };
}

export function signed(
  by: RoomKey,
  place: { readonly host: string; readonly roomId: Uint8Array; readonly nonce: Uint8Array },
  counter: number,
  order: Command["order"],
): Command {
  const command = { key: by.key, counter, order };
  const signature = sign(null, group.commandBytes(place, command), by.privateKey);
  return { kind: "command", ...command, signature };
}

/** A block of the smallest class that says a number. */
export function blockOf(value: number): Uint8Array {
  const block = new Uint8Array(1018);
  new DataView(block.buffer).setUint32(0, value);
  return block;
}

export function valueOf(block: Uint8Array): number {
  return new DataView(block.buffer, block.byteOffset).getUint32(0);
}

/** One socket of a member, which hears beats and answers them. */
export class Member {
  readonly ws: WebSocket;
  readonly heard: FromGroup[] = [];
  readonly closed: Promise<number>;
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor(relay: TestRelay) {
    this.ws = new WebSocket(`ws://127.0.0.1:${relay.port}/relay`, SUBPROTOCOL, { origin: relay.url });
    onTestFinished(() => this.ws.terminate());
    this.ws.on("message", (data: Buffer) => {
      const frame = group.decodeFrom(data);
      if (frame.kind === "beat") this.say({ kind: "beat" });
      else this.heard.push(frame);
      this.#wake();
    });
    this.ws.on("error", () => undefined);
    this.closed = new Promise((resolve) => {
      this.ws.on("close", (code) => {
        this.#isClosed = true;
        this.#wake();
        resolve(code);
      });
    });
  }

  opened(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.ws.once("open", () => resolve(this));
      this.ws.once("error", reject);
    });
  }

  say(frame: ToGroup): void {
    this.ws.send(group.encodeTo(frame));
  }

  /** Takes the next frame of a kind out of what was heard; those before it stay. */
  async next<Kind extends FromGroup["kind"]>(kind: Kind): Promise<Extract<FromGroup, { kind: Kind }>> {
    for (;;) {
      const index = this.heard.findIndex((frame) => frame.kind === kind);
      if (index !== -1) {
        const [frame] = this.heard.splice(index, 1);
        return frame as Extract<FromGroup, { kind: Kind }>;
      }
      if (this.#isClosed) throw new Error(`${kind} did not come: ${JSON.stringify(this.heard)}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The next of the room's order: a number with what was said, or with the own count in brackets. */
  async order(count: number): Promise<readonly string[]> {
    const seen: string[] = [];
    while (seen.length < count) {
      const index = this.heard.findIndex((one) => ["numbered", "placed", "gap"].includes(one.kind));
      const [frame] = index === -1 ? [] : this.heard.splice(index, 1);
      if (frame !== undefined) seen.push(spell(frame));
      else if (this.#isClosed) throw new Error(`closed after ${seen.join(" ")}`);
      else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return seen;
  }

  #wake(): void {
    for (const wait of this.#waiting.splice(0)) wait();
  }
}

export function spell(frame: FromGroup): string {
  if (frame.kind === "numbered") return `${frame.number}:${frame.seat}=${valueOf(frame.block)}`;
  if (frame.kind === "placed") return `${frame.number}[${frame.counter}]`;
  return frame.kind === "gap" ? `gap ${frame.first}` : frame.kind;
}

/** Opens a socket, says one admit, and hears the welcome. */
export async function join(
  relay: TestRelay,
  room: Pick<TestGroup, "roomId" | "token">,
  fields: AdmitFields,
): Promise<{ readonly member: Member; readonly welcome: Welcome }> {
  const member = await new Member(relay).opened();
  member.say(admitFrame(room, fields));
  return { member, welcome: await member.next("group-welcome") };
}
