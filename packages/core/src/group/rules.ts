import { equal } from "../primitives/equal.ts";
import type { Commit, KeyPackage, MlsProposal, RatchetTree } from "../primitives/mls.ts";
import { isPublicKey } from "../primitives/x-wing-key.ts";
import { X_WING } from "../primitives/x-wing.ts";
import { type Evidence, isAbsent } from "./evidence.ts";
import {
  hasEncryptionKey,
  isKeyPackageOfOurs,
  isLeafOfOurs,
  type Member,
  memberTag,
  membersOf,
  sameBytes,
  SETTINGS_EXTENSION,
} from "./member.ts";
import { decodeSettings, type GroupSettings } from "./settings.ts";
import { afterRemoval, pathNodes } from "./tree.ts";

/**
 * Why a commit is refused (spec/group.md 6). A closed list, the same at every member, in the order in which it is looked for; a commit
 * that is on no line of the table of section 6 is refused by "kind" or "shape".
 */
export type CommitRefusal =
  | "reference"
  | "kind"
  | "shape"
  | "pending"
  | "path"
  | "path-leaf"
  | "path-keys"
  | "path-nodes"
  | "key-package"
  | "known-key"
  | "full"
  | "locked"
  | "nobody"
  | "oneself"
  | "not-allowed"
  | "settings";

/** What a commit does. One thing each. */
export type Change =
  | { readonly kind: "update" }
  | { readonly kind: "add"; readonly keyPackage: KeyPackage }
  | { readonly kind: "remove"; readonly leaves: readonly number[] }
  | { readonly kind: "settings"; readonly settings: GroupSettings };

/** What a commit is judged by: all of it is the same at every member who stands at the same place of the room's order. */
export interface RoomView {
  readonly tree: RatchetTree;
  readonly settings: GroupSettings;
  /** The leaf that was just added and has not updated, or null (the join rule). */
  readonly pending: number | null;
  readonly evidence: Evidence;
}

export type Judgement =
  | { readonly kind: "valid"; readonly change: Change }
  | { readonly kind: "refused"; readonly why: CommitRefusal };

/**
 * The one rule for every commit: refused, unless it is one of four things and its sender may do it (spec/group.md 6).
 * @param sender the leaf whose signature was verified, never anything that content says
 */
export function judge(view: RoomView, sender: number, commit: Commit): Judgement {
  const change = changeOf(commit);
  if (typeof change === "string") return refused(change);
  const fault = judgeChange(view, sender, change) ?? pathFault(view, sender, commit, change);
  return fault === null ? { kind: "valid", change } : refused(fault);
}

/** The part of the rule that does not look at the path: also what a member asks before it makes a commit, and when its place comes. */
export function judgeChange(view: RoomView, sender: number, change: Change): CommitRefusal | null {
  return pendingFault(view, sender, change) ?? changeFault(view, sender, change);
}

const refused = (why: CommitRefusal): Judgement => ({ kind: "refused", why });

/** The four shapes; anything else has none. */
function changeOf({ proposals }: Commit): Change | CommitRefusal {
  const inline: MlsProposal[] = [];
  for (const one of proposals) {
    if (one.proposalOrRefType === "reference") return "reference";
    inline.push(one.proposal);
  }
  const [first] = inline;
  if (first === undefined) return { kind: "update" };
  if (first.proposalType === "remove") return removal(inline);
  const change = single(first);
  return typeof change === "object" && inline.length > 1 ? "shape" : change;
}

function single(proposal: MlsProposal): Change | CommitRefusal {
  if (proposal.proposalType === "add" && "add" in proposal) {
    return { kind: "add", keyPackage: proposal.add.keyPackage };
  }
  if (proposal.proposalType !== "group_context_extensions") return "kind";
  if (!("groupContextExtensions" in proposal)) return "kind";
  const [extension, ...more] = proposal.groupContextExtensions.extensions;
  if (extension?.extensionType !== SETTINGS_EXTENSION || more.length > 0) return "settings";
  const settings = decodeSettings(extension.extensionData);
  return settings === null ? "settings" : { kind: "settings", settings };
}

/** One or more leaves, in rising order, each once. */
function removal(proposals: readonly MlsProposal[]): Change | CommitRefusal {
  const leaves: number[] = [];
  for (const proposal of proposals) {
    if (proposal.proposalType !== "remove" || !("remove" in proposal)) return "shape";
    const { removed } = proposal.remove;
    if (removed <= (leaves.at(-1) ?? -1)) return "shape";
    leaves.push(removed);
  }
  return { kind: "remove", leaves };
}

/** The join rule: a newcomer's empty update comes first, or its removal (spec/group.md 9). */
function pendingFault({ pending }: RoomView, sender: number, change: Change): CommitRefusal | null {
  if (pending === null) return null;
  if (sender === pending) return change.kind === "update" ? null : "pending";
  const removesIt = change.kind === "remove" && change.leaves.length === 1 && change.leaves[0] === pending;
  return removesIt ? null : "pending";
}

/** A path where keys must change, and nowhere else; its leaf stays who it was; its keys are new; its nodes are complete. */
function pathFault(
  { tree }: RoomView,
  sender: number,
  { path }: Commit,
  change: Change,
): CommitRefusal | null {
  const wanted = change.kind === "update" || change.kind === "remove";
  if ((path !== undefined) !== wanted) return "path";
  if (path === undefined) return null;
  const before = tree[2 * sender];
  if (before?.nodeType !== "leaf" || !isLeafOfOurs(path.leafNode)) return "path-leaf";
  if (!equal(before.leaf.signaturePublicKey, path.leafNode.signaturePublicKey)) return "path-leaf";
  const keys = [path.leafNode, ...path.nodes].map(({ hpkePublicKey }) => hpkePublicKey);
  const isNew = (key: Uint8Array, at: number): boolean =>
    isPublicKey(key) &&
    !hasEncryptionKey(tree, key) &&
    !keys.slice(0, at).some((other) => sameBytes(other, key));
  if (!keys.every(isNew)) return "path-keys";
  return areNodesComplete(tree, sender, path.nodes, change) ? null : "path-nodes";
}

/** An encryption of an X-Wing ciphertext and a secret of 64 bytes for each node that must learn it, no more and no fewer. */
function areNodesComplete(
  tree: RatchetTree,
  sender: number,
  nodes: NonNullable<Commit["path"]>["nodes"],
  change: Change,
): boolean {
  const after = change.kind === "remove" ? afterRemoval(tree, change.leaves) : tree;
  const wanted = pathNodes(after, sender);
  if (wanted.length !== nodes.length) return false;
  return nodes.every(({ encryptedPathSecret }, at) => {
    const complete = encryptedPathSecret.every(
      ({ kemOutput, ciphertext }) =>
        kemOutput.length === X_WING.ciphertextBytes && ciphertext.length === PATH_SECRET_BYTES + 16,
    );
    return complete && encryptedPathSecret.length === wanted[at]?.resolution.length;
  });
}

const PATH_SECRET_BYTES = 64;

function changeFault(view: RoomView, sender: number, change: Change): CommitRefusal | null {
  const members = membersOf(view.tree);
  const by = members.find(({ leaf }) => leaf === sender);
  if (by === undefined) return "nobody";
  switch (change.kind) {
    case "update":
      return null;
    case "add":
      return addFault(view, members, by, change.keyPackage);
    case "remove":
      return (
        change.leaves.map((leaf) => removeFault(view, members, by, leaf)).find((fault) => fault !== null) ??
        null
      );
    default:
      return settingsFault(view, members, by, change.settings);
  }
}

function addFault(
  { tree, settings }: RoomView,
  members: readonly Member[],
  by: Member,
  keyPackage: KeyPackage,
): CommitRefusal | null {
  if (!isKeyPackageOfOurs(keyPackage)) return "key-package";
  const { leafNode, initKey } = keyPackage;
  if (hasEncryptionKey(tree, initKey) || hasEncryptionKey(tree, leafNode.hpkePublicKey)) return "known-key";
  if (members.some(({ signatureKey }) => equal(signatureKey, leafNode.signaturePublicKey)))
    return "known-key";
  if (members.length >= settings.capacity) return "full";
  if (settings.admission === "locked" && !isHost(settings, by)) return "locked";
  // Else who was removed comes back as moderator by whoever lets it in (spec/group.md 13).
  const tag = memberTag(leafNode.signaturePublicKey);
  const isModerator = settings.moderators.some((one) => equal(one, tag));
  return isModerator && !equal(by.tag, settings.owner) ? "not-allowed" : null;
}

/**
 * The owner removes anybody, a moderator whoever is neither. Anybody removes a newcomer that has not updated, and who said that it leaves;
 * and whom more than half of all others find absent, if it is neither owner nor moderator.
 */
function removeFault(
  { settings, pending, evidence }: RoomView,
  members: readonly Member[],
  by: Member,
  leaf: number,
): CommitRefusal | null {
  const member = members.find((one) => one.leaf === leaf);
  if (member === undefined) return "nobody";
  if (leaf === by.leaf) return "oneself";
  if (leaf === pending || evidence.left.has(leaf) || equal(by.tag, settings.owner)) return null;
  if (isHost(settings, member)) return "not-allowed";
  return isHost(settings, by) || isAbsent(evidence, leaf, members.length) ? null : "not-allowed";
}

/** Only the owner, one change on, naming an owner who is here. */
function settingsFault(
  { settings }: RoomView,
  members: readonly Member[],
  by: Member,
  next: GroupSettings,
): CommitRefusal | null {
  if (!equal(by.tag, settings.owner)) return "not-allowed";
  if (next.change !== settings.change + 1) return "settings";
  if (!members.some(({ tag }) => equal(tag, next.owner))) return "settings";
  return next.capacity < members.length ? "settings" : null;
}

/** The leaf that this change has added, or null. */
export function addedBy(change: Change, before: RatchetTree, after: RatchetTree): number | null {
  if (change.kind !== "add") return null;
  const at = after.findIndex(
    (node, index) => node?.nodeType === "leaf" && before[index]?.nodeType !== "leaf",
  );
  return at < 0 ? null : at / 2;
}

/** Owner or moderator. */
function isHost(settings: GroupSettings, member: Member): boolean {
  const hosts = [settings.owner, ...settings.moderators];
  return hosts.some((tag) => equal(tag, member.tag));
}
