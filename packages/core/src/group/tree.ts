import {
  type ClientState,
  filteredDirectPathAndCopathResolution,
  type RatchetTree,
  removeLeafNode,
} from "../primitives/mls.ts";
import { publicKeyOf } from "../primitives/x-wing-derive.ts";
import { isPublicKey } from "../primitives/x-wing-key.ts";
import type { Kem } from "../primitives/x-wing.ts";
import { encryptionKeyOf, isLeafOfOurs, sameBytes } from "./member.ts";

type Leaf = Parameters<typeof removeLeafNode>[1];

/** Of 128 leaves, the fewest that hold a hundred members. */
const NODES_MAX = 255;
const HASH_BYTES = 64;

/** The tree without these leaves, each of which is somebody's. */
export function afterRemoval(tree: RatchetTree, leaves: readonly number[]): RatchetTree {
  return leaves.reduce((after, leaf) => removeLeafNode(after, leaf as Leaf), tree);
}

/** The nodes that a path of this leaf renews, from below, and for each the nodes that must learn of it. */
export function pathNodes(
  tree: RatchetTree,
  leaf: number,
): readonly { readonly resolution: readonly number[] }[] {
  return filteredDirectPathAndCopathResolution(leaf as Leaf, tree);
}

/**
 * Whether a tree is one of ours right after the owner of this signature key was added: leaves and parents each in their places, with keys that
 * are keys, and no unmerged leaf but the newcomer, at each parent above it (spec/group.md 5, 6).
 */
export function isTreeFor(tree: RatchetTree, signatureKey: Uint8Array): boolean {
  const own = tree.findIndex(
    (node) => node?.nodeType === "leaf" && sameBytes(node.leaf.signaturePublicKey, signatureKey),
  );
  if (own < 0 || tree.length > NODES_MAX) return false;
  return tree.every((node, at) => {
    if (node === undefined) return true;
    if (node.nodeType === "leaf") return at % 2 === 0 && isLeafOfOurs(node.leaf);
    const { hpkePublicKey, parentHash, unmergedLeaves } = node.parent;
    if (at % 2 === 0 || !isPublicKey(hpkePublicKey) || ![0, HASH_BYTES].includes(parentHash.length))
      return false;
    const [leaf, ...more] = unmergedLeaves;
    return more.length === 0 && leaf === (isAbove(at, own) ? own / 2 : undefined);
  });
}

/** A parent's level is the number of ones at the end of its index, and it stands above as many nodes on either side, less one. */
function isAbove(parent: number, node: number): boolean {
  const reach = (parent ^ (parent + 1)) >>> 1;
  return Math.abs(node - parent) <= reach;
}

/**
 * Whether each private key that a commit has brought is that of its node: the maker of a path can write one key and seal another, and whoever
 * seals to that node later would be opened by nobody (spec/group.md 6).
 */
export async function doKeysFit(kem: Kem, before: ClientState, after: ClientState): Promise<boolean> {
  const known = new Set(Object.values(before.privatePath.privateKeys));
  for (const [at, secret] of Object.entries(after.privatePath.privateKeys)) {
    const node = after.ratchetTree[Number(at)];
    if (known.has(secret) || node === undefined) continue;
    if (!sameBytes(encryptionKeyOf(node), await publicKeyOf(kem, secret))) return false;
  }
  return true;
}
