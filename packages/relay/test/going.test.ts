import { expect, test } from "vitest";
import { TestClock, clockPorts } from "./clock.ts";
import { Client, admit, expectKind, pair, startRelay } from "./harness.ts";

/* Status 1001 says that a page goes away (spec/relay.md 5); browsers say it of pages that live too, and some proxies for everybody. */

test("a socket that is closed as going away is told as going at once, and ends the room after 10 s without a return", async () => {
  const clock = new TestClock();
  const relay = await startRelay({ ports: clockPorts(clock) });
  const { first, second } = await pair(relay);
  second.ws.close(1001);
  expect(await expectKind(first, "presence")).toMatchObject({ other: "going" });
  clock.advance(9_999);
  expect(relay.relay.inspect().rooms.length).toBe(1);
  clock.advance(1);
  expect(await expectKind(first, "ended")).toEqual({ kind: "ended", reason: "left" });
});

test("closed with another status, or with a reason, it is away and may return for the grace time", async () => {
  const clock = new TestClock();
  const relay = await startRelay({ ports: clockPorts(clock) });
  for (const [code, reason] of [[1000], [3000], [4999], [], [1001, "restart"]] as const) {
    const again = await pair(relay);
    again.second.ws.close(code, reason);
    expect(await expectKind(again.first, "presence"), String(code)).toMatchObject({ other: "away" });
    clock.advance(10_000);
    expect(relay.relay.inspect().rooms.length).toBe(1);
    again.first.say({ kind: "leave" });
    await expectKind(again.first, "ended");
  }
});

test("a seat that is going is away to whoever comes, and the other is told of its return", async () => {
  const relay = await startRelay();
  const { room, first, second } = await pair(relay);
  second.ws.close(1001);
  await expectKind(first, "presence");
  const firstAgain = await admit(relay, room, "return", room.secrets[0]);
  expect(await expectKind(firstAgain, "welcome")).toMatchObject({ other: "away" });
  await admit(relay, room, "return", room.secrets[1]);
  expect(await expectKind(firstAgain, "presence")).toMatchObject({ other: "present" });
});

test("a socket that went as a page that is closed is counted among slow readers no longer", async () => {
  const relay = await startRelay();
  for (let rooms = 0; rooms < 3; rooms += 1) {
    const { first, second } = await pair(relay);
    for (const { ws, closed } of [second, first]) {
      ws.close(1001);
      await closed;
    }
  }
  await expect.poll(() => relay.relay.inspect().sockets).toBe(0);
  // What the library says of a frame that it could not send any more, it says a moment later.
  await new Promise((resolve) => setImmediate(resolve));
  expect(relay.relay.inspect().backlogBytes).toBe(0);
});

test("a proxy that says 1001 for everybody, as some do when they are reloaded, ends no room whose people return", async () => {
  const clock = new TestClock();
  const relay = await startRelay({ ports: clockPorts(clock) });
  const { room, first, second } = await pair(relay);
  for (const { ws, closed } of [first, second]) {
    ws.close(1001);
    await closed;
  }
  await expect.poll(() => relay.relay.inspect().sockets).toBe(0);
  clock.advance(9_000);
  const back = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(back, "welcome");
  const other = await admit(relay, room, "return", room.secrets[1]);
  await expectKind(other, "welcome");
  clock.advance(20_000);
  other.say({ kind: "pass", block: new Uint8Array(255).fill(6) });
  await expectKind(back, "presence");
  expect(await expectKind(back, "pass")).toMatchObject({ kind: "pass" });
});

test("a 1001 of a socket whose seat another has taken is nobody's", async () => {
  const clock = new TestClock();
  const relay = await startRelay({ ports: clockPorts(clock) });
  const { room, first, second } = await pair(relay);
  // It does not see that it was replaced, and so does not answer the relay's own closing.
  first.ws.pause();
  const again = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(again, "welcome");
  first.ws.close(1001);
  first.ws.resume();
  await first.closed;
  await expect.poll(() => relay.relay.inspect().sockets).toBe(2);
  clock.advance(10_000);
  second.say({ kind: "pass", block: new Uint8Array(255).fill(6) });
  expect(await expectKind(again, "pass")).toMatchObject({ kind: "pass" });
});

test("a stranger that is closed as going away ends nothing", async () => {
  const relay = await startRelay();
  const { first, second } = await pair(relay);
  const stranger = await new Client(relay).opened();
  stranger.ws.close(1001);
  await stranger.closed;
  second.say({ kind: "pass", block: new Uint8Array(255).fill(5) });
  expect(await expectKind(first, "pass")).toMatchObject({ kind: "pass" });
});
