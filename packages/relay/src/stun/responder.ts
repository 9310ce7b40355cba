import { type RemoteInfo, type Socket, createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { ListenAddress } from "../config/values.ts";
import { answerStun } from "./message.ts";

/** A STUN server that is listening. */
export interface StunResponder {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Whether a datagram from an address may be answered now. */
export type Allows = (address: string) => boolean;

/** Listens for STUN over UDP (spec/relay.md 9). Rejects when the address cannot be had. */
export async function listenStun(address: ListenAddress, allows: Allows): Promise<StunResponder> {
  const socket = createSocket({ type: isIPv6(address.host) ? "udp6" : "udp4" });
  socket.on("message", (message, from) => hearDatagram(socket, message, from, allows));
  // From the first moment on: a datagram that cannot be sent or received concerns nobody here.
  socket.on("error", ignore);
  await bind(socket, address);
  const close = (): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));
  return { host: address.host, port: socket.address().port, close };
}

/**
 * Answers one datagram, or leaves it. It never throws: whoever can send a datagram must not be able to end the process. Port 0
 * cannot be answered, and Node's send() throws at it.
 */
export function hearDatagram(
  socket: Pick<Socket, "send">,
  message: Uint8Array,
  from: Pick<RemoteInfo, "address" | "port">,
  allows: Allows,
): void {
  if (from.port === 0) return;
  try {
    if (!allows(from.address)) return;
    const answer = answerStun(message, from.address, from.port);
    if (answer !== null) socket.send(answer, from.port, from.address, ignore);
  } catch {
    ignore();
  }
}

/** The standard port, or any free one where it is taken and nobody asked for it by name. */
export async function listenStunSomewhere(host: string, allows: Allows): Promise<StunResponder> {
  try {
    return await listenStun({ host, port: STUN_PORT }, allows);
  } catch {
    return listenStun({ host, port: 0 }, allows);
  }
}

const STUN_PORT = 3478;

function bind(socket: Socket, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ address: address.host, port: address.port, exclusive: true }, () => {
      socket.off("error", reject);
      resolve();
    });
  });
}

function ignore(): void {
  // Nothing is kept, and nothing is told.
}
