import { ED25519 } from "../primitives/ed25519.ts";
import { equal } from "../primitives/equal.ts";
import { hash } from "../primitives/hash.ts";
import { info } from "../primitives/kdf.ts";
import { MLS_SUITE } from "../primitives/mls-suite.ts";
import type { KeyPackage, LeafNode, RatchetTree } from "../primitives/mls.ts";
import { isPublicKey } from "../primitives/x-wing-key.ts";
import { GROUP_LABELS } from "./labels.ts";

/** The extension of the group context that holds the room's settings; from the range for private use. */
export const SETTINGS_EXTENSION = 0xf0a1;

export const TAG_BYTES = 16;

/** Somebody in the room. Names are content; what a member is, is its leaf and its key (spec/group.md 3). */
export interface Member {
  /** The place in the tree: reused after somebody has gone. */
  readonly leaf: number;
  /** 32 bytes, made for this room, the same for as long as the leaf stands. */
  readonly signatureKey: Uint8Array;
  /** 16 bytes of a hash of the key: what settings, invitations and people name a member by. */
  readonly tag: Uint8Array;
}

/** @param signatureKey 32 bytes */
export function memberTag(signatureKey: Uint8Array): Uint8Array {
  return hash(info(GROUP_LABELS.groupMember, signatureKey)).slice(0, TAG_BYTES);
}

export function credentialOf(signatureKey: Uint8Array): LeafNode["credential"] {
  return { credentialType: "basic", identity: memberTag(signatureKey) };
}

/** What every leaf says of itself, word for word: there is nothing to choose. */
export const CAPABILITIES: LeafNode["capabilities"] = {
  versions: ["mls10"],
  ciphersuites: [MLS_SUITE],
  extensions: [SETTINGS_EXTENSION],
  proposals: [],
  credentials: ["basic"],
};

/** Core has no clock: a key package lives as long as its join, which is counted elsewhere (spec/group.md 5). */
export const LIFETIME: { readonly notBefore: bigint; readonly notAfter: bigint } = {
  notBefore: 0n,
  notAfter: 2n ** 63n - 1n,
};

/** A credential says nothing but the tag of its own key. */
export function isCredential(credential: LeafNode["credential"], signatureKey: Uint8Array): boolean {
  if (credential.credentialType !== "basic" || signatureKey.length !== ED25519.keyBytes) return false;
  return equal(credential.identity, memberTag(signatureKey));
}

/** Whether a leaf is one of ours: key, credential, capabilities, no extension. Its signature is checked elsewhere. */
export function isLeafOfOurs(leaf: LeafNode): boolean {
  if (!isPublicKey(leaf.hpkePublicKey) || leaf.extensions.length > 0) return false;
  if (!isCredential(leaf.credential, leaf.signaturePublicKey)) return false;
  const said = leaf.capabilities;
  return (
    same(said.versions, CAPABILITIES.versions) &&
    same(said.ciphersuites, CAPABILITIES.ciphersuites) &&
    same(said.extensions, CAPABILITIES.extensions) &&
    same(said.proposals, CAPABILITIES.proposals) &&
    same(said.credentials, CAPABILITIES.credentials)
  );
}

export function isKeyPackageOfOurs(keyPackage: KeyPackage): boolean {
  const { version, cipherSuite, initKey, leafNode, extensions } = keyPackage;
  if (version !== "mls10" || cipherSuite !== MLS_SUITE || extensions.length > 0) return false;
  if (!isPublicKey(initKey) || equal(initKey, leafNode.hpkePublicKey)) return false;
  if (leafNode.leafNodeSource !== "key_package" || !isLeafOfOurs(leafNode)) return false;
  const { lifetime } = leafNode;
  return lifetime.notBefore === LIFETIME.notBefore && lifetime.notAfter === LIFETIME.notAfter;
}

/** Everybody in the tree, by rising leaf. */
export function membersOf(tree: RatchetTree): readonly Member[] {
  return tree.flatMap((node, at) => {
    if (node?.nodeType !== "leaf") return [];
    const { signaturePublicKey: signatureKey } = node.leaf;
    return [{ leaf: at / 2, signatureKey, tag: memberTag(signatureKey) }];
  });
}

/** Whether a node of the tree has this encryption key: no two may. Public bytes. */
export function hasEncryptionKey(tree: RatchetTree, key: Uint8Array): boolean {
  return tree.some((node) => {
    return node !== undefined && sameBytes(encryptionKeyOf(node), key);
  });
}

export function encryptionKeyOf(node: NonNullable<RatchetTree[number]>): Uint8Array {
  return node.nodeType === "leaf" ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey;
}

/** Of public bytes, stopping at the first difference: a tree has many keys. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function same(said: readonly (string | number)[], wanted: readonly (string | number)[]): boolean {
  return said.length === wanted.length && said.every((one, at) => one === wanted[at]);
}
