/* What a socket has not sent yet (spec/files.md 5). */
import { expect, it } from "vitest";
import { createWebSocketDriver } from "../src/index.ts";
import type { SocketEvent } from "../src/index.ts";
import { LIMITS } from "../src/limits.ts";
import { FakeSocket, lastSocket } from "./harness/fake-socket.ts";

it("tells how much of what was sent still waits, from a long frame on until nothing does", () => {
  const events: SocketEvent[] = [];
  const looks: (() => void)[] = [];
  const driver = createWebSocketDriver(
    FakeSocket,
    (event) => events.push(event),
    (ms, run) => looks.push(ms === LIMITS.drainLookMs ? run : () => undefined),
  );
  driver.post({ do: "open", connection: 1, url: "wss://relay.test/relay" });
  const socket = lastSocket();
  socket.onopen?.(new Event("open"));
  events.length = 0;
  driver.post({ do: "send", connection: 1, bytes: Uint8Array.of(1) });
  expect(looks).toEqual([]);
  for (const bytes of [200_000, 200_000, 70_000, 0]) {
    driver.post({ do: "send", connection: 1, bytes: new Uint8Array(65_536) });
    expect(looks).toHaveLength(1);
    socket.bufferedAmount = bytes;
    looks.shift()?.();
  }
  expect(looks).toEqual([]);
  expect(events.map((event) => event.on === "waiting" && event.bytes)).toEqual([200_000, 70_000, 0]);
  driver.post({ do: "send", connection: 1, bytes: new Uint8Array(65_536) });
  driver.post({ do: "close", connection: 1 });
  looks.shift()?.();
  expect(events).toHaveLength(3);
});
