import type { Crypto } from "../primitives/crypto.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { mlsSuite } from "../primitives/mls-suite.ts";
import { encodePrivateMessage, protectApplicationData } from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { encodeGroupContent, type GroupContent } from "./content.ts";
import { weigh } from "./evidence.ts";
import { CLIENT_CONFIG, type GroupState } from "./state.ts";
import { sealOuter } from "./outer.ts";

/**
 * Says something to all members of the present epoch: signed by the own leaf, sealed under a key that is used once, and under the outer seal
 * (spec/group.md 4).
 * @returns the block of one frame
 * @throws CoreError("limit") for a body over 60,000 bytes, CoreError("encoding") for content that has no encoding
 */
export async function sealContent(
  c: Crypto,
  state: GroupState,
  content: GroupContent,
): Promise<{ readonly state: GroupState; readonly block: Uint8Array }> {
  const bytes = encodeGroupContent(content);
  const { mls } = state;
  const { privateMessage, newSecretTree, consumed } = await protectApplicationData(
    mls.signaturePrivateKey,
    mls.keySchedule.senderDataSecret,
    bytes,
    EMPTY,
    mls.groupContext,
    mls.secretTree,
    mls.privatePath.leafIndex,
    CLIENT_CONFIG.paddingConfig,
    mlsSuite(c),
  );
  wipe(...consumed, bytes);
  const packet = { kind: "whole", bytes: encodePrivateMessage(privateMessage) } as const;
  const block = await sealOuter(c.random, state.outer, packet);
  return { state: { ...state, mls: { ...mls, secretTree: newSecretTree } }, block };
}

/**
 * Our own message has its place in the room's order: it counts there for us as it does for everybody else (spec/group.md 8).
 * @param epoch the one it was sealed in; in a later one it is no evidence
 */
export function placed(
  state: GroupState,
  epoch: number,
  said: Pick<GroupContent, "kind" | "body">,
): GroupState {
  if (epoch !== state.epoch) return state;
  return { ...state, evidence: weigh(state.evidence, state.self.leaf, said) };
}
