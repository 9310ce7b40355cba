import type { PeerCommand, SocketCommand } from "@tacet/client";
import { expect, test } from "vitest";
import { Calls } from "../src/link/calls.ts";
import { createOpenPaths } from "../src/link/open-paths.ts";

test("paths that a dead worker left open are closed, once, by their newest numbers", () => {
  const sockets: SocketCommand[] = [];
  const peers: PeerCommand[] = [];
  const paths = createOpenPaths(
    { post: (command) => sockets.push(command) },
    { post: (command) => peers.push(command) },
  );
  paths.close();
  expect([sockets, peers]).toEqual([[], []]);
  paths.socket({ do: "open", connection: 1, url: "wss://here/relay" });
  paths.socket({ do: "open", connection: 2, url: "wss://here/relay" });
  paths.peer({ do: "prepare" });
  paths.peer({ do: "open", generation: 7, role: "offer", iceServers: [] });
  paths.close();
  paths.close();
  expect(sockets.slice(2)).toEqual([{ do: "close", connection: 2 }]);
  expect(peers.slice(2)).toEqual([{ do: "close", generation: 7 }]);
});

test("everyone who waits for a worker that is gone is answered", async () => {
  const calls = new Calls<string | null>();
  const numbers: number[] = [];
  const answers = ["first", "second"].map(() => calls.ask((call) => numbers.push(call)));
  calls.answer(numbers[0] ?? 0, "in time");
  calls.answerAll(null);
  expect(await Promise.all(answers)).toEqual(["in time", null]);
});
