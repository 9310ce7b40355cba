import type { Crypto } from "../primitives/crypto.ts";
import { hash } from "../primitives/hash.ts";
import { EMPTY } from "../primitives/kdf.ts";
import { mlsSuite } from "../primitives/mls-suite.ts";
import { encodePrivateMessage, protectApplicationData } from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { encodeGroupContent, type GroupContent } from "./content.ts";
import { CLIENT_CONFIG, type GroupState } from "./state.ts";
import { sealOuter } from "./outer.ts";
import { requireRoom, withUnplaced } from "./sent.ts";

/**
 * Says something to all members of the present epoch: signed by the own leaf, sealed under a key that is used once, and under the outer seal
 * (spec/group.md 4).
 * @returns the block of one frame
 * @throws CoreError("limit") for a body over 60,000 bytes and when 128 of an epoch wait for their place, CoreError("encoding") for content that has no encoding
 */
export async function sealContent(
  c: Crypto,
  state: GroupState,
  content: GroupContent,
): Promise<{ readonly state: GroupState; readonly block: Uint8Array }> {
  const bytes = encodeGroupContent(content);
  const { mls, sent } = state;
  const { leafIndex } = mls.privatePath;
  const generation = mls.secretTree[2 * leafIndex]?.application.generation ?? 0;
  requireRoom(sent, generation);
  const { privateMessage, newSecretTree, consumed } = await protectApplicationData(
    mls.signaturePrivateKey,
    mls.keySchedule.senderDataSecret,
    bytes,
    EMPTY,
    mls.groupContext,
    mls.secretTree,
    leafIndex,
    CLIENT_CONFIG.paddingConfig,
    mlsSuite(c),
  );
  wipe(...consumed, bytes);
  const packet = { kind: "whole", bytes: encodePrivateMessage(privateMessage) } as const;
  const block = await sealOuter(c.random, state.outer, packet);
  const unplaced = { generation, digest: hash(packet.bytes), said: content };
  const next = { ...state, mls: { ...mls, secretTree: newSecretTree }, sent: withUnplaced(sent, unplaced) };
  return { state: next, block };
}
