import { createProposal } from "ts-mls/createMessage.js";
import { encodeMlsMessage } from "ts-mls/message.js";
import { describe, expect, test } from "vitest";
import { absentBody, GROUP_KIND } from "../../src/group/content.ts";
import { authenticatorOf } from "../../src/group/export.ts";
import { propose } from "../../src/group/propose.ts";
import { take } from "../../src/group/take.ts";
import { sealOuter } from "../../src/group/outer.ts";
import { sealContent } from "../../src/group/seal.ts";
import { CLIENT_CONFIG, type GroupState } from "../../src/group/state.ts";
import type { Crypto } from "../../src/primitives/crypto.ts";
import { mlsSuite } from "../../src/primitives/mls-suite.ts";
import {
  createCommit,
  encodePrivateMessage,
  type MlsProposal,
  protectApplicationData,
} from "../../src/primitives/mls.ts";
import { hex } from "../bytes.ts";
import { copyOf } from "./copies.ts";
import { added, addedOnly, commit, hand, made, room, say, type Seat, settle } from "./room.ts";
import { toyCrypto } from "./toy.ts";

interface Four {
  readonly c: Crypto;
  readonly seats: Seat[];
  readonly at: (place: number) => Seat;
}

let base: Promise<Seat[]> | null = null;

/** A room of four, by their places: 0 is the owner. Each test has its own copy, and its own randomness. */
async function four(seed: string): Promise<Four> {
  base ??= room(toyCrypto("base"), 4);
  const seats = (await base).map(copyOf);
  const at = (place: number): Seat => {
    const seat = seats[place];
    if (seat === undefined) throw new Error(`nobody at ${String(place)}`);
    return seat;
  };
  return { c: toyCrypto(seed), seats, at };
}

/** What a client says that asks no rule: any proposals, as a private or a public message, sealed like everything. */
async function unruly(
  c: Crypto,
  { mls, outer }: GroupState,
  proposals: readonly MlsProposal[],
  options: { readonly wireAsPublicMessage?: boolean; readonly authenticatedData?: Uint8Array } = {},
): Promise<Uint8Array> {
  const pskIndex = { findPsk: () => new Uint8Array(32).fill(1) };
  const context = { state: mls, cipherSuite: mlsSuite(c), pskIndex };
  const done = await createCommit(context, { extraProposals: [...proposals], ...options });
  const bytes =
    done.commit.wireformat === "mls_private_message"
      ? encodePrivateMessage(done.commit.privateMessage)
      : encodeMlsMessage(done.commit);
  return sealOuter(c.random, outer, { kind: "whole", bytes });
}

describe("who was removed, and who is new", () => {
  test("a removed member with all its state opens nothing that comes after", async () => {
    const { c, seats, at } = await four("removed");
    const thief = copyOf(at(3).state);
    const { blocks } = await made(c, at(0), { kind: "remove", leaves: [3] });
    for (const seat of seats.slice(1)) for (const block of blocks) await hand(c, seat, block);
    await settle(c, at(0), blocks);
    expect([...at(3).outcomes.values()].at(-1)?.kind).toBe("removed");
    const later = [
      await say(c, at(1), 64),
      await say(c, at(0), 64),
      ...(await made(c, at(2), { kind: "update" })).blocks,
    ];
    for (const block of later) expect((await take(c, thief, block, 0)).outcome.kind).toBe("unopened");
  });

  test("its own late messages are nobody's any more, those of who stays are taken for ten seconds", async () => {
    const { c, at } = await four("late");
    const [gone, stays, old] = [await say(c, at(3), 64), await say(c, at(2), 64), await say(c, at(2), 64)];
    await commit(c, at(0), [at(1)], { kind: "remove", leaves: [3] });
    expect((await hand(c, at(1), gone)).kind).toBe("dropped");
    expect(await hand(c, at(1), stays, 9999)).toMatchObject({ kind: "said", epoch: at(1).state.epoch - 1 });
    expect((await hand(c, at(1), old, 10_000)).kind).toBe("unopened");
    expect(at(1).state.previous).toBeNull();
  });

  test("a message of two epochs ago opens for nobody", async () => {
    const { c, at } = await four("two");
    const block = await say(c, at(2), 64);
    await commit(c, at(0), [at(1)], { kind: "update" });
    await commit(c, at(1), [at(0)], { kind: "update" });
    expect((await hand(c, at(0), block)).kind).toBe("unopened");
  });

  test("a newcomer opens nothing from before", async () => {
    const { c, seats, at } = await four("newcomer");
    const before = [await say(c, at(0), 64), await say(c, at(1), 64)];
    const seat = await addedOnly(c, at(0), seats.slice(1));
    for (const block of before) expect((await hand(c, seat, block)).kind).toBe("unopened");
  });
});

describe("who says something", () => {
  test("is the leaf whose signature was checked: nobody speaks in another's name", async () => {
    const { c, at } = await four("spoof");
    const { state } = at(1);
    const privatePath = { ...state.mls.privatePath, leafIndex: 0 };
    const posing = { ...copyOf(state), mls: { ...copyOf(state.mls), privatePath } };
    const content = {
      order: 1,
      seen: at(1).chain,
      kind: 64,
      id: new Uint8Array(16),
      body: new Uint8Array(1),
    };
    const { block } = await sealContent(c, posing, content);
    expect((await hand(c, at(2), block)).kind).toBe("dropped");
    // Nothing of the real one was spent by it.
    expect(await hand(c, at(2), await say(c, at(0), 64))).toMatchObject({ kind: "said", by: { leaf: 0 } });
  });

  test("is taken once, and never taken back from oneself", async () => {
    const { c, at } = await four("again");
    const block = await say(c, at(0), 64);
    expect((await hand(c, at(1), block)).kind).toBe("said");
    expect((await hand(c, at(1), block)).kind).toBe("dropped");
    expect((await hand(c, at(0), block)).kind).toBe("dropped");
  });

  test("says it without additional data", async () => {
    const { c, at } = await four("aad");
    const { mls, outer } = at(0).state;
    const { privateMessage } = await protectApplicationData(
      mls.signaturePrivateKey,
      mls.keySchedule.senderDataSecret,
      new Uint8Array(60).fill(1),
      new Uint8Array(1),
      mls.groupContext,
      mls.secretTree,
      0,
      CLIENT_CONFIG.paddingConfig,
      mlsSuite(c),
    );
    const bytes = encodePrivateMessage(privateMessage);
    expect((await hand(c, at(1), await sealOuter(c.random, outer, { kind: "whole", bytes }))).kind).toBe(
      "dropped",
    );
    const aad = await unruly(c, at(0).state, [], { authenticatedData: new Uint8Array(1) });
    expect((await hand(c, at(1), aad)).kind).toBe("dropped");
  });
});

describe("what is no commit of ours", () => {
  test("public messages, and proposals by themselves, are dropped", async () => {
    const { c, at } = await four("public");
    const { state } = at(2);
    expect((await hand(c, at(0), await unruly(c, state, [], { wireAsPublicMessage: true }))).kind).toBe(
      "dropped",
    );
    const leave: MlsProposal = { proposalType: "remove", remove: { removed: 2 } };
    for (const isPublic of [true, false]) {
      const { message } = await createProposal(state.mls, isPublic, leave, mlsSuite(c));
      const bytes =
        message.wireformat === "mls_private_message"
          ? encodePrivateMessage(message.privateMessage)
          : encodeMlsMessage(message);
      const block = await sealOuter(c.random, state.outer, { kind: "whole", bytes });
      expect((await hand(c, at(0), block)).kind).toBe("dropped");
    }
    expect(at(0).state.epoch).toBe(at(1).state.epoch);
  });

  test("a PSK, though the library's sender allows it, is refused by all", async () => {
    const { c, at } = await four("psk");
    const preSharedKeyId = {
      psktype: "external",
      pskId: new Uint8Array(4),
      pskNonce: new Uint8Array(64),
    } as const;
    const psk: MlsProposal = { proposalType: "psk", psk: { preSharedKeyId } };
    const block = await unruly(c, at(1).state, [psk]);
    for (const place of [0, 2])
      expect(await hand(c, at(place), block)).toMatchObject({ kind: "refused", why: "kind" });
  });

  test("a page that edits its own client to remove another, or to become owner, is refused by all, alike", async () => {
    const { c, at } = await four("edited");
    const removal: MlsProposal = { proposalType: "remove", remove: { removed: 0 } };
    const block = await unruly(c, at(3).state, [removal]);
    for (const place of [1, 2])
      expect(await hand(c, at(place), block)).toMatchObject({
        kind: "refused",
        why: "not-allowed",
        by: { leaf: 3 },
      });
    const { settings, self } = at(2).state;
    const edited = { ...copyOf(at(2).state), settings: { ...settings, owner: self.tag } };
    const wish = { kind: "settings", settings: { ...settings, owner: self.tag, change: 1 } } as const;
    const proposed = await propose(c, edited, wish);
    if (proposed.kind === "refused") throw new Error(proposed.why);
    for (const block of proposed.blocks)
      expect(await hand(c, at(1), block)).toMatchObject({ kind: "refused", why: "not-allowed" });
    expect(hex(at(1).state.settings.owner)).toBe(hex(settings.owner));
  });
});

describe("two at once", () => {
  test("the first valid commit in the order wins, the other is made again", async () => {
    const { c, at } = await four("race");
    const first = await made(c, at(1), { kind: "update" });
    const second = await made(c, at(2), { kind: "update" });
    for (const block of first.blocks) {
      await hand(c, at(0), block);
      expect(await hand(c, at(2), block)).toMatchObject({ kind: "changed", lost: true });
    }
    await settle(c, at(1), first.blocks);
    for (const block of second.blocks)
      for (const place of [0, 1]) expect((await hand(c, at(place), block)).kind).toBe("dropped");
    await commit(c, at(2), [at(0), at(1)], { kind: "update" });
    expect(new Set([0, 1, 2].map((place) => hex(authenticatorOf(at(place).state)))).size).toBe(1);
  });

  test("an invalid commit before it wins nothing", async () => {
    const { c, at } = await four("invalid first");
    const removal: MlsProposal = { proposalType: "remove", remove: { removed: 1 } };
    const foul = await unruly(c, at(2).state, [removal]);
    expect((await hand(c, at(0), foul)).kind).toBe("refused");
    await commit(c, at(1), [at(0)], { kind: "update" });
    expect(hex(authenticatorOf(at(0).state))).toBe(hex(authenticatorOf(at(1).state)));
  });

  test("a removal whose reason was voided before its place is refused by its own maker too", async () => {
    const { c, seats, at } = await four("voided");
    const others = seats.filter((_, place) => place !== 3);
    for (const by of [1, 2]) {
      const found = await say(c, at(by), GROUP_KIND.absent, absentBody(3));
      for (const seat of others.filter((one) => one !== at(by))) await hand(c, seat, found);
    }
    const { blocks } = await made(c, at(1), { kind: "remove", leaves: [3] });
    const word = await say(c, at(3), 64);
    for (const seat of others) await hand(c, seat, word);
    for (const block of blocks)
      expect(await hand(c, at(0), block)).toMatchObject({ kind: "refused", why: "not-allowed" });
    expect(await settle(c, at(1), blocks)).toBe("refused");
    expect(at(1).state.epoch).toBe(at(0).state.epoch);
  });
});

describe("the join rule", () => {
  test("nothing else is valid before the newcomer's update", async () => {
    const { c, seats, at } = await four("pending");
    const newcomer = await addedOnly(c, at(0), seats.slice(1));
    expect(await propose(c, at(1).state, { kind: "update" })).toEqual({ kind: "refused", why: "pending" });
    const block = await unruly(c, at(1).state, []);
    expect(await hand(c, at(0), block)).toMatchObject({ kind: "refused", why: "pending" });
    await commit(c, newcomer, seats, { kind: "update" });
    expect(at(0).state.pending).toBeNull();
  });

  test("who never updates is removed by anybody, and the room goes on", async () => {
    const { c, seats, at } = await four("stuck");
    const stuck = await addedOnly(c, at(0), seats.slice(1));
    await commit(c, at(2), [at(0), at(1), stuck], { kind: "remove", leaves: [stuck.state.self.leaf] });
    const [last] = [...stuck.outcomes.values()].slice(-1);
    expect(last?.kind).toBe("removed");
    const next = await added(c, at(1), [at(0), at(2)]);
    expect(hex(authenticatorOf(next.state))).toBe(hex(authenticatorOf(at(0).state)));
  });
});

test("a commit that is made unusable for one member leaves that one behind, and it can tell", async () => {
  const { c, at } = await four("targeted");
  const victim = at(3).state.mls.ratchetTree[6];
  if (victim?.nodeType !== "leaf") throw new Error("no leaf");
  const key = hex(victim.leaf.hpkePublicKey.subarray(-32));
  const encapsulate: Crypto["kem"]["encapsulate"] = async (publicKey) => {
    const made = await c.kem.encapsulate(publicKey);
    return hex(publicKey.subarray(-32)) === key ? { ...made, shared: new Uint8Array(32).fill(9) } : made;
  };
  const { blocks } = await made({ ...c, kem: { ...c.kem, encapsulate } }, at(2), { kind: "update" });
  for (const block of blocks) {
    expect((await hand(c, at(0), block)).kind).toBe("changed");
    expect(await hand(c, at(3), block)).toMatchObject({ kind: "unusable", by: { leaf: 2 } });
  }
  expect((await hand(c, at(3), await say(c, at(0), 64))).kind).toBe("unopened");
});
