import { ADMISSION_LABELS } from "../admission/labels.ts";
import { concat, u32 } from "../notation/bytes.ts";
import { isSigned, sign } from "../primitives/ed25519.ts";
import { info } from "../primitives/kdf.ts";
import type { RatchetTree } from "../primitives/mls.ts";
import { leafOf, NOTICE_BYTES } from "./content.ts";

/*
 * A member's own word, that anybody may pass on, that its leaf leaves (spec/admission.md 6): it has lost the room's order and comes back anew. It is
 * of the leaf's present encryption key, which no later stay has, so nobody can use it twice.
 */

/** The body of content kind 10. */
export function noticeOf(
  signatureSecret: Uint8Array,
  roomId: Uint8Array,
  leaf: number,
  encryptionKey: Uint8Array,
): Uint8Array {
  return concat(u32(leaf), sign(signatureSecret, signedBy(roomId, leaf, encryptionKey)));
}

/** Whether it is of the member that is at its leaf now. */
export function isNotice(body: Uint8Array, roomId: Uint8Array, tree: RatchetTree): boolean {
  if (body.length !== NOTICE_BYTES) return false;
  const leaf = leafOf(body);
  const node = tree[2 * leaf];
  if (node?.nodeType !== "leaf") return false;
  const { hpkePublicKey, signaturePublicKey } = node.leaf;
  return isSigned(signedBy(roomId, leaf, hpkePublicKey), body.subarray(4), signaturePublicKey);
}

function signedBy(roomId: Uint8Array, leaf: number, encryptionKey: Uint8Array): Uint8Array {
  return info(ADMISSION_LABELS.returnNotice, concat(roomId, u32(leaf), encryptionKey));
}
