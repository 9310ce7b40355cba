import type { Content } from "@tacet/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import {
  acknowledge,
  emptyStream,
  hand,
  isFull,
  markSent,
  nextToHand,
  receive,
  rewind,
  rewindWhenDue,
  take,
} from "../src/pair/delivery.ts";
import type { Stream } from "../src/pair/delivery.ts";

const id = new Uint8Array(16);
const content = (order: number): Content => ({ kind: 64, order, id, body: Uint8Array.of(order & 255) });
const taken = (count: number): Stream => {
  let stream = emptyStream;
  for (let index = 0; index < count; index += 1) stream = take(stream, 64, id, new Uint8Array(0));
  return stream;
};
const handAll = (from: Stream, nowMs: number): Stream => {
  let stream = from;
  while (nextToHand(stream) !== null) stream = hand(stream, nowMs);
  return stream;
};

describe("a stream sends", () => {
  it("hands out at most 256 without an acknowledgement, and the next with each one", () => {
    const full = handAll(taken(300), 0);
    expect(full.handed).toBe(LIMITS.inFlightContents);
    const moved = acknowledge(full, 10, 5);
    expect(moved.delivered.map((one) => one.order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(handAll(moved.stream, 5).handed).toBe(LIMITS.inFlightContents + 10);
  });

  it("is full with 256 in flight and 1,000 waiting", () => {
    expect(isFull(taken(1255))).toBe(false);
    expect(isFull(taken(1256))).toBe(true);
  });

  it("sends again after 3, 6, 12 and 15 s without progress, and after 3 s again once there was some", () => {
    let stream = handAll(taken(2), 0);
    const waits: number[] = [];
    let nowMs = 0;
    for (let round = 0; round < 5; round += 1) {
      waits.push((stream.resendAtMs ?? 0) - nowMs);
      nowMs = stream.resendAtMs ?? 0;
      expect(rewindWhenDue(stream, nowMs - 1)).toBe(stream);
      stream = rewindWhenDue(stream, nowMs);
      expect(stream.handed).toBe(0);
      stream = handAll(stream, nowMs);
    }
    expect(waits).toEqual([3000, 6000, 12_000, 15_000, 15_000]);
    expect(acknowledge(stream, 1, nowMs).stream.resendAtMs).toBe(nowMs + 3000);
  });

  it("stops its timer when everything is acknowledged", () => {
    const stream = handAll(taken(3), 0);
    expect(acknowledge(stream, 3, 1).stream.resendAtMs).toBeNull();
  });

  it("keeps order and identity when it sends again", () => {
    const stream = handAll(taken(3), 0);
    const again = rewind(acknowledge(stream, 1, 0).stream);
    expect(nextToHand(again)?.order).toBe(2);
  });

  it("ignores an acknowledgement of what was never made, and an old one", () => {
    const stream = handAll(taken(3), 0);
    expect(acknowledge(stream, 4, 0).stream).toBe(stream);
    const moved = acknowledge(stream, 2, 0).stream;
    expect(acknowledge(moved, 1, 0).stream).toBe(moved);
  });

  it("says `sent` once", () => {
    const stream = handAll(taken(2), 0);
    const once = markSent(stream, 2);
    expect(once.first?.order).toBe(2);
    expect(markSent(once.stream, 2).first).toBeNull();
    expect(markSent(stream, 3).first).toBeNull();
  });
});

describe("a stream receives", () => {
  it("brings out what is in order, keeps what is early and drops what is old", () => {
    const early = receive(emptyStream, content(2));
    expect(early.inOrder).toEqual([]);
    const both = receive(early.stream, content(1));
    expect(both.inOrder.map((one) => one.order)).toEqual([1, 2]);
    expect(receive(both.stream, content(2)).inOrder).toEqual([]);
    expect(both.stream.received).toBe(2);
  });

  it("keeps at most 256 early contents", () => {
    expect(receive(emptyStream, content(256)).stream.early).toHaveLength(1);
    expect(receive(emptyStream, content(257)).stream).toBe(emptyStream);
  });

  it("brings out every order once and in order, however they come (property)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200 }),
        (count, noise) => {
          const orders = [
            ...noise.filter((order) => order <= count),
            ...Array.from({ length: count }, (_, at) => at + 1),
          ];
          let stream = emptyStream;
          const out: number[] = [];
          for (const order of orders) {
            const received = receive(stream, content(order));
            stream = received.stream;
            out.push(...received.inOrder.map((one) => one.order));
          }
          expect(out).toEqual(Array.from({ length: count }, (_, at) => at + 1));
        },
      ),
    );
  });
});
