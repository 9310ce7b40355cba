import { describe, expect, it } from "vitest";
import { createWebSocketDriver } from "../src/index.ts";
import type { SocketEvent } from "../src/index.ts";
import { FakeSocket, lastSocket } from "./harness/fake-socket.ts";

describe("a socket that was opened ahead", () => {
  const URL_OF_RELAY = "wss://relay.test/relay";
  const reached = () => {
    const events: SocketEvent[] = [];
    const driver = createWebSocketDriver(FakeSocket, (event) => events.push(event));
    const letGo = driver.reach("https://relay.test/");
    const early = lastSocket();
    early.readyState = 0;
    return { events, driver, letGo, early };
  };

  it("is the one that the room opens, and nothing is said on it before", () => {
    const { events, driver, letGo, early } = reached();
    driver.sendLast([Uint8Array.of(9)]);
    driver.post({ do: "open", connection: 1, url: URL_OF_RELAY });
    driver.post({ do: "send", connection: 1, bytes: Uint8Array.of(1) });
    letGo();
    expect([lastSocket() === early, early.binaryType, early.closed]).toEqual([true, "arraybuffer", false]);
    expect([early.sent, events]).toEqual([[], []]);
    early.readyState = 1;
    early.onopen?.(new Event("open"));
    expect(early.sent.map((bytes) => bytes[0])).toEqual([1]);
    expect(events).toEqual([{ on: "opened", connection: 1 }]);
  });

  it("may be open already", () => {
    const { events, driver, early } = reached();
    early.readyState = 1;
    driver.post({ do: "open", connection: 1, url: URL_OF_RELAY });
    expect(events).toEqual([{ on: "opened", connection: 1 }]);
    driver.post({ do: "send", connection: 1, bytes: Uint8Array.of(1) });
    expect(early.sent.map((bytes) => bytes[0])).toEqual([1]);
  });

  it("is the same for two presses, and of use once", () => {
    const { driver, early } = reached();
    driver.reach("https://relay.test/");
    expect(lastSocket()).toBe(early);
    driver.post({ do: "open", connection: 1, url: URL_OF_RELAY });
    driver.post({ do: "open", connection: 2, url: URL_OF_RELAY });
    expect([lastSocket() === early, early.closed]).toEqual([false, true]);
  });

  it("is closed by a press that led nowhere", () => {
    const { letGo, early } = reached();
    letGo();
    expect(early.closed).toBe(true);
  });

  it.each([
    ["that is over meanwhile", 3, URL_OF_RELAY],
    ["of another relay", 1, "wss://other.test/relay"],
  ])("%s is not used: the room opens its own", (_name, readyState, url) => {
    const { events, driver, early } = reached();
    early.readyState = readyState;
    driver.post({ do: "open", connection: 1, url });
    expect([lastSocket() === early, early.closed, events]).toEqual([false, true, []]);
  });
});

describe("a spare socket beside one that is silent", () => {
  const URL_OF_RELAY = "wss://relay.test/relay";
  const beside = () => {
    const events: SocketEvent[] = [];
    const driver = createWebSocketDriver(FakeSocket, (event) => events.push(event));
    driver.post({ do: "open", connection: 1, url: URL_OF_RELAY });
    const first = lastSocket();
    first.onopen?.(new Event("open"));
    driver.post({ do: "reach", connection: 1, url: URL_OF_RELAY });
    const spare = lastSocket();
    spare.readyState = 0;
    events.length = 0;
    return { events, driver, first, spare };
  };

  it("says that it is open, and is the next one", () => {
    const { events, driver, first, spare } = beside();
    spare.readyState = 1;
    spare.onopen?.(new Event("open"));
    expect([events, first.closed]).toEqual([[{ on: "reached", connection: 1 }], false]);
    driver.post({ do: "open", connection: 2, url: URL_OF_RELAY });
    expect([lastSocket() === spare, spare.closed, first.closed]).toEqual([true, false, true]);
    expect(events.at(-1)).toEqual({ on: "opened", connection: 2 });
  });

  it("is not the next one while it is still opening: it may be stuck where the network was", () => {
    const { driver, spare } = beside();
    driver.post({ do: "open", connection: 2, url: URL_OF_RELAY });
    expect([lastSocket() === spare, spare.closed]).toEqual([false, true]);
  });

  it("is closed by a frame on the first one, by the next spare one, and with the first one", () => {
    const { driver, first, spare } = beside();
    driver.post({ do: "reach", connection: 1, url: URL_OF_RELAY });
    const second = lastSocket();
    expect([spare.closed, second.closed]).toEqual([true, false]);
    first.onmessage?.(new MessageEvent("message", { data: new ArrayBuffer(256) }));
    expect([second.closed, first.closed]).toEqual([true, false]);
    driver.post({ do: "reach", connection: 1, url: URL_OF_RELAY });
    const third = lastSocket();
    driver.post({ do: "close", connection: 1 });
    expect([third.closed, first.closed]).toEqual([true, true]);
  });
});
