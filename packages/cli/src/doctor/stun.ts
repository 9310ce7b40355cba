import { type Socket, createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { systemRandom } from "@tacet/client";

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const MAGIC_COOKIE = 0x2112_a442;
const HEADER_BYTES = 20;
const TRANSACTION_BYTES = 12;
const PORT_DEFAULT = 3478;
/** A datagram may be lost: it is sent so often, at such intervals. */
const TRIES = 3;
const TRY_MS = 700;

/** A server as `ice_servers` names it. */
export interface IceAddress {
  readonly kind: "stun" | "turn";
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly transport: "udp" | "tcp";
}

const PORT_MAX = 65_535;

/** Reads `stun:host:port` and `turn(s):host:port?transport=tcp`; null for anything else. */
export function readIce(url: string): IceAddress | null {
  const form = /^(stun|turn)(s?):(?:\[([0-9a-f:.]+)\]|([^:?[\]]+))(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/;
  const [, kind = "", s = "", v6, name, port, transport] = form.exec(url.toLowerCase()) ?? [];
  const host = v6 ?? name ?? "";
  if (host === "") return null;
  const secure = s !== "";
  const at = port === undefined ? (secure ? 5349 : PORT_DEFAULT) : Number(port);
  if (at < 1 || at > PORT_MAX) return null;
  return {
    kind: kind === "turn" ? "turn" : "stun",
    secure,
    host,
    port: at,
    transport: secure || transport === "tcp" ? "tcp" : "udp",
  };
}

/** Whether a binding request over UDP is answered (RFC 8489), as a TURN server answers one too. */
export async function isStunAnswered({ host, port }: IceAddress): Promise<boolean> {
  const found = await lookup(host).catch(() => null);
  if (found === null) return false;
  const socket = createSocket(found.family === 6 ? "udp6" : "udp4");
  try {
    return await answered(socket, found.address, port);
  } finally {
    socket.close();
  }
}

function answered(socket: Socket, address: string, port: number): Promise<boolean> {
  const transaction = systemRandom.bytes(TRANSACTION_BYTES);
  const message = Buffer.alloc(HEADER_BYTES);
  message.writeUInt16BE(BINDING_REQUEST, 0);
  message.writeUInt32BE(MAGIC_COOKIE, 4);
  message.set(transaction, 8);
  return new Promise((resolve) => {
    let tries = 0;
    const send = (): void => {
      tries += 1;
      if (tries <= TRIES) socket.send(message, () => undefined);
      else done(false);
    };
    const timer = setInterval(send, TRY_MS);
    const done = (is: boolean): void => {
      clearInterval(timer);
      resolve(is);
    };
    // A port that is closed may say so at once, to a socket that is connected.
    socket.on("error", () => done(false));
    socket.on("message", (answer) => {
      const isOurs = answer.length >= HEADER_BYTES && answer.subarray(8, HEADER_BYTES).equals(transaction);
      if (isOurs && answer.readUInt16BE(0) === BINDING_SUCCESS) done(true);
    });
    try {
      socket.connect(port, address, send);
    } catch {
      done(false);
    }
  });
}
