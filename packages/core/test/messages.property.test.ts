import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodies, CoreError, KIND } from "../src/index.ts";
import { encodeFrame } from "../src/content/frame.ts";

const id = fc.uint8Array({ minLength: 16, maxLength: 16 });
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((it) => !/\p{Cc}/u.test(it));
const limit = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const emoji = fc.constantFrom(
  "\u{1f44d}",
  "\u2764\ufe0f",
  "\u{1f1ef}\u{1f1f5}",
  "\u{1f469}\u200d\u{1f680}",
  "",
);

/** A plain object: records come without a prototype. */
const plain = <T extends object>(it: T): T => ({ ...it });

describe("what is said about a message", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(id, text, emoji, (target, said, sign) => {
        const reply = bodies.text.encode(said, target);
        expect([bodies.text.decode(reply), bodies.text.quoted(reply)]).toEqual([said, target]);
        expect(bodies.edit.decode(bodies.edit.encode({ target, text: said }))).toEqual({
          target,
          text: said,
        });
        const reaction = { target, emoji: sign };
        expect(bodies.reaction.decode(bodies.reaction.encode(reaction))).toEqual(reaction);
        expect(bodies.delete.decode(bodies.delete.encode(target))).toEqual(target);
        expect(bodies.receipt.decode(bodies.receipt.encode(target))).toEqual(target);
      }),
    );
  });

  test("policies come back as they were, and two agree the same from both sides, never more loosely", () => {
    const paths = ["any", "direct", "relayed"] as const;
    const policy = fc
      .record({ path: fc.constantFrom(...paths), directFileBytesMax: limit, relayedFileBytesMax: limit })
      .map(plain);
    fc.assert(
      fc.property(policy, policy, (one, other) => {
        expect(bodies.policy.decode(bodies.policy.encode(one))).toEqual(one);
        const agreed = bodies.policy.both(one, other);
        expect(bodies.policy.both(other, one)).toEqual(agreed);
        expect(paths.indexOf(agreed.path)).toBeGreaterThanOrEqual(paths.indexOf(one.path));
      }),
    );
  });

  test("cut short it is refused, or says less but nothing else", () => {
    fc.assert(
      fc.property(id, text, fc.nat(), (target, said, at) => {
        const reply = bodies.text.encode(said, target);
        const cut = reply.subarray(0, at % reply.length);
        const left = bodies.text.decode(cut);
        if (left !== null) expect([said.startsWith(left), bodies.text.quoted(cut)]).toEqual([true, target]);
        const edit = bodies.edit.encode({ target, text: said });
        const less = bodies.edit.decode(edit.subarray(0, at % edit.length));
        if (less !== null) expect([said.startsWith(less.text), less.target]).toEqual([true, target]);
        for (const body of [bodies.delete, bodies.receipt])
          expect(body.decode(target.subarray(0, at % 16))).toBeNull();
        expect(bodies.reaction.decode(target.subarray(0, at % 16))).toBeNull();
        const policy = { path: "any", directFileBytesMax: at, relayedFileBytesMax: 1 } as const;
        expect(bodies.policy.decode(bodies.policy.encode(policy).subarray(0, at % 17))).toBeNull();
      }),
    );
  });

  test("decoders of untrusted bytes never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (body) => {
        const { text, edit, reaction, policy } = bodies;
        for (const one of [text, edit, reaction, policy, bodies.delete, bodies.receipt]) one.decode(body);
        bodies.text.quoted(body);
      }),
      { numRuns: 1000 },
    );
  });

  test("encoders refuse an id that is none, and words instead of an emoji", () => {
    const target = new Uint8Array(16);
    const encoding = new CoreError("encoding");
    expect(() => bodies.text.encode("a", new Uint8Array(15))).toThrow(encoding);
    expect(() => bodies.edit.encode({ target: new Uint8Array(17), text: "a" })).toThrow(encoding);
    expect(() => bodies.reaction.encode({ target, emoji: "ok" })).toThrow(encoding);
    expect(() => bodies.reaction.encode({ target: new Uint8Array(0), emoji: "" })).toThrow(encoding);
    const policy = { path: "any", directFileBytesMax: 0.5, relayedFileBytesMax: 0 } as const;
    expect(() => bodies.policy.encode(policy)).toThrow(encoding);
  });
});

test("a reaction, a delete, a receipt, a short reply and a short edit have the size of typing (spec/content.md 1)", () => {
  const target = new Uint8Array(16).fill(1);
  const acks = { signal: 0, talk: 0 };
  const bytes = (kind: number, body: Uint8Array): number =>
    encodeFrame({ acks, content: { kind, order: 1, id: target, body } }).length;
  const typing = { kind: KIND.typing, order: 0, id: new Uint8Array(16), body: Uint8Array.of(1) };
  const family = "\u{1f469}\u{1f3fb}\u200d\u2764\ufe0f\u200d\u{1f48b}\u200d\u{1f468}\u{1f3ff}";
  expect(
    new Set([
      encodeFrame({ acks, content: typing }).length,
      bytes(KIND.reaction, bodies.reaction.encode({ target, emoji: family })),
      bytes(KIND.delete, bodies.delete.encode(target)),
      bytes(KIND.receipt, bodies.receipt.encode(target)),
      bytes(KIND.text, bodies.text.encode("a".repeat(182), target)),
      bytes(KIND.edit, bodies.edit.encode({ target, text: "a".repeat(183) })),
    ]),
  ).toEqual(new Set([230]));
});
