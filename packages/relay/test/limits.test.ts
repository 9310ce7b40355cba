import { expect, test } from "vitest";
import { networkOf, parseProxies, visitorOf } from "../src/limits/address.ts";
import { Bucket } from "../src/limits/bucket.ts";
import { MinuteLimit } from "../src/limits/gcra.ts";
import { HeadCount } from "../src/limits/headcount.ts";
import { Visitors } from "../src/limits/visitors.ts";
import { Backlog, BacklogBudget } from "../src/sockets/backlog.ts";
import { PendingBudget } from "../src/sockets/pending.ts";
import { TestClock, clockPorts } from "./clock.ts";

const HOUR_MS = 3_600_000;

test("a minute's limit lets that many through at once, then one at a time, and says how long to wait", () => {
  const limit = new MinuteLimit(30);
  const taken = Array.from({ length: 40 }, () => limit.take("a", 0));
  expect(taken.filter((wait) => wait === 0).length).toBe(30);
  expect(taken.slice(30)).toEqual(Array(10).fill(2));
  expect(limit.take("a", 1_999)).toBe(1);
  expect(limit.take("a", 2_000)).toBe(0);
  expect(limit.take("a", 2_000)).toBe(2);
  expect(limit.take("b", 2_000)).toBe(0);
});

test("in no minute do more than twice the limit pass, whatever the pace", () => {
  for (const stepMs of [1, 333, 1_999, 2_000, 7_000]) {
    const limit = new MinuteLimit(30);
    const passed: number[] = [];
    for (let atMs = 0; atMs < 300_000; atMs += stepMs) if (limit.take("a", atMs) === 0) passed.push(atMs);
    for (const startMs of passed) {
      expect(passed.filter((atMs) => atMs >= startMs && atMs < startMs + 60_000).length).toBeLessThanOrEqual(
        60,
      );
    }
    expect(passed.length).toBeLessThanOrEqual(30 + 150);
  }
});

test("a bucket gives its burst, then its rate, and never more than its burst", () => {
  const bucket = new Bucket(200, 2_000, 0);
  expect(bucket.take(2_000, 0)).toBe(true);
  expect(bucket.take(1, 0)).toBe(false);
  expect(bucket.take(1, 5)).toBe(true);
  expect(bucket.take(1, 5)).toBe(false);
  expect(bucket.take(2_001, HOUR_MS)).toBe(false);
  expect(bucket.take(2_000, HOUR_MS)).toBe(true);
  // A clock that steps back gives nothing twice.
  expect(bucket.take(1, 0)).toBe(false);
  expect(bucket.take(1, HOUR_MS)).toBe(false);
});

test("addresses are counted one by one in IPv4 and by /64 in IPv6, in one spelling", () => {
  const same: readonly (readonly [string, string])[] = [
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"],
    ["2001:db8::", "2001:db8:0:0:1:2:3:4"],
    ["2001:0db8:0001:0002::", "2001:db8:1:2::"],
    ["::1", "::2"],
    ["fe80::1:2", "fe80:0:0:0::"],
    ["64:ff9b::192.0.2.1", "64:ff9b::192.0.2.2"],
  ];
  for (const [a, b] of same) expect(networkOf(a), a).toBe(networkOf(b));
  const different: readonly (readonly [string, string])[] = [
    ["192.0.2.1", "192.0.2.2"],
    ["2001:db8:1:2::1", "2001:db8:1:3::1"],
    ["::1", "1::"],
    ["2001:db8::1", "2001:db9::1"],
  ];
  for (const [a, b] of different) expect(networkOf(a), a).not.toBe(networkOf(b));
});

test("X-Forwarded-For is read from trusted proxies only, from the right, up to the first that is not one", () => {
  const trusted = parseProxies(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]);
  const nobody = parseProxies([]);
  if (trusted === null || nobody === null) throw new Error("the lists are lists");
  const cases: readonly (readonly [remote: string, header: string, expected: string])[] = [
    ["198.51.100.7", "203.0.113.1", "198.51.100.7"],
    ["127.0.0.1", "203.0.113.1", "203.0.113.1"],
    ["::ffff:127.0.0.1", "203.0.113.1", "203.0.113.1"],
    ["127.0.0.1", "203.0.113.9, 203.0.113.1, 10.1.2.3", "203.0.113.1"],
    ["127.0.0.1", "1.2.3.4, 203.0.113.1", "203.0.113.1"],
    ["fd12::1", "2001:db8::5", "2001:db8::5"],
    ["127.0.0.1", "", "127.0.0.1"],
    ["127.0.0.1", "unknown", "127.0.0.1"],
    ["127.0.0.1", "203.0.113.1:443", "127.0.0.1"],
    ["127.0.0.1", "[2001:db8::5]", "2001:db8::5"],
    ["127.0.0.1", "10.0.0.1", "10.0.0.1"],
  ];
  for (const [remote, header, expected] of cases)
    expect(visitorOf(remote, header, trusted), header).toBe(expected);
  expect(visitorOf("127.0.0.1", "203.0.113.1", nobody)).toBe("127.0.0.1");
  expect(visitorOf(undefined, "203.0.113.1", trusted)).toBe("");
});

test("visitors are known by a hash that changes every hour, when all counts are forgotten", () => {
  const clock = new TestClock();
  const visitors = new Visitors(clockPorts(clock), {
    roomsPerMinute: 1,
    socketsPerMinute: 1,
    socketsPerAddressMax: 1,
    connectionsPerAddressMax: 1,
    phrasesPerMinute: 1,
    phraseAttemptsPerAddressMax: 1,
  });
  const tag = visitors.tagOf("192.0.2.1");
  expect(tag).toMatch(/^[\w-]{43}$/);
  expect(visitors.tagOf("192.0.2.1")).toBe(tag);
  expect(visitors.tagOf("192.0.2.2")).not.toBe(tag);
  expect(visitors.tagOf("2001:db8::1")).toBe(visitors.tagOf("2001:db8::2"));
  expect(visitors.rooms.take(tag, clock.nowMs())).toBe(0);
  expect(visitors.sockets.take(tag, clock.nowMs())).toBe(0);
  expect(visitors.phraseOffers.take(tag, clock.nowMs())).toBe(0);
  expect(visitors.phraseBeginnings.take(tag, clock.nowMs())).toBe(0);
  expect(visitors.phraseAttempts.enter(tag)).not.toBeNull();
  expect(visitors.tags()).toEqual([tag, tag, tag, tag, tag]);
  clock.advance(HOUR_MS - 1);
  expect(visitors.tagOf("192.0.2.1")).toBe(tag);
  clock.advance(1);
  expect(visitors.tags()).toEqual([]);
  expect(visitors.tagOf("192.0.2.1")).not.toBe(tag);
  visitors.close();
  expect(clock.waiting).toBe(0);
});

test("strangers' sockets and bytes are bounded by address and in all, and given back once", () => {
  const pending = new PendingBudget({
    pendingSocketsPerAddressMax: 2,
    pendingSocketsMax: 3,
    pendingBytesPerAddressMax: 100,
    pendingBytesMax: 150,
  });
  const first = pending.open("a", "socket");
  expect(pending.allows("a")).toBe("yes");
  pending.open("a", "socket");
  expect(pending.allows("a")).toBe("address");
  expect(pending.allows("b")).toBe("yes");
  const third = pending.open("b", "socket");
  expect(pending.allows("c")).toBe("total");
  expect(first.add(100)).toBe(true);
  expect(third.add(50)).toBe(true);
  expect(third.add(1)).toBe(false);
  first.release();
  first.release();
  expect(pending.totals()).toEqual({ sockets: 2, bytes: 51 });
  const body = pending.open("a", "body");
  expect(body.add(101)).toBe(false);
  body.release();
  third.release();
  expect(pending.tags()).toEqual(["a"]);
  expect(pending.totals()).toEqual({ sockets: 1, bytes: 0 });
});

test("the bodies of one address share its bytes, and each is seen while it is held", () => {
  const pending = new PendingBudget({
    pendingSocketsPerAddressMax: 2,
    pendingSocketsMax: 3,
    pendingBytesPerAddressMax: 100,
    pendingBytesMax: 1_000,
  });
  const [first, second, other] = [
    pending.open("a", "body"),
    pending.open("a", "body"),
    pending.open("b", "body"),
  ];
  expect([first.add(60), second.add(40), other.add(100)]).toEqual([true, true, true]);
  expect(pending.tags()).toEqual(["a", "b"]);
  expect(second.add(1)).toBe(false);
  second.release();
  expect(pending.open("a", "body").add(40)).toBe(true);
  first.release();
  expect([...pending.tags()].sort()).toEqual(["a", "b"]);
  expect(pending.totals()).toEqual({ sockets: 0, bytes: 140 });
});

test("a head count lets so many in at a time, each leaves once, and nobody is left in it who has gone", () => {
  const heads = new HeadCount(2);
  const [first, second] = [heads.enter("a"), heads.enter("a")];
  expect([heads.enter("a"), heads.isFull("a"), heads.isFull("b")]).toEqual([null, true, false]);
  expect(first?.tag).toBe("a");
  first?.leave();
  first?.leave();
  const third = heads.enter("a");
  expect(third).not.toBeNull();
  expect(heads.enter("a")).toBeNull();
  heads.clear();
  expect(heads.keys()).toEqual([]);
  expect(third?.tag).toBeNull();
  const later = heads.enter("a");
  second?.leave();
  third?.leave();
  expect(heads.keys()).toEqual(["a"]);
  later?.leave();
  expect(heads.keys()).toEqual([]);
});

test("a reader that is gone is counted no more, whatever is still said of its frames", () => {
  const budget = new BacklogBudget({ backlogAddressBytesMax: 1_000, backlogTotalBytesMax: 1_000 });
  const limits = { backlogBytesMax: 1_000, silenceTimeoutMs: 40_000 };
  const backlog = new Backlog({ tag: "a", drop: () => undefined }, limits, budget);
  backlog.set(256, 0);
  expect(budget.bytes).toBe(256);
  backlog.end();
  backlog.set(256, 1);
  expect(budget.bytes).toBe(0);
});

function readers() {
  const dropped: string[] = [];
  const reader = (name: string, tag: string | null = name) => ({
    tag,
    drop: () => void dropped.push(name),
  });
  return { dropped, reader };
}

test("past the backlog of all sockets those are dropped for whom most waits, and no more than must be", async () => {
  const budget = new BacklogBudget({ backlogAddressBytesMax: 1_000, backlogTotalBytesMax: 100 });
  const { dropped, reader } = readers();
  budget.set(reader("small"), 30);
  budget.set(reader("big"), 60);
  const growing = reader("growing");
  budget.set(growing, 10);
  budget.set(growing, 50);
  expect([budget.bytes, dropped]).toEqual([140, []]);
  await Promise.resolve();
  expect([budget.bytes, dropped]).toEqual([80, ["big"]]);
  budget.set(growing, 0);
  budget.set(reader("huge"), 200);
  await Promise.resolve();
  expect([budget.bytes, dropped]).toEqual([30, ["big", "huge"]]);
});

test("one address that reads nothing from many sockets loses its own, and costs others none of theirs", async () => {
  const { dropped, reader } = readers();
  const budget = new BacklogBudget({ backlogAddressBytesMax: 50, backlogTotalBytesMax: 100 });
  budget.set(reader("honest"), 30);
  // Each of them holds less than the honest one does.
  for (let at = 1; at <= 6; at += 1) budget.set(reader(`half open ${String(at)}`, "greedy"), 5 + at);
  await Promise.resolve();
  expect(dropped).toEqual(["half open 6"]);
  expect(budget.bytes).toBe(70);
  // Two such addresses are too much for all together: the one for which most waits gives way.
  for (let at = 1; at <= 3; at += 1) budget.set(reader(`other ${String(at)}`, "greedy too"), 10 + at);
  await Promise.resolve();
  expect(dropped).toEqual(["half open 6", "half open 5"]);
});

test("a reader whose address is forgotten while something waits for it stays where it was counted", async () => {
  const { dropped, reader } = readers();
  const budget = new BacklogBudget({ backlogAddressBytesMax: 50, backlogTotalBytesMax: 100 });
  const old: { tag: string | null; drop: () => void } = reader("old", "a");
  budget.set(old, 30);
  old.tag = null;
  budget.set(old, 10);
  budget.set(old, 0);
  // Without an address each counts alone.
  for (const name of ["one", "two"]) budget.set(reader(name, null), 45);
  budget.set(reader("third", "a"), 10);
  await Promise.resolve();
  expect([dropped, budget.bytes]).toEqual([[], 100]);
});
