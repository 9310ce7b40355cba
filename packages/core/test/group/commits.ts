import { makeJoinerKeys } from "../../src/group/create.ts";
import { SETTINGS_EXTENSION } from "../../src/group/member.ts";
import type { RoomView } from "../../src/group/rules.ts";
import { encodeSettings, type GroupSettings } from "../../src/group/settings.ts";
import { CLIENT_CONFIG } from "../../src/group/state.ts";
import type { Crypto } from "../../src/primitives/crypto.ts";
import { mlsSuite } from "../../src/primitives/mls-suite.ts";
import {
  type Commit,
  createCommit,
  type KeyPackage,
  type MlsProposal,
  unprotectPrivateMessage,
} from "../../src/primitives/mls.ts";
import { room, type Seat } from "./room.ts";
import { toyCrypto } from "./toy.ts";

/** A case of vectors/group.json about the rule of spec/group.md 6. */
export interface RuleCase {
  readonly by: number;
  readonly proposals: readonly string[];
  readonly path?: string;
  readonly room?: RoomWords;
  readonly expect: string;
}

interface RoomWords {
  /** Leaves, and "joiner" for whoever is added. */
  readonly moderators?: readonly (number | "joiner")[];
  readonly admission?: GroupSettings["admission"];
  readonly capacity?: number;
  readonly pending?: number;
  readonly left?: readonly number[];
  readonly absent?: Readonly<Record<string, readonly number[]>>;
}

export interface CommitMaker {
  view(words: RoomWords): RoomView;
  commit(it: RuleCase): Promise<Commit>;
}

type Path = NonNullable<Commit["path"]>;
type PathNode = Path["nodes"][number];

/** A real room of four, and commits in it that say what no honest client says. */
export async function commitMaker(): Promise<CommitMaker> {
  const c = toyCrypto("commits");
  const seats = await room(c, 4);
  const [owner] = seats;
  if (owner === undefined) throw new Error("no owner");
  const { settings, mls } = owner.state;
  const joiner = await makeJoinerKeys(c);
  const tagAt = (leaf: number): Uint8Array => seats[leaf]?.state.self.tag ?? new Uint8Array(16);
  return {
    view: ({ moderators = [], pending = null, left = [], absent = {}, ...rest }) => ({
      tree: mls.ratchetTree,
      settings: {
        ...settings,
        ...rest,
        moderators: moderators.map((one) => (one === "joiner" ? joiner.tag : tagAt(one))),
      },
      pending,
      evidence: {
        left: new Set(left),
        back: new Set<number>(),
        absent: new Map(Object.entries(absent).map(([leaf, by]) => [Number(leaf), new Set(by)])),
      },
    }),
    commit: async ({ by, proposals, path }) => {
      const made: Commit["proposals"] = [];
      for (const words of proposals) made.push(await proposalOf(joiner.made, seats, words));
      return {
        proposals: made,
        path: path === undefined ? undefined : await pathOf(c, seats, by, proposals, path),
      };
    },
  };
}

async function proposalOf(
  joiner: KeyPackage,
  seats: readonly Seat[],
  words: string,
): Promise<Commit["proposals"][number]> {
  if (words === "reference") return { proposalOrRefType: "reference", reference: new Uint8Array(64) };
  return { proposalOrRefType: "proposal", proposal: await inline(joiner, seats, words) };
}

async function inline(made: KeyPackage, seats: readonly Seat[], words: string): Promise<MlsProposal> {
  const [first = "", ...rest] = words.split(" ");
  const [owner, , third] = seats;
  if (owner === undefined || third === undefined) throw new Error("no room");
  if (first === "add") {
    return { proposalType: "add", add: { keyPackage: flawed(made, rest.join(" "), third) } };
  }
  if (first === "remove") return { proposalType: "remove", remove: { removed: Number(rest[0]) } };
  if (first === "settings") return settingsOf(owner, third, rest.join(" "));
  const leafNode = third.state.mls.ratchetTree[4];
  const others: Readonly<Record<string, MlsProposal>> = {
    "update-proposal": { proposalType: "update", update: { leafNode: leafNode as never } },
    psk: { proposalType: "psk", psk: { preSharedKeyId: {} as never } },
    reinit: { proposalType: "reinit", reinit: {} as never },
    "external-init": { proposalType: "external_init", externalInit: { kemOutput: new Uint8Array(1120) } },
    custom: { proposalType: 0xf0a2, proposalData: new Uint8Array(1) },
  };
  const other = others[first];
  if (other === undefined) throw new Error(`no proposal ${words}`);
  return other;
}

function flawed(made: KeyPackage, flaw: string, third: Seat): KeyPackage {
  const { leafNode } = made;
  const node = third.state.mls.ratchetTree[4];
  if (node?.nodeType !== "leaf") throw new Error("no leaf");
  const extension = { extensionType: SETTINGS_EXTENSION, extensionData: new Uint8Array(1) };
  const { credential, signaturePublicKey, hpkePublicKey } = node.leaf;
  const flaws: Readonly<Record<string, () => KeyPackage>> = {
    "": () => made,
    "with an extension": () => ({ ...made, extensions: [extension] }),
    "with a leaf extension": () => ({ ...made, leafNode: { ...leafNode, extensions: [extension] } }),
    "with one key for both": () => ({ ...made, initKey: leafNode.hpkePublicKey }),
    "with other credential": () => ({ ...made, leafNode: { ...leafNode, credential } }),
    "with other capabilities": () => ({
      ...made,
      leafNode: { ...leafNode, capabilities: widened(leafNode) },
    }),
    "with a lifetime": () => ({
      ...made,
      leafNode: { ...leafNode, lifetime: { notBefore: 1n, notAfter: 2n } },
    }),
    "with a short init key": () => ({ ...made, initKey: made.initKey.slice(1) }),
    "with a coefficient too large in the init key": () => ({ ...made, initKey: tooLarge(made.initKey) }),
    "with an init key of low order": () => ({ ...made, initKey: ofLowOrder(made.initKey) }),
    "with a coefficient too large in the leaf key": () => ({
      ...made,
      leafNode: { ...leafNode, hpkePublicKey: tooLarge(leafNode.hpkePublicKey) },
    }),
    "with a leaf key of low order": () => ({
      ...made,
      leafNode: { ...leafNode, hpkePublicKey: ofLowOrder(leafNode.hpkePublicKey) },
    }),
    "with a leaf key of the tree": () => ({ ...made, leafNode: { ...leafNode, hpkePublicKey } }),
    "with an init key of the tree": () => ({ ...made, initKey: hpkePublicKey }),
    "with a signature key of the tree": () => ({
      ...made,
      leafNode: { ...leafNode, credential, signaturePublicKey },
    }),
  };
  return named(flaws, flaw)();
}

function settingsOf(owner: Seat, third: Seat, flaw: string): MlsProposal {
  const { settings } = owner.state;
  const next = { ...settings, change: settings.change + 1 };
  const extensionOf = (said: GroupSettings): { extensionType: number; extensionData: Uint8Array } => ({
    extensionType: SETTINGS_EXTENSION,
    extensionData: encodeSettings(said),
  });
  const right = extensionOf(next);
  const flaws: Readonly<Record<string, () => readonly (typeof right)[]>> = {
    "": () => [right],
    "owner 2": () => [extensionOf({ ...next, owner: third.state.self.tag })],
    skipped: () => [extensionOf({ ...next, change: settings.change + 2 })],
    repeated: () => [extensionOf(settings)],
    "owner nobody": () => [extensionOf({ ...next, owner: new Uint8Array(16) })],
    "for fewer": () => [extensionOf({ ...next, capacity: 3 })],
    garbage: () => [{ ...right, extensionData: right.extensionData.slice(1) }],
    "of another type": () => [{ ...right, extensionType: SETTINGS_EXTENSION + 1 }],
    "and another extension": () => [right, { ...right, extensionType: SETTINGS_EXTENSION + 1 }],
  };
  const extensions = [...named(flaws, flaw)()];
  return { proposalType: "group_context_extensions", groupContextExtensions: { extensions } };
}

/** The path of a commit that was really made, by that member, with those removals where they can be; then what the case does to it. */
async function pathOf(
  c: Crypto,
  seats: readonly Seat[],
  by: number,
  proposals: readonly string[],
  words: string,
): Promise<Path> {
  const removals = [...new Set(proposals)]
    .filter((one) => one.startsWith("remove ") && one !== `remove ${String(by)}`)
    .map((one) => Number(one.slice(7)))
    .filter((leaf) => leaf < seats.length);
  const [seat, reader] = [seats[by], seats.find((_, at) => at !== by && !removals.includes(at))];
  if (seat === undefined || reader === undefined) throw new Error("nobody reads it");
  const suite = mlsSuite(c);
  const extraProposals = removals.map((removed) => ({
    proposalType: "remove" as const,
    remove: { removed },
  }));
  const { commit } = await createCommit({ state: seat.state.mls, cipherSuite: suite }, { extraProposals });
  if (commit.wireformat !== "mls_private_message") throw new Error("not private");
  const { keySchedule, secretTree, ratchetTree, groupContext } = reader.state.mls;
  const { content } = await unprotectPrivateMessage(
    keySchedule.senderDataSecret,
    commit.privateMessage,
    secretTree,
    ratchetTree,
    groupContext,
    CLIENT_CONFIG.keyRetentionConfig,
    suite,
  );
  if (content.content.contentType !== "commit" || content.content.commit.path === undefined)
    throw new Error("no path");
  return bent(content.content.commit.path, words, seat, reader);
}

function bent(path: Path, words: string, seat: Seat, reader: Seat): Path {
  const [own, other] = [leafOf(seat), leafOf(reader)];
  const { leafNode, nodes } = path;
  const [first, ...others] = nodes;
  if (first === undefined) throw new Error("no nodes");
  const leafWith = (more: Partial<Path["leafNode"]>): Path => ({
    ...path,
    leafNode: { ...leafNode, ...more },
  });
  const firstWith = (more: Partial<PathNode>): Path => ({
    ...path,
    nodes: [{ ...first, ...more }, ...others],
  });
  const [secret, ...secrets] = first.encryptedPathSecret;
  if (secret === undefined) throw new Error("no ciphertext");
  const root = seat.state.mls.ratchetTree.find((node) => node?.nodeType === "parent");
  if (root?.nodeType !== "parent") throw new Error("no parent");
  const extension = { extensionType: SETTINGS_EXTENSION, extensionData: new Uint8Array(1) };
  const bends: Readonly<Record<string, () => Path>> = {
    right: () => path,
    "other signature": () =>
      leafWith({ signaturePublicKey: other.signaturePublicKey, credential: other.credential }),
    "other credential": () => leafWith({ credential: other.credential }),
    "other capabilities": () => leafWith({ capabilities: widened(leafNode) }),
    "an extension": () => leafWith({ extensions: [extension] }),
    "a short leaf key": () => leafWith({ hpkePublicKey: leafNode.hpkePublicKey.slice(1) }),
    "own key": () => leafWith({ hpkePublicKey: own.hpkePublicKey }),
    "leaf key": () => leafWith({ hpkePublicKey: other.hpkePublicKey }),
    "parent key": () => firstWith({ hpkePublicKey: root.parent.hpkePublicKey }),
    twice: () => firstWith({ hpkePublicKey: leafNode.hpkePublicKey }),
    "a coefficient too large in the leaf key": () =>
      leafWith({ hpkePublicKey: tooLarge(leafNode.hpkePublicKey) }),
    "a leaf key of low order": () => leafWith({ hpkePublicKey: ofLowOrder(leafNode.hpkePublicKey) }),
    "node key with a coefficient too large": () =>
      firstWith({ hpkePublicKey: tooLarge(first.hpkePublicKey) }),
    "node key of low order": () => firstWith({ hpkePublicKey: ofLowOrder(first.hpkePublicKey) }),
    "short key": () => firstWith({ hpkePublicKey: first.hpkePublicKey.slice(1) }),
    "node less": () => ({ ...path, nodes: others }),
    "node more": () => ({
      ...path,
      nodes: [
        ...nodes,
        { ...first, hpkePublicKey: Uint8Array.from(first.hpkePublicKey, (byte) => byte ^ 1) },
      ],
    }),
    "ciphertext less": () => firstWith({ encryptedPathSecret: secrets }),
    "ciphertext more": () => firstWith({ encryptedPathSecret: [secret, secret, ...secrets] }),
    "short ciphertext": () =>
      firstWith({ encryptedPathSecret: [{ ...secret, ciphertext: secret.ciphertext.slice(1) }, ...secrets] }),
    "short encapsulation": () =>
      firstWith({ encryptedPathSecret: [{ ...secret, kemOutput: secret.kemOutput.slice(1) }, ...secrets] }),
  };
  return named(bends, words)();
}

/** Its last coefficient is the modulus, 3329. */
function tooLarge(key: Uint8Array): Uint8Array {
  const changed = key.slice();
  changed[1150] = ((changed[1150] ?? 0) & 15) | 0x10;
  changed[1151] = 0xd0;
  return changed;
}

function ofLowOrder(key: Uint8Array): Uint8Array {
  return key.slice().fill(0, 1184);
}

type Leaf = Path["leafNode"];

function leafOf({ state }: Seat): Leaf {
  const node = state.mls.ratchetTree[2 * state.self.leaf];
  if (node?.nodeType !== "leaf") throw new Error("no leaf");
  return node.leaf as Leaf;
}

const widened = ({ capabilities }: Pick<Leaf, "capabilities">): Leaf["capabilities"] => ({
  ...capabilities,
  proposals: [1],
});

function named<T>(from: Readonly<Record<string, T>>, name: string): T {
  const found = from[name];
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}
