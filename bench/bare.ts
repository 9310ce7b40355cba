import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket as Socket, WebSocketServer } from "ws";

/*
 * The floor that joining a room is held against: a bare data channel between the same two browsers, with nothing but a socket that
 * carries descriptions and candidates, in plain text.
 */

export interface BareServer {
  readonly origin: string;
  /** Whether the first one of a room is connected. */
  isWaiting(room: string): boolean;
  close(): Promise<void>;
}

/** Serves an empty page, and a socket per room that hands on each message to the other one. */
export async function startBareServer(host = "127.0.0.1"): Promise<BareServer> {
  const waiting = new Map<string, Socket>();
  const server = createServer((_asked, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end("<!doctype html><title>bare</title>");
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket, asked) => {
    const room = asked.url ?? "/";
    const other = waiting.get(room);
    if (other === undefined) {
      waiting.set(room, socket);
      return;
    }
    waiting.delete(room);
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      from.on("message", (data, isBinary) => {
        to.send(data, { binary: isBinary });
      });
    }
    other.send(JSON.stringify({ begin: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    isWaiting: (room) => waiting.has(`/${room}`),
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Runs in each of the two pages: opens the socket and the connection; gives back when it began and when its channel was open. */
export async function bareSetUp(json: string): Promise<{ readonly began: number; readonly open: number }> {
  const { room, offers } = JSON.parse(json) as { readonly room: string; readonly offers: boolean };
  const now = (): number => performance.timeOrigin + performance.now();
  const began = now();
  const socket = new WebSocket(`ws://${location.host}/${room}`);
  const peer = new RTCPeerConnection();
  const channel = peer.createDataChannel("bare", { negotiated: true, id: 0 });
  const send = (message: unknown): void => {
    socket.send(JSON.stringify(message));
  };
  peer.onicecandidate = ({ candidate }) => {
    if (candidate !== null) send({ candidate });
  };
  const describe = async (): Promise<void> => {
    await peer.setLocalDescription();
    send({ description: peer.localDescription });
  };
  let work = Promise.resolve();
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as {
      readonly begin?: boolean;
      readonly candidate?: RTCIceCandidateInit;
      readonly description?: RTCSessionDescriptionInit;
    };
    work = work.then(async () => {
      if (message.begin === true) await describe();
      if (message.candidate !== undefined) await peer.addIceCandidate(message.candidate);
      if (message.description !== undefined) {
        await peer.setRemoteDescription(message.description);
        if (!offers) await describe();
      }
    });
  };
  await new Promise((resolve) => {
    channel.onopen = resolve;
  });
  const open = now();
  // The other side may not be open yet: the connection outlives this function by what the page keeps of it.
  Object.assign(globalThis, { bare: { peer, socket, channel } });
  return { began, open };
}
