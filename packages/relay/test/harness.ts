import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type FromRelay,
  type RoomAnswer,
  SUBPROTOCOL,
  type ToRelay,
  decodeFromRelay,
  encodeToRelay,
} from "@tacet/wire";
import {
  type Relay,
  type RelayConfig,
  type RelayLimits,
  type RelayPorts,
  createRelay,
  readConfig,
  systemPorts,
} from "@tacet/relay";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";

/** A relay that a test started, on a free port, with rates that do not get in the way unless the test asks for them. */
export interface TestRelay {
  readonly relay: Relay;
  readonly url: string;
  readonly port: number;
  readonly stun: readonly string[];
  readonly dataDir: string;
}

export interface TestRelayOptions {
  readonly config?: Partial<RelayConfig>;
  readonly limits?: Partial<RelayLimits>;
  readonly ports?: RelayPorts;
  readonly dataDir?: string;
}

const running: Relay[] = [];
const folders: string[] = [];
const clients: Client[] = [];
let isToBeCleared = false;

/** Everything goes with the test that asked for it. Test files share this module, so no file's own hook would do. */
function clearAfterTest(): void {
  if (isToBeCleared) return;
  onTestFinished(async () => {
    isToBeCleared = false;
    for (const client of clients.splice(0)) client.drop();
    await Promise.all(running.splice(0).map((relay) => relay.close()));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  isToBeCleared = true;
}

export async function startRelay(options: TestRelayOptions = {}): Promise<TestRelay> {
  const dataDir = options.dataDir ?? makeFolder();
  const base = readConfig({ PORT: "0", TACET_DATA_DIR: dataDir, TACET_STUN: "stun:127.0.0.1:9" });
  const limits = {
    ...base.limits,
    roomsPerMinute: 1e6,
    socketsPerMinute: 1e6,
    phrasesPerMinute: 1e6,
    closeTimeoutMs: 500,
    ...options.limits,
  };
  const pageDir = join(dataDir, "no-page");
  const relay = createRelay({ ...base, pageDir, ...options.config, limits }, options.ports ?? systemPorts());
  const address = await relay.listen();
  clearAfterTest();
  running.push(relay);
  return { relay, dataDir, ...address };
}

export function makeFolder(): string {
  clearAfterTest();
  const folder = mkdtempSync(join(tmpdir(), "tacet-relay-"));
  folders.push(folder);
  return folder;
}

export const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** What the two people of a room hold. */
export interface TestRoom {
  readonly answer: RoomAnswer;
  readonly roomId: Buffer;
  readonly token: Buffer;
  readonly secrets: readonly [Buffer, Buffer];
}

export async function makeRoom(relay: TestRelay, fields: Record<string, unknown> = {}): Promise<TestRoom> {
  const token = randomBytes(32);
  const secrets = [randomBytes(32), randomBytes(32)] as const;
  const response = await postRoom(relay, {
    kind: "pair",
    admission: sha256(token).toString("base64url"),
    seat: sha256(secrets[0]).toString("base64url"),
    ...fields,
  });
  if (response.status !== 201) throw new Error(`a room was refused with ${response.status}`);
  const answer = (await response.json()) as RoomAnswer;
  return { answer, roomId: Buffer.from(answer.room_id, "base64url"), token, secrets };
}

export function postRoom(
  relay: TestRelay,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`http://127.0.0.1:${relay.port}/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** One WebSocket as a page would hold it. */
export class Client {
  readonly ws: WebSocket;
  readonly closed: Promise<number>;
  closeCode: number | null = null;
  readonly raw: Buffer[] = [];
  readonly #waiting: ((frame: FromRelay | null) => void)[] = [];
  readonly #frames: FromRelay[] = [];

  constructor(relay: TestRelay, options: { readonly answerBeats?: boolean } = {}) {
    this.ws = new WebSocket(`ws://127.0.0.1:${relay.port}/relay`, SUBPROTOCOL, { origin: relay.url });
    clearAfterTest();
    clients.push(this);
    this.ws.on("message", (data: Buffer) => this.#heard(data, options.answerBeats ?? true));
    this.ws.on("error", () => undefined);
    this.closed = new Promise((resolve) => {
      this.ws.on("close", (code) => {
        this.closeCode = code;
        for (const wait of this.#waiting.splice(0)) wait(null);
        resolve(code);
      });
    });
  }

  /** Resolves when the socket is open, rejects when the relay refuses it. */
  opened(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.ws.once("open", () => resolve(this));
      this.ws.once("error", reject);
    });
  }

  say(frame: ToRelay): void {
    this.ws.send(encodeToRelay(frame));
  }

  /** The next frame but beats, or null when the socket closes first. */
  next(): Promise<FromRelay | null> {
    const frame = this.#frames.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    if (this.closeCode !== null) return Promise.resolve(null);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  drop(): void {
    this.ws.terminate();
  }

  #heard(data: Buffer, answerBeats: boolean): void {
    this.raw.push(data);
    const frame = decodeFromRelay(data);
    if (frame.kind === "beat") {
      if (answerBeats) this.say({ kind: "beat" });
      return;
    }
    const wait = this.#waiting.shift();
    if (wait === undefined) this.#frames.push(frame);
    else wait(frame);
  }
}

const NOTHING = new Uint8Array();

/** Opens a socket and says one admit. */
export async function admit(
  relay: TestRelay,
  room: { readonly roomId: Uint8Array; readonly token: Uint8Array },
  mode: "enter" | "return",
  seatSecret: Uint8Array,
  ticket: Uint8Array = NOTHING,
): Promise<Client> {
  const client = await new Client(relay).opened();
  const token = mode === "enter" ? room.token : new Uint8Array(32);
  client.say({ kind: "admit", mode, roomId: room.roomId, token, seatSecret, ticket });
  return client;
}

/** A room with both people in it, and the frames of their arrival already heard. */
export async function pair(relay: TestRelay, fields: Record<string, unknown> = {}): Promise<TestPair> {
  const room = await makeRoom(relay, fields);
  const first = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(first, "welcome");
  const second = await admit(relay, room, "enter", room.secrets[1]);
  const { ticket } = await expectKind(second, "welcome");
  await expectKind(first, "presence");
  await expectKind(first, "ticket");
  return { room, first, second, ticket };
}

export interface TestPair {
  readonly room: TestRoom;
  readonly first: Client;
  readonly second: Client;
  readonly ticket: Uint8Array;
}

/** The next frame, which has to be of a kind. */
export async function expectKind<Kind extends FromRelay["kind"]>(
  client: Client,
  kind: Kind,
): Promise<Extract<FromRelay, { kind: Kind }>> {
  const frame = await client.next();
  if (frame?.kind !== kind) throw new Error(`${kind} was expected, and came ${JSON.stringify(frame)}`);
  return frame as Extract<FromRelay, { kind: Kind }>;
}

/** Everything inspect() gives, as text in which a byte string of any spelling can be searched. */
export function contentsText(relay: Relay): string {
  return JSON.stringify(relay.inspect(), (_key, value: unknown) => {
    const bytes = value as { type?: unknown; data?: unknown } | null;
    if (bytes?.type === "Buffer" && Array.isArray(bytes.data))
      return Buffer.from(bytes.data as number[]).toString("hex");
    return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
  });
}

/** Every spelling of some bytes that a search should find. */
export function spellings(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes);
  return [buffer.toString("hex"), buffer.toString("base64url"), buffer.toString("base64")];
}
