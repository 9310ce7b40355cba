import { CoreError } from "../errors.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { hash } from "../primitives/hash.ts";
import { mlsSuite } from "../primitives/mls-suite.ts";
import {
  type CiphersuiteImpl,
  type ClientState,
  consumeRatchet,
  createCommit,
  decodeKeyPackage,
  encodeKeyPackage,
  encodePrivateMessage,
  encodeWelcome,
  type MlsProposal,
} from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { SETTINGS_EXTENSION } from "./member.ts";
import { sealOuter } from "./outer.ts";
import { cut } from "./pieces.ts";
import { type Change, type CommitRefusal, judgeChange } from "./rules.ts";
import { encodeSettings, type GroupSettings } from "./settings.ts";
import { type GroupState, viewOf } from "./state.ts";
import { exactly } from "./wire.ts";

/** What a member asks for. */
export type Wish =
  | { readonly kind: "update" }
  /** A key package as it came from the admission channel. */
  | { readonly kind: "add"; readonly keyPackage: Uint8Array }
  /** Leaves, in rising order. */
  | { readonly kind: "remove"; readonly leaves: readonly number[] }
  | { readonly kind: "settings"; readonly settings: GroupSettings };

export type Proposed =
  | {
      readonly kind: "proposed";
      readonly state: GroupState;
      /** Sent in order, each as one frame. */
      readonly blocks: readonly Uint8Array[];
      /** For the newcomer alone, through the admission channel, once the commit has its place. */
      readonly welcome: Uint8Array | null;
    }
  | { readonly kind: "refused"; readonly why: CommitRefusal };

/**
 * Makes a commit. Nothing has changed for anybody until `take` meets it at its place in the room's order, or another's commit first.
 * @throws CoreError("state") while another proposal waits
 */
export async function propose(c: Crypto, state: GroupState, wish: Wish): Promise<Proposed> {
  if (state.proposal !== null) throw new CoreError("state");
  const change = changeOf(wish);
  const why = change === null ? "key-package" : judgeChange(viewOf(state), state.self.leaf, change);
  if (change === null || why !== null) return { kind: "refused", why: why ?? "key-package" };
  const suite = mlsSuite(c);
  const made = await committed(suite, state.mls, change);
  if (made === null) return { kind: "refused", why: "key-package" };
  if (made.commit.wireformat !== "mls_private_message") throw new CoreError("state");
  const message = encodePrivateMessage(made.commit.privateMessage);
  const mls = await stepOwnRatchet(suite, state.mls);
  // All but the last, the secret from which another's commit of this epoch is taken too.
  wipe(...made.consumed.slice(0, -1));
  const blocks: Uint8Array[] = [];
  for (const packet of cut(c.random, message)) blocks.push(await sealOuter(c.random, state.outer, packet));
  const welcome = made.welcome === undefined ? null : encodeWelcome(made.welcome);
  const proposal = { change, next: made.newState, message: hash(message) };
  return { kind: "proposed", state: { ...state, mls, proposal }, blocks, welcome };
}

/** Null for a key package whose signatures are wrong, which only the library looks at. */
async function committed(
  suite: CiphersuiteImpl,
  mls: ClientState,
  change: Change,
): Promise<Awaited<ReturnType<typeof createCommit>> | null> {
  const options = { extraProposals: proposalsOf(change), ratchetTreeExtension: true };
  try {
    return await createCommit({ state: mls, cipherSuite: suite }, options);
  } catch (error) {
    if (change.kind === "add") return null;
    throw error;
  }
}

/** ts-mls leaves the key of a commit where it was: a second one in the same epoch would be sealed under it again. */
async function stepOwnRatchet(suite: CiphersuiteImpl, mls: ClientState): Promise<ClientState> {
  const { newTree, key } = await consumeRatchet(
    mls.secretTree,
    2 * mls.privatePath.leafIndex,
    "commit",
    suite,
  );
  wipe(key);
  return { ...mls, secretTree: newTree };
}

function changeOf(wish: Wish): Change | null {
  if (wish.kind !== "add") return wish;
  const keyPackage = exactly(decodeKeyPackage, encodeKeyPackage, wish.keyPackage);
  return keyPackage === null ? null : { kind: "add", keyPackage };
}

function proposalsOf(change: Change): MlsProposal[] {
  switch (change.kind) {
    case "update":
      return [];
    case "add":
      return [{ proposalType: "add", add: { keyPackage: change.keyPackage } }];
    case "remove":
      return change.leaves.map((removed) => ({ proposalType: "remove", remove: { removed } }));
    default: {
      const extension = { extensionType: SETTINGS_EXTENSION, extensionData: encodeSettings(change.settings) };
      const groupContextExtensions = { extensions: [extension] };
      return [{ proposalType: "group_context_extensions", groupContextExtensions }];
    }
  }
}
