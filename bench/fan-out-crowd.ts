import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { type Socket, connect } from "node:net";
import { SUBPROTOCOL } from "@tacet/wire";
import { type GroupAnswer, group } from "@tacet/wire/group";
import { pause } from "../e2e/harness/until.ts";

/*
 * A crowd in rooms, at one of the servers that are compared. It counts bytes and reads nothing, so that it is never what a server waits for; how many
 * bytes one message makes is found out before anything is measured.
 */

export interface Crowd {
  /** One message by a member. */
  readonly say: (member: number) => void;
  /** How many messages have reached everybody, from the first one on. */
  readonly arrived: () => number;
  readonly leave: () => void;
}

export interface CrowdOptions {
  readonly port: number;
  readonly sockets: number;
  readonly roomSockets: number;
  readonly frameBytes: number;
}

interface Line {
  readonly socket: Socket;
  /** Everything that came so far, until somebody is only counting. */
  heard: Buffer;
  wake: () => void;
}

const TEXT = 0x81;
const BINARY = 0x82;

/** From the last arrival of one message to the certainty that there is no more of it. */
const QUIET_MS = 300;

/** At the C loop a message is its bytes alone. */
export async function loopCrowd({ port, sockets, frameBytes }: CrowdOptions): Promise<Crowd> {
  const lines: Line[] = [];
  for (let member = 0; member < sockets; member += 1) lines.push(await open(port));
  return counting(lines, randomBytes(frameBytes));
}

/** At socket.io: its own handshake and packets, said by hand so that its client takes no part. */
export async function socketIoCrowd({ port, sockets, frameBytes }: CrowdOptions): Promise<Crowd> {
  const lines: Line[] = [];
  for (let member = 0; member < sockets; member += 1) {
    const line = await upgraded(port, "/socket.io/?EIO=4&transport=websocket", []);
    line.socket.write(framed(TEXT, Buffer.from("40")));
    await heard(line, () => line.heard.includes('40{"sid"'));
    lines.push(line);
  }
  const packet = Buffer.from('451-["said",{"_placeholder":true,"num":0}]');
  return counting(lines, Buffer.concat([framed(TEXT, packet), framed(BINARY, randomBytes(frameBytes))]));
}

/** At the relay: rooms made and entered as every client does it. */
export async function relayCrowd(options: CrowdOptions): Promise<Crowd> {
  const { port, sockets, roomSockets, frameBytes } = options;
  const lines: Line[] = [];
  const headers = [`Origin: http://localhost:${port}`, `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`];
  for (let seated = 0; seated < sockets; seated += roomSockets) {
    const { roomId, token, secret } = await makeRoom(port, roomSockets);
    for (let member = 0; member < roomSockets; member += 1) {
      const line = await upgraded(port, "/relay", headers);
      const common = { kind: "group-admit", roomId, last: 0, ticket: new Uint8Array() } as const;
      const admit =
        member === 0
          ? group.encodeTo({ ...common, mode: "return", token: new Uint8Array(32), seatSecret: secret })
          : group.encodeTo({ ...common, mode: "enter", token, seatSecret: randomBytes(32) });
      line.heard = Buffer.alloc(0);
      line.socket.write(framed(BINARY, admit));
      await heard(line, () => line.heard.length >= 1_028);
      const { kind } = group.decodeFrom(line.heard.subarray(4, 1_028));
      if (kind !== "group-welcome") throw new Error(`${kind} in the place of a welcome`);
      lines.push(line);
    }
  }
  const block = randomBytes(frameBytes - group.limits.numberedHeaderBytes);
  return counting(lines, framed(BINARY, group.encodeTo({ kind: "numbered", counter: 1, block })));
}

async function counting(lines: readonly Line[], message: Buffer): Promise<Crowd> {
  let bytes = 0;
  for (const { socket } of lines) {
    socket.removeAllListeners("data");
    socket.on("data", (chunk: Buffer) => (bytes += chunk.length));
  }
  const settled = async (): Promise<number> => {
    for (let before = -1; before !== bytes;) {
      before = bytes;
      await pause(QUIET_MS);
    }
    return bytes;
  };
  const before = await settled();
  lines[0]?.socket.write(message);
  const start = await settled();
  const bytesOfOne = start - before;
  return {
    say: (member) => lines[member]?.socket.write(message),
    arrived: () => Math.floor((bytes - start) / bytesOfOne),
    leave: () => {
      for (const { socket } of lines) socket.destroy();
    },
  };
}

async function open(port: number): Promise<Line> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const line: Line = { socket, heard: Buffer.alloc(0), wake: () => undefined };
  socket.on("data", (chunk: Buffer) => {
    line.heard = Buffer.concat([line.heard, chunk]);
    line.wake();
  });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return line;
}

function heard(line: Line, isThere: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    line.socket.once("close", () => reject(new Error("a socket was closed")));
    line.wake = () => {
      if (isThere()) resolve();
    };
    line.wake();
  });
}

async function upgraded(port: number, path: string, headers: readonly string[]): Promise<Line> {
  const line = await open(port);
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    ...headers,
  ];
  line.socket.write(`${head.join("\r\n")}\r\n\r\n`);
  await heard(line, () => line.heard.includes("\r\n\r\n"));
  if (!line.heard.toString("latin1").startsWith("HTTP/1.1 101")) throw new Error("an upgrade was refused");
  return line;
}

/** Masked with zeros, which leave it as it is. */
function framed(kind: number, payload: Uint8Array): Buffer {
  const isShort = payload.length < 126;
  const header = Buffer.alloc(isShort ? 6 : 8);
  header[0] = kind;
  header[1] = 0x80 | (isShort ? payload.length : 126);
  if (!isShort) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

async function makeRoom(
  port: number,
  capacity: number,
): Promise<{ readonly roomId: Uint8Array; readonly token: Uint8Array; readonly secret: Uint8Array }> {
  const [token, secret] = [randomBytes(32), randomBytes(32)];
  const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64url");
  const { x: owner } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  const answer = await fetch(`http://127.0.0.1:${port}/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "group", admission: hash(token), seat: hash(secret), owner, capacity }),
  });
  if (answer.status !== 201) throw new Error(`A room was refused: ${await answer.text()}`);
  const { room_id } = (await answer.json()) as GroupAnswer;
  return { roomId: Buffer.from(room_id, "base64url"), token, secret };
}
