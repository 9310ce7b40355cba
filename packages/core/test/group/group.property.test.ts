import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createGroup, makeJoinerKeys } from "../../src/group/create.ts";
import { authenticatorOf } from "../../src/group/export.ts";
import { joinGroup } from "../../src/group/join.ts";
import { propose } from "../../src/group/propose.ts";
import { wipeGroup, type GroupState } from "../../src/group/state.ts";
import { take } from "../../src/group/take.ts";
import { decodeGroupContent, encodeGroupContent } from "../../src/group/content.ts";
import { openOuter, sealOuter } from "../../src/group/outer.ts";
import { type Assembly, assemble, cut } from "../../src/group/pieces.ts";
import { decodeSettings, encodeSettings } from "../../src/group/settings.ts";
import { isSigned } from "../../src/primitives/ed25519.ts";
import { hash } from "../../src/primitives/hash.ts";
import { hex, unhex } from "../bytes.ts";
import { copyOf } from "./copies.ts";
import { addedOnly, hand, made, ROOM_ID, room, say, type Seat, settle, SETTINGS } from "./room.ts";
import { toyCrypto } from "./toy.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u32 = fc.nat(2 ** 32 - 1);

const settings = fc
  .record({
    change: u32,
    admission: fc.constantFrom("open", "knock", "locked"),
    path: fc.constantFrom("any", "direct", "relayed"),
    password: fc.boolean(),
    endsWithOwner: fc.boolean(),
    disappearingSeconds: u32,
    capacity: fc.integer({ min: 2, max: 100 }),
    tags: fc.uniqueArray(bytes(16), { minLength: 1, maxLength: 17, selector: hex }),
  })
  .map(({ tags: [owner = new Uint8Array(16), ...moderators], ...rest }) => ({
    ...rest,
    owner,
    moderators: moderators.sort((a, b) => Buffer.compare(a, b)),
  }));

const content = fc
  .record({
    order: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    number: u32,
    value: bytes(32),
    kind: fc.integer({ min: 64, max: 255 }),
    id: bytes(16),
    body: fc.uint8Array({ maxLength: 300 }),
  })
  .map(({ number, value, ...rest }) => ({ ...rest, seen: { number, value } }));

describe("what is written is read again, and nothing else", () => {
  test("settings", () => {
    fc.assert(
      fc.property(settings, (one) => {
        expect(decodeSettings(encodeSettings(one))).toEqual(one);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), (any) => {
        const read = decodeSettings(any);
        expect(read === null || hex(encodeSettings(read)) === hex(any)).toBe(true);
      }),
    );
  });

  test("content", () => {
    fc.assert(
      fc.property(content, (one) => {
        expect(decodeGroupContent(encodeGroupContent(one))).toEqual(one);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 90 }), (any) => {
        const read = decodeGroupContent(any);
        expect(read === null || hex(encodeGroupContent(read)) === hex(any)).toBe(true);
      }),
    );
  });

  test("messages in pieces, whatever else comes between; a lost, repeated or swapped piece brings nothing", () => {
    const { random } = toyCrypto("pieces");
    const message = new Uint8Array(130_000).map((_, at) => at % 251);
    const other = new Uint8Array(70_000);
    const [mine, theirs] = [cut(random, message), cut(random, other)];
    const fed = (order: readonly Uint8Array[]): readonly (Uint8Array | null)[] => {
      let kept: readonly Assembly[] = [];
      return order.map((piece) => {
        const step = assemble(kept, piece);
        ({ kept } = step);
        return step.message;
      });
    };
    const order = mine.flatMap((piece, at) => (at < theirs.length ? [piece, theirs[at] ?? piece] : [piece]));
    const whole = fed(order.map((one) => one.bytes)).filter((one) => one !== null);
    expect(whole.map((one) => hex(hash(one)))).toEqual([other, message].map((one) => hex(hash(one))));
    const all = mine.map((one) => one.bytes);
    fc.assert(
      fc.property(fc.nat(all.length - 1), fc.nat(all.length - 1), (a, b) => {
        const swapped = all.map((one, at) => all[at === a ? b : at === b ? a : at] ?? one);
        const lost = all.filter((_, at) => at !== a);
        const twice = [...all.slice(0, a + 1), ...all.slice(a)];
        for (const bad of a === b ? [lost, twice] : [swapped, lost]) expect(fed(bad).at(-1)).toBeNull();
      }),
      { numRuns: 10 },
    );
  });

  test("five messages in pieces at once: the first is dropped", () => {
    const { random } = toyCrypto("many");
    const messages = Array.from({ length: 5 }, (_, at) => cut(random, new Uint8Array(62_000).fill(at)));
    const order = [0, 1].flatMap((part) => messages.map((one) => one[part]?.bytes ?? new Uint8Array(0)));
    let kept: readonly Assembly[] = [];
    const done = order.map((piece) => {
      const step = assemble(kept, piece);
      ({ kept } = step);
      return step.message;
    });
    expect(done.filter((one) => one !== null).map(([first]) => first)).toEqual([1, 2, 3, 4]);
  });

  test("the outer seal: any flipped bit is unopened", async () => {
    const { random } = toyCrypto("outer");
    const key = random.bytes(32);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.nat(), async (said, bit) => {
        const block = await sealOuter(random, key, { kind: "whole", bytes: said });
        expect(await openOuter(key, block)).toEqual({ kind: "whole", bytes: said });
        const at = bit % (8 * block.length);
        block[at >> 3] = (block[at >> 3] ?? 0) ^ (128 >> (at & 7));
        expect(await openOuter(key, block)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });
});

test("signatures are checked strictly: no key of small order, no second spelling", () => {
  const identity = new Uint8Array(32);
  identity[0] = 1;
  expect(isSigned(new Uint8Array(3), Uint8Array.of(...identity, ...new Uint8Array(32)), identity)).toBe(
    false,
  );
  const [key, signature] = [
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ].map(unhex);
  if (key === undefined || signature === undefined) throw new Error("no vector");
  expect(isSigned(new Uint8Array(0), signature, key)).toBe(true);
  // S plus the order of the group: the same point once more.
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${hex(signature.slice(32).reverse())}`) + order;
  const longer = Uint8Array.of(
    ...signature.slice(0, 32),
    ...unhex(s.toString(16).padStart(64, "0")).reverse(),
  );
  expect(isSigned(new Uint8Array(0), longer, key)).toBe(false);
});

describe("secrets", () => {
  let base: Promise<Seat[]> | null = null;
  /** A room of three, copied for each test. */
  const three = async (): Promise<Seat[]> => {
    base ??= room(toyCrypto("secrets"), 3);
    return (await base).map(copyOf);
  };

  const secretsOf = ({ mls, outer }: GroupState): Uint8Array[] => [
    ...Object.values<Uint8Array>({ ...mls.keySchedule }),
    ...Object.values(mls.privatePath.privateKeys),
    ...mls.secretTree.flatMap(({ handshake, application }) => [handshake.secret, application.secret]),
    outer,
  ];
  const isErased = (secret: Uint8Array): boolean => secret.every((byte) => byte === 0);

  test("of an epoch that is over are erased: most at once, what late messages need after ten seconds", async () => {
    const [a, b, other] = await three();
    if (a === undefined || b === undefined || other === undefined) throw new Error("no room");
    const c = toyCrypto("erased");
    const before = a.state;
    const spent = Object.entries<Uint8Array>({ ...before.mls.keySchedule }).filter(
      ([name]) => name !== "senderDataSecret",
    );
    const late = [before.outer, before.mls.keySchedule.senderDataSecret];
    const { blocks } = await made(c, b, { kind: "update" });
    for (const block of blocks) await hand(c, a, block, 5);
    expect(spent.filter(([, secret]) => !isErased(secret)).map(([name]) => name)).toEqual([]);
    expect(late.some(isErased)).toBe(false);
    expect(secretsOf(a.state).some(isErased)).toBe(false);
    await hand(c, a, new Uint8Array(1018), 10_005);
    expect(late.every(isErased)).toBe(true);
    await settle(c, b, blocks);
    expect(secretsOf(b.state).some(isErased)).toBe(false);
  });

  test("of a proposal that came too late, of a used message, and of a state at its end", async () => {
    const [a, b] = await three();
    if (a === undefined || b === undefined) throw new Error("no room");
    const c = toyCrypto("late");
    await made(c, a, { kind: "update" });
    const { proposal } = a.state;
    if (proposal === null) throw new Error("no proposal");
    const block = await say(c, b, 64);
    const ratchet = a.state.mls.secretTree[2 * b.state.self.leaf]?.application.secret;
    await hand(c, a, block);
    expect(ratchet !== undefined && isErased(ratchet)).toBe(true);
    const { blocks } = await made(c, b, { kind: "update" });
    for (const one of blocks) expect(await hand(c, a, one)).toMatchObject({ kind: "changed", lost: true });
    expect(Object.values<Uint8Array>({ ...proposal.next.keySchedule }).every(isErased)).toBe(true);
    const ended = a.state;
    const all = [...secretsOf(ended), ended.mls.signaturePrivateKey];
    wipeGroup(ended);
    expect(all.every(isErased)).toBe(true);
  });

  test("of a joiner are erased when the Welcome is not of this room, and one key package serves once", async () => {
    const c = toyCrypto("joiner");
    const [owner, ...others] = await three();
    if (owner === undefined) throw new Error("no owner");
    const keys = await makeJoinerKeys(c);
    const proposed = await propose(c, owner.state, { kind: "add", keyPackage: keys.keyPackage });
    if (proposed.kind === "refused" || proposed.welcome === null) throw new Error("not added");
    const { welcome } = proposed;
    const right = { welcome, roomId: ROOM_ID, owner: owner.state.settings.owner };
    const flipped = welcome.map((byte, at) => (at === welcome.length - 9 ? byte ^ 1 : byte));
    const wrong = [
      { ...right, roomId: new Uint8Array(16) },
      { ...right, owner: new Uint8Array(16) },
      { ...right, welcome: flipped },
      { ...right, welcome: welcome.slice(1) },
      { ...right, welcome: Uint8Array.of(...welcome, 0) },
      { ...right, welcome: new Uint8Array(0) },
    ];
    for (const p of wrong) {
      const tried = copyOf(keys);
      expect(await joinGroup(c, { ...p, keys: tried })).toBeNull();
      expect(Object.values<Uint8Array>({ ...tried.secrets }).every(isErased)).toBe(true);
    }
    expect(await joinGroup(c, { ...right, keys })).not.toBeNull();
    expect(await joinGroup(c, { ...right, keys })).toBeNull();
    expect(await joinGroup(c, { ...right, keys: await makeJoinerKeys(c) })).toBeNull();
    expect(others.length).toBe(2);
  });

  test("a room's state refuses a second proposal, and settings that do not hold", async () => {
    const c = toyCrypto("contract");
    const [owner] = await three();
    if (owner === undefined) throw new Error("no owner");
    await made(c, owner, { kind: "update" });
    await expect(propose(c, owner.state, { kind: "update" })).rejects.toThrow("state");
    const bad = { roomId: ROOM_ID, settings: { ...SETTINGS, capacity: 101 } };
    await expect(createGroup(c, bad)).rejects.toThrow("encoding");
  });

  test("what a member seals that is no message of its own is dropped, and nothing changes", async () => {
    const c = toyCrypto("mutants");
    const [a, b] = await three();
    if (a === undefined || b === undefined) throw new Error("no room");
    const inside = async (block: Uint8Array): Promise<Uint8Array> => {
      const packet = await openOuter(a.state.outer, block);
      if (packet === null) throw new Error("did not open");
      return packet.bytes;
    };
    const { blocks } = await made(c, copyOf(b), { kind: "update" });
    const samples = [await inside(await say(c, b, 64)), await inside(blocks[0] ?? new Uint8Array(0))];
    const before = copyOf(a.state);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), fc.nat(), fc.nat(3), async (sample, place, how) => {
        const at = place % sample.length;
        const flipped = sample.map((byte, index) => (index === at ? byte ^ (1 << (place % 8)) : byte));
        const bytes =
          [flipped, sample.slice(0, at), Uint8Array.of(...sample, 0), sample.slice(1)][how] ?? flipped;
        const block = await sealOuter(c.random, a.state.outer, { kind: "whole", bytes });
        const taken = await take(c, a.state, block, 0);
        expect(taken.outcome).toEqual({ kind: "dropped" });
        expect(hex(authenticatorOf(taken.state))).toBe(hex(authenticatorOf(before)));
      }),
      { numRuns: 40 },
    );
    expect(Object.values<Uint8Array>({ ...a.state.mls.keySchedule })).toEqual(
      Object.values<Uint8Array>({ ...before.mls.keySchedule }),
    );
  });

  test("a key package with any bit flipped adds nobody", async () => {
    const c = toyCrypto("packages");
    const [owner] = await three();
    if (owner === undefined) throw new Error("no owner");
    const { keyPackage } = await makeJoinerKeys(c);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * keyPackage.length - 1), async (bit) => {
        const flipped = keyPackage.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
        const proposed = await propose(c, owner.state, { kind: "add", keyPackage: flipped });
        expect(proposed).toEqual({ kind: "refused", why: "key-package" });
      }),
      { numRuns: 30 },
    );
  });

  test("a block of any length and bytes changes nothing", async () => {
    const c = toyCrypto("noise");
    const [owner] = await three();
    if (owner === undefined) throw new Error("no owner");
    const { state } = owner;
    const lengths = fc.constantFrom(0, 1, 1017, 1018, 1019, 4090);
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        const taken = await take(c, state, c.random.bytes(length), 0);
        expect(taken).toEqual({ state, outcome: { kind: "unopened" } });
      }),
      { numRuns: 12 },
    );
    expect((await addedOnly(c, owner, [])).state.pending).not.toBeNull();
  });
});
