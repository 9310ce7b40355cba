import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { type Socket, connect } from "node:net";
import { SUBPROTOCOL } from "@tacet/wire";
import { type GroupAnswer, group } from "@tacet/wire/group";
import { WebSocket } from "ws";

/** A crowd in rooms, at one of the servers that are compared. */
export interface Crowd {
  /** One message by a member; `arrived` says how often one has reached somebody. */
  readonly say: (member: number) => void;
  readonly arrived: () => number;
  readonly leave: () => void;
}

export interface CrowdOptions {
  readonly port: number;
  readonly sockets: number;
  readonly roomSockets: number;
  readonly frameBytes: number;
}

/** At the C loop a message is its bytes alone. */
export async function loopCrowd({ port, sockets, frameBytes }: CrowdOptions): Promise<Crowd> {
  const message = randomBytes(frameBytes);
  const members: Socket[] = [];
  let bytes = 0;
  for (let member = 0; member < sockets; member += 1) {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.on("data", (chunk: Buffer) => (bytes += chunk.length));
    await new Promise((resolve) => socket.once("connect", resolve));
    members.push(socket);
  }
  return {
    say: (member) => members[member]?.write(message),
    arrived: () => Math.floor(bytes / frameBytes),
    leave: () => members.forEach((socket) => socket.destroy()),
  };
}

/** At socket.io: its own handshake and packets, said by hand so that its client takes no part. */
export async function socketIoCrowd({ port, sockets, frameBytes }: CrowdOptions): Promise<Crowd> {
  const block = randomBytes(frameBytes);
  const members: WebSocket[] = [];
  let heard = 0;
  for (let member = 0; member < sockets; member += 1) {
    const socket = open(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    await new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer, isBinary: boolean) => {
        if (isBinary) heard += 1;
        else if (data[0] === 0x30) socket.send("40");
        else if (data[0] === 0x32) socket.send("3");
        else if (data[0] === 0x34 && data[1] === 0x30) resolve();
      });
    });
    members.push(socket);
  }
  return {
    say: (member) => {
      members[member]?.send('451-["said",{"_placeholder":true,"num":0}]');
      members[member]?.send(block);
    },
    arrived: () => heard,
    leave: () => members.forEach((socket) => socket.terminate()),
  };
}

/** At the relay: rooms made and entered as every client does it. */
export async function relayCrowd(options: CrowdOptions): Promise<Crowd> {
  const { port, sockets, roomSockets, frameBytes } = options;
  const block = randomBytes(frameBytes - group.limits.numberedHeaderBytes);
  const frame = group.encodeTo({ kind: "numbered", counter: 1, block });
  const members: WebSocket[] = [];
  let heard = 0;
  for (let seated = 0; seated < sockets; seated += roomSockets) {
    const { roomId, token, secret } = await makeRoom(port, roomSockets);
    for (let member = 0; member < roomSockets; member += 1) {
      const socket = open(`ws://127.0.0.1:${port}/relay`, `http://localhost:${port}`);
      const enters = member > 0;
      await admitted(socket, {
        kind: "group-admit",
        mode: enters ? "enter" : "return",
        roomId,
        token: enters ? token : new Uint8Array(32),
        seatSecret: enters ? randomBytes(32) : secret,
        last: 0,
        ticket: new Uint8Array(),
      });
      socket.on("message", (data: Buffer) => {
        if (data.length === frameBytes && data[0] === frame[0]) heard += 1;
        else if (data[0] === 4) socket.send(group.encodeTo({ kind: "beat" }));
      });
      members.push(socket);
    }
  }
  return {
    say: (member) => members[member]?.send(frame),
    arrived: () => heard,
    leave: () => members.forEach((socket) => socket.terminate()),
  };
}

function open(url: string, origin?: string): WebSocket {
  const options = { perMessageDeflate: false, ...(origin === undefined ? {} : { origin }) };
  return new WebSocket(url, origin === undefined ? [] : SUBPROTOCOL, options);
}

function admitted(socket: WebSocket, admit: Parameters<typeof group.encodeTo>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => socket.send(group.encodeTo(admit)));
    socket.once("error", reject);
    socket.once("message", (data: Buffer) => {
      const { kind } = group.decodeFrom(data);
      if (kind === "group-welcome") resolve();
      else reject(new Error(`${kind} in the place of a welcome`));
    });
  });
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
