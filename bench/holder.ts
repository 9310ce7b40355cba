// Holds sockets open from a process of its own: node bench/holder.ts <origin> <rooms>. Says "held" when all are seated.

import { createHash, randomBytes } from "node:crypto";
import { type Admit, type RoomAnswer, SUBPROTOCOL, decodeFromRelay, encodeToRelay } from "@tacet/wire";
import { WebSocket } from "ws";

/** The relay bounds the sockets of one address, so the crowd comes from several of this machine's own. */
const ADDRESSES = 16;

/** So many are on their way in at once: well below what the relay allows one address. */
const AT_ONCE = 16;

let seated = 0;
const [origin = "", rooms = "0"] = process.argv.slice(2);

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

async function holdRoom(): Promise<void> {
  const [token, creator, guest] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const answer = await fetch(`${origin}/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind: "pair", admission: hash(token), seat: hash(creator) }),
  });
  if (answer.status !== 201) throw new Error(`A room was refused: ${await answer.text()}`);
  const { room_id, ticket } = (await answer.json()) as RoomAnswer;
  const roomId = new Uint8Array(Buffer.from(room_id, "base64url"));
  await seat({
    mode: "return",
    roomId,
    token: new Uint8Array(32),
    seatSecret: creator,
    ticket: Buffer.from(ticket, "base64url"),
  });
  await seat({ mode: "enter", roomId, token, seatSecret: guest, ticket: new Uint8Array(0) });
}

function seat(admit: Omit<Admit, "kind">): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace("http", "ws")}/relay`, SUBPROTOCOL, {
      origin,
      perMessageDeflate: false,
      localAddress: `127.0.0.${1 + (seated % ADDRESSES)}`,
    });
    seated += 1;
    socket.on("open", () => {
      socket.send(encodeToRelay({ kind: "admit", ...admit }));
    });
    socket.on("message", (data: Buffer) => {
      const frame = decodeFromRelay(new Uint8Array(data));
      if (frame.kind === "welcome") resolve();
      else if (frame.kind === "beat") socket.send(encodeToRelay({ kind: "beat" }));
      else if (frame.kind === "refused" || frame.kind === "fault")
        reject(new Error(`${frame.kind} ${frame.code}`));
    });
    socket.on("error", reject);
  });
}

let left = Number(rooms);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (left > 0) {
      left -= 1;
      await holdRoom();
    }
  }),
);
process.stdout.write("held\n");
