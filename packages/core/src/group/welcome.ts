import { CoreError } from "../errors.ts";
import {
  type CiphersuiteImpl,
  decodeGroupInfo,
  decodeGroupSecrets,
  decodeRatchetTree,
  encodeGroupInfo,
  encodeGroupSecrets,
  encodeRatchetTree,
} from "../primitives/mls.ts";
import { wipe } from "../primitives/wipe.ts";
import { isTreeFor } from "./tree.ts";
import { exactly } from "./wire.ts";

const SECRET_BYTES = 64;

/**
 * The suite that a joiner gives to ts-mls: what a Welcome holds is looked at where it opens, before the library walks through a tree that
 * somebody else has drawn (spec/group.md 5). In a Welcome one thing is opened by HPKE and one by the AEAD alone.
 * @param signatureKey of the joiner
 */
export function joinerSuite(suite: CiphersuiteImpl, signatureKey: Uint8Array): CiphersuiteImpl {
  const { hpke } = suite;
  const open: typeof hpke.open = async (...given) => checked(await hpke.open(...given), areSecrets);
  const decryptAead: typeof hpke.decryptAead = async (...given) =>
    checked(await hpke.decryptAead(...given), (bytes) => isInfoFor(bytes, signatureKey));
  return { ...suite, hpke: { ...hpke, open, decryptAead } };
}

function checked(bytes: Uint8Array, holds: (bytes: Uint8Array) => boolean): Uint8Array {
  if (holds(bytes)) return bytes;
  wipe(bytes);
  throw new CoreError("encoding");
}

/** A joiner secret alone: no path, since Adds carry none, and no pre-shared key. */
function areSecrets(bytes: Uint8Array): boolean {
  const secrets = exactly(decodeGroupSecrets, encodeGroupSecrets, bytes);
  if (secrets === null || secrets.psks.length > 0 || secrets.pathSecret !== undefined) return false;
  return secrets.joinerSecret.length === SECRET_BYTES;
}

/** One extension, the tree, as it is in a room of ours right after this joiner was added. */
function isInfoFor(bytes: Uint8Array, signatureKey: Uint8Array): boolean {
  const [extension, ...more] = exactly(decodeGroupInfo, encodeGroupInfo, bytes)?.extensions ?? [];
  if (extension?.extensionType !== "ratchet_tree" || more.length > 0) return false;
  const tree = exactly(decodeRatchetTree, encodeRatchetTree, extension.extensionData);
  return tree !== null && isTreeFor(tree, signatureKey);
}
