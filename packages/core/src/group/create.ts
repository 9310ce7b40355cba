import { requireLength } from "../errors.ts";
import { ROOM_ID_BYTES } from "../invite/invitation.ts";
import type { Crypto } from "../primitives/crypto.ts";
import { signingKey, signingKeyOf } from "../primitives/ed25519.ts";
import { mlsSuite } from "../primitives/mls-suite.ts";
import {
  createGroup as createMls,
  encodeKeyPackage,
  generateKeyPackageWithKey,
  type KeyPackage,
  type PrivateKeyPackage,
} from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { CAPABILITIES, credentialOf, LIFETIME, memberTag, SETTINGS_EXTENSION } from "./member.ts";
import { encodeSettings, type GroupSettings } from "./settings.ts";
import { beginEpoch, CLIENT_CONFIG, type GroupState } from "./state.ts";

/** What a joiner made to be added by: secrets, used for one join. */
export interface JoinerKeys {
  /** 16 bytes: what this joiner will be named by. */
  readonly tag: Uint8Array;
  /** What goes to the admitter. */
  readonly keyPackage: Uint8Array;
  readonly made: KeyPackage;
  readonly secrets: PrivateKeyPackage;
}

/** What a room is made with; its owner is whoever makes it. */
export type NewSettings = Omit<GroupSettings, "change" | "owner" | "moderators">;

/**
 * A room with one member, its owner, at epoch 0.
 * @param roomId 16 bytes, copied
 * @throws CoreError("encoding") for settings that do not hold
 */
export async function createGroup(
  c: Crypto,
  p: { readonly roomId: Uint8Array; readonly settings: NewSettings },
): Promise<GroupState> {
  requireLength(p.roomId, ROOM_ID_BYTES);
  const suite = mlsSuite(c);
  const keys = await makeJoinerKeys(c);
  const { tag, made, secrets } = keys;
  try {
    const settings = encodeSettings({ ...p.settings, change: 0, owner: tag, moderators: [] });
    const extensions = [{ extensionType: SETTINGS_EXTENSION, extensionData: settings }];
    const mls = await createMls(p.roomId.slice(), made, secrets, extensions, suite, CLIENT_CONFIG);
    wipe(secrets.initPrivateKey);
    return await beginEpoch(suite, mls, null);
  } catch (error) {
    wipeJoinerKeys(keys);
    throw error;
  }
}

/**
 * Fresh keys of somebody who wants to be added, made for this room and this join (spec/group.md 5).
 * @param returning the old signature key of who comes back, 32 bytes, copied; null for a new one
 */
export async function makeJoinerKeys(c: Crypto, returning: Uint8Array | null = null): Promise<JoinerKeys> {
  const { publicKey, secret } = returning === null ? signingKey(c.random) : signingKeyOf(returning);
  const { publicPackage: made, privatePackage: secrets } = await generateKeyPackageWithKey(
    credentialOf(publicKey),
    CAPABILITIES,
    LIFETIME,
    [],
    { signKey: secret, publicKey },
    mlsSuite(c),
  );
  return { tag: memberTag(publicKey), keyPackage: encodeKeyPackage(made), made, secrets };
}

/** Erases what a join that came to nothing has left. */
export function wipeJoinerKeys({ secrets }: JoinerKeys): void {
  wipe(secrets.initPrivateKey, secrets.hpkePrivateKey, secrets.signaturePrivateKey);
}
