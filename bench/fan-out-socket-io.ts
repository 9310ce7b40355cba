// The same rooms on socket.io, as its own documentation does it: node bench/fan-out-socket-io.ts <sockets of a room>. Says "port N".

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";

const roomSockets = Number(process.argv[2]);
const http = createServer();
// No ping falls into what is measured.
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, pingInterval: 600_000 });
let seated = 0;

io.on("connection", (socket) => {
  const room = String(Math.floor(seated / roomSockets));
  seated += 1;
  void socket.join(room);
  socket.on("said", (block: Buffer) => {
    socket.to(room).emit("said", block);
  });
});

http.listen(0, "127.0.0.1", () => {
  const { port } = http.address() as AddressInfo;
  process.stdout.write(`port ${port}\n`);
});
