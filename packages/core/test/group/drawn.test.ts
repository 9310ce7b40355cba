import { describe, expect, test } from "vitest";
import { encodeGroupContent } from "../../src/group/content.ts";
import { createGroup, makeJoinerKeys } from "../../src/group/create.ts";
import { joinGroup } from "../../src/group/join.ts";
import { sealOuter } from "../../src/group/outer.ts";
import { propose } from "../../src/group/propose.ts";
import type { GroupState } from "../../src/group/state.ts";
import { isTreeFor } from "../../src/group/tree.ts";
import { hash } from "../../src/primitives/hash.ts";
import { mlsSuite } from "../../src/primitives/mls-suite.ts";
import {
  createCommit,
  encodePrivateMessage,
  protectApplicationData,
  type RatchetTree,
} from "../../src/primitives/mls.ts";
import { copyOf } from "./copies.ts";
import { addedOnly, commit, hand, made, room, ROOM_ID, say, type Seat, SETTINGS } from "./room.ts";
import { toyCrypto } from "./toy.ts";

/* What a member with a client of its own draws: trees, paths and spellings that no honest client makes. */

let base: Promise<Seat[]> | null = null;

async function four(): Promise<readonly [Seat, Seat, Seat, Seat]> {
  base ??= room(toyCrypto("drawn"), 4);
  const [a, b, c, d] = (await base).map(copyOf);
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("no room");
  return [a, b, c, d];
}

type Node = NonNullable<RatchetTree[number]>;
type Parent = Extract<Node, { nodeType: "parent" }>["parent"];

/** The tree with something else at one of its parents. */
function redrawn(tree: RatchetTree, at: number, more: Partial<Parent>): RatchetTree {
  return tree.map((node, index) =>
    index === at && node?.nodeType === "parent" ? { ...node, parent: { ...node.parent, ...more } } : node,
  );
}

const rootOf = (tree: RatchetTree): number => tree.findIndex((node) => node?.nodeType === "parent");

describe("a Welcome with a tree that somebody has drawn", () => {
  const unmerged: readonly (readonly [string, number[]])[] = [
    ["beyond the tree", [4000]],
    ["beyond all numbers", [2 ** 32 - 1]],
    ["that is blank", [5]],
    ["that is another's", [1]],
  ];

  test.each(unmerged)(
    "that names an unmerged leaf %s brings nobody in, and soon",
    async (name, unmergedLeaves) => {
      const [owner] = await four();
      const c = toyCrypto(name);
      const keys = await makeJoinerKeys(c);
      const { mls } = owner.state;
      const ratchetTree = redrawn(mls.ratchetTree, rootOf(mls.ratchetTree), { unmergedLeaves });
      const edited: GroupState = { ...owner.state, mls: { ...mls, ratchetTree } };
      const proposed = await propose(c, edited, { kind: "add", keyPackage: keys.keyPackage });
      if (proposed.kind === "refused" || proposed.welcome === null) throw new Error("not added");
      const p = { keys, welcome: proposed.welcome, roomId: ROOM_ID, owner: owner.state.settings.owner };
      expect(await joinGroup(c, p)).toBeNull();
      expect(keys.secrets.hpkePrivateKey.every((byte) => byte === 0)).toBe(true);
    },
  );

  test("is looked at whole: places, keys, hashes, unmerged leaves", async () => {
    const [owner, ...others] = await four();
    const { state } = await addedOnly(toyCrypto("whole"), owner, others);
    const tree = state.mls.ratchetTree;
    const key = state.self.signatureKey;
    const leaf = state.self.leaf;
    expect(isTreeFor(tree, key)).toBe(true);
    const above = tree.findIndex(
      (node) => node?.nodeType === "parent" && node.parent.unmergedLeaves.length > 0,
    );
    const beside = rootOf(tree);
    const node = tree[beside];
    const first = tree[0];
    if (node?.nodeType !== "parent" || first?.nodeType !== "leaf") throw new Error("no tree");
    const { hpkePublicKey } = node.parent;
    const wrong: readonly RatchetTree[] = [
      redrawn(tree, beside, { unmergedLeaves: [leaf] }),
      redrawn(tree, beside, { unmergedLeaves: [0] }),
      redrawn(tree, beside, { parentHash: new Uint8Array(63) }),
      redrawn(tree, beside, { hpkePublicKey: hpkePublicKey.slice(1) }),
      redrawn(tree, beside, { hpkePublicKey: hpkePublicKey.slice().fill(255, 0, 3) }),
      redrawn(tree, beside, { hpkePublicKey: hpkePublicKey.slice().fill(0, 1184) }),
      ...(above < 0
        ? []
        : [
            redrawn(tree, above, { unmergedLeaves: [] }),
            redrawn(tree, above, { unmergedLeaves: [leaf, leaf] }),
          ]),
      tree.map((one, at) => (at === 0 ? node : one)),
      tree.map((one, at) => (at === beside ? first : one)),
      [...tree, ...Array.from({ length: 256 - tree.length }, () => undefined)],
    ];
    expect(wrong.map((one) => isTreeFor(one, key))).toEqual(wrong.map(() => false));
    expect(isTreeFor(tree, new Uint8Array(32))).toBe(false);
  });

  test("and one of more than 524,288 bytes is not read", async () => {
    const [owner] = await four();
    const c = toyCrypto("long");
    const p = { welcome: new Uint8Array(524_289), roomId: ROOM_ID, owner: owner.state.settings.owner };
    expect(await joinGroup(c, { ...p, keys: await makeJoinerKeys(c) })).toBeNull();
  });
});

test("a path whose keys are not those of its secrets is unusable for all whom it reaches", async () => {
  const [owner, second, third, fourth] = await four();
  const c = toyCrypto("other keys");
  const publicKey = async (secret: Uint8Array): Promise<Uint8Array> =>
    (await c.kem.publicKey?.(hash(secret))) ?? secret;
  const { blocks } = await made({ ...c, kem: { ...c.kem, publicKey } }, third, { kind: "update" });
  for (const block of blocks)
    for (const seat of [owner, second, fourth])
      expect(await hand(c, seat, block)).toMatchObject({ kind: "unusable", by: { leaf: 2 } });
  expect((await hand(c, owner, await say(c, second, 64))).kind).toBe("said");
});

test("private keys of nodes that a removal has blanked are erased", async () => {
  const [owner, second, third, fourth] = await four();
  const c = toyCrypto("blanked");
  const before = Object.entries(third.state.mls.privatePath.privateKeys);
  await commit(c, owner, [second, third, fourth], { kind: "remove", leaves: [3] });
  const { ratchetTree, privatePath } = third.state.mls;
  const blanked = before.filter(([node]) => ratchetTree[Number(node)] === undefined);
  expect(blanked.length).toBeGreaterThan(0);
  for (const [node, key] of blanked) {
    expect(privatePath.privateKeys[Number(node)]).toBeUndefined();
    expect(key.every((byte) => byte === 0)).toBe(true);
  }
});

test("padding inside a message or a commit is dropped, though the signature holds", async () => {
  const [owner, second] = await four();
  const c = toyCrypto("padding");
  const { mls, outer } = owner.state;
  const content = { order: 1, seen: owner.chain, kind: 64, id: new Uint8Array(16), body: new Uint8Array(1) };
  const padding = { kind: "alwaysPad", paddingLength: 3 } as const;
  const { privateMessage } = await protectApplicationData(
    mls.signaturePrivateKey,
    mls.keySchedule.senderDataSecret,
    encodeGroupContent(content),
    new Uint8Array(0),
    mls.groupContext,
    mls.secretTree,
    0,
    padding,
    mlsSuite(c),
  );
  const edited = { ...mls, clientConfig: { ...mls.clientConfig, paddingConfig: padding } };
  const { commit: padded } = await createCommit({ state: edited, cipherSuite: mlsSuite(c) }, {});
  if (padded.wireformat !== "mls_private_message") throw new Error("not private");
  for (const message of [privateMessage, padded.privateMessage]) {
    const packet = { kind: "whole", bytes: encodePrivateMessage(message) } as const;
    expect((await hand(c, second, await sealOuter(c.random, outer, packet))).kind).toBe("dropped");
  }
});

test("a room that cannot be made leaves no key", async () => {
  const c = toyCrypto("not made");
  const drawn: Uint8Array[] = [];
  const bytes = (length: number): Uint8Array => {
    const fresh = c.random.bytes(length);
    drawn.push(fresh);
    return fresh;
  };
  const bad = { roomId: ROOM_ID, settings: { ...SETTINGS, capacity: 101 } };
  await expect(createGroup({ ...c, random: { ...c.random, bytes } }, bad)).rejects.toThrow("encoding");
  // The first draw is the signature key's secret.
  expect(drawn[0]?.every((byte) => byte === 0)).toBe(true);
});
