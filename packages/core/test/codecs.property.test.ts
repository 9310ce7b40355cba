import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base64url, cleanName, CoreError, formatInvitation, parseInvitation, bodies } from "../src/index.ts";
import { decodeFrame, encodeFrame } from "../src/content/frame.ts";
import { streamOf } from "../src/content/kinds.ts";
import type { Signal } from "../src/content/signal.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const anyText = fc.string({ unit: "binary", maxLength: 60 });

/** The bodies of the kinds without stream have one length each (spec/content.md 3). */
const FIXED_BYTES = new Map([
  [1, 0],
  [2, 1],
  [3, 1220],
  [4, 1124],
  [5, 0],
  [6, 0],
]);

const frames = fc
  .record({
    acks: fc.record({ signal: u32, talk: u32 }),
    kind: fc.integer({ min: 1, max: 255 }).filter((kind) => kind !== 7),
    order: fc.integer({ min: 1, max: 0xffff_ffff }),
    id: bytes(16),
    body: fc.uint8Array({ maxLength: 5000 }),
  })
  .map(({ acks, kind, order, id, body }) => {
    const stream = streamOf(kind);
    const content = {
      kind,
      order: stream === "none" ? 0 : order,
      id: stream === "talk" ? id : new Uint8Array(16),
      body: FIXED_BYTES.has(kind) ? new Uint8Array(FIXED_BYTES.get(kind) ?? 0) : body,
    };
    return { acks: { ...acks }, content };
  });

const signals: fc.Arbitrary<Signal> = fc
  .oneof(
    fc.record({
      generation: u32,
      type: fc.constantFrom<Signal["type"]>("offer", "answer"),
      text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 2000 }),
    }),
    fc.record({
      generation: u32,
      type: fc.constantFrom<Signal["type"]>("candidate"),
      text: fc.stringMatching(/^[ -~]{1,200}$/),
    }),
    fc.record({
      generation: u32,
      type: fc.constantFrom<Signal["type"]>("end", "rebuild"),
      text: fc.constant(""),
    }),
  )
  // Records come without a prototype; the codecs make plain objects.
  .map((one) => ({ ...one }));

describe("decode(encode(x)) is x", () => {
  test("base64url, and its text is the only one", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (value) => {
        expect(base64url.decode(base64url.encode(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const value = base64url.decode(text);
        if (value !== null) expect(base64url.encode(value)).toBe(text);
      }),
    );
  });

  test("frames", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
      }),
    );
  });

  test("an accepted plaintext is the encoding of what it says, in its class", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 230, maxLength: 230 }), (plaintext) => {
        const frame = decodeFrame(plaintext);
        if (frame !== null) expect(encodeFrame(frame)).toEqual(plaintext);
      }),
    );
  });

  test("texts, cleaned once", () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        let body: Uint8Array;
        try {
          body = bodies.text.encode(typed);
        } catch (error) {
          expect(error).toEqual(new CoreError("limit"));
          return;
        }
        const said = bodies.text.decode(body);
        expect(said).not.toBeNull();
        expect(bodies.text.encode(said ?? "")).toEqual(body);
        expect(said).not.toMatch(/[^\P{Cc}\n\t]/u);
      }),
    );
  });

  test("names: cleaning again changes nothing, and what is left shows", () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        const name = cleanName(typed);
        expect(cleanName(name)).toBe(name);
        expect(bodies.profile.decode(bodies.profile.encode(typed))).toBe(name);
        expect(name).not.toMatch(/^\s|\s$|\s\s|[\p{C}\p{Default_Ignorable_Code_Point}]/u);
        expect(Array.from(name).length).toBeLessThanOrEqual(20);
      }),
    );
  });

  test("signals", () => {
    fc.assert(
      fc.property(signals, (signal) => {
        expect(bodies.signal.decode(bodies.signal.encode(signal))).toEqual(signal);
      }),
    );
  });

  test("invitations, by both spellings", () => {
    fc.assert(
      fc.property(bytes(16), bytes(32), (roomId, inviteKey) => {
        const origin = "https://tacet.example:8443";
        const invitation = { roomId, inviteKey, origin };
        expect(parseInvitation(formatInvitation.link(origin, invitation))).toEqual({
          invitation,
          tolerated: [],
        });
        const code = formatInvitation.shareCode(invitation, "tacet.example:8443");
        expect(parseInvitation(code)).toEqual({ invitation, tolerated: [] });
        expect(parseInvitation(formatInvitation.shareCode(invitation)).invitation.origin).toBeNull();
      }),
    );
  });

  test("an invitation with one character changed is refused, or is another invitation", () => {
    const invitation = { roomId: new Uint8Array(16).fill(5), inviteKey: new Uint8Array(32).fill(6) };
    const link = formatInvitation.link("https://tacet.example", invitation);
    fc.assert(
      fc.property(
        fc.nat(link.length - 1),
        fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 1 }),
        (at, character) => {
          fc.pre(link.charAt(at) !== character);
          const changed = link.slice(0, at) + character + link.slice(at + 1);
          const parsed = parsedOrNull(changed);
          if (parsed !== null) expect(formatInvitation.link(parsed.origin ?? "", parsed)).not.toBe(link);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("decoders of untrusted input", () => {
  test("never throw anything but a CoreError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
        decodeFrame(body);
        bodies.text.decode(body);
        bodies.profile.decode(body);
        bodies.signal.decode(body);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(anyText, (text) => void parsedOrNull(text)),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(fc.webUrl(), (text) => void parsedOrNull(text)));
  });
});

function parsedOrNull(text: string) {
  try {
    return parseInvitation(text).invitation;
  } catch (error) {
    expect(error).toBeInstanceOf(CoreError);
    return null;
  }
}
