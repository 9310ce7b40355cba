// A door in a namespace to a server outside of it: what is asked of localhost there goes to that address. usage: doorway.ts PORT ADDRESS

import { connect, createServer } from "node:net";

const [port, address] = [Number(process.argv[2]), process.argv[3] ?? ""];
const server = createServer((here) => {
  const there = connect(port, address);
  here.pipe(there).pipe(here);
  for (const [one, other] of [
    [here, there],
    [there, here],
  ] as const) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
});
server.listen(port, "127.0.0.1", () => {
  console.log("ready");
});
