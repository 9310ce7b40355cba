import type { Crypto } from "../primitives/crypto.ts";
import { equal } from "../primitives/equal.ts";
import { MLS_SUITE, mlsSuite } from "../primitives/mls-suite.ts";
import { type ClientState, decodeWelcome, encodeWelcome, joinGroup as joinMls } from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { type JoinerKeys, wipeJoinerKeys } from "./create.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { membersOf } from "./member.ts";
import { beginEpoch, CLIENT_CONFIG, type GroupState, settingsOf, wipeClient } from "./state.ts";
import { joinerSuite } from "./welcome.ts";
import { exactly } from "./wire.ts";

/** There are no pre-shared keys: a Welcome that names one opens nothing. */
const NO_PSK = { findPsk: () => undefined };

/**
 * Enters a room by the Welcome that came through the admission channel (spec/group.md 5). The keys are spent, whatever comes of it.
 * @param p.roomId of the invitation, 16 bytes; p.owner the invitation's owner tag, 16 bytes
 * @returns the state, in which nothing but `propose` of an update is valid (section 9); null for a Welcome that is not for these keys, not of
 * this room, not by the owner of the invitation, or not by the rules: all alike
 */
export async function joinGroup(
  c: Crypto,
  p: {
    readonly keys: JoinerKeys;
    readonly welcome: Uint8Array;
    readonly roomId: Uint8Array;
    readonly owner: Uint8Array;
  },
): Promise<GroupState | null> {
  const suite = mlsSuite(c);
  const { keys } = p;
  const mls = await entered(suite, keys, p.welcome);
  if (mls === null || !isRoomOf(mls, p.roomId, p.owner)) {
    if (mls !== null) wipeClient(mls);
    wipeJoinerKeys(keys);
    return null;
  }
  wipe(keys.secrets.initPrivateKey);
  return beginEpoch(suite, mls, mls.privatePath.leafIndex);
}

async function entered(
  suite: ReturnType<typeof mlsSuite>,
  { made, secrets }: JoinerKeys,
  bytes: Uint8Array,
): Promise<ClientState | null> {
  if (bytes.length > GROUP_LIMITS.messageBytesMax) return null;
  const checking = joinerSuite(suite, made.leafNode.signaturePublicKey);
  try {
    const welcome = exactly(decodeWelcome, encodeWelcome, bytes);
    if (welcome === null || welcome.cipherSuite !== MLS_SUITE || welcome.secrets.length !== 1) return null;
    return await joinMls(welcome, made, secrets, NO_PSK, checking, undefined, undefined, CLIENT_CONFIG);
  } catch {
    return null;
  }
}

/** What ts-mls does not ask: the room, the owner, the settings alone in the context, a room that is not too full. Its tree was looked at before (welcome.ts). */
function isRoomOf(
  { groupContext, ratchetTree }: ClientState,
  roomId: Uint8Array,
  owner: Uint8Array,
): boolean {
  const settings = settingsOf(groupContext);
  if (settings === null || !equal(groupContext.groupId, roomId) || !equal(settings.owner, owner))
    return false;
  return membersOf(ratchetTree).length <= settings.capacity;
}
