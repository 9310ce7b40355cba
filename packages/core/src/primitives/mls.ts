/*
 * The one door to ts-mls (RFC 9420), by its modules and not by its index: so that the bundle holds what is used, that the sender of a message
 * can be had from the leaf that was verified, and that its own cipher suites, its acceptance of every credential and its external commits,
 * PSKs and re-initialisations stay outside. The rules around it are group's (spec/group.md 6).
 */
export { createGroup, joinGroup, type ClientState } from "ts-mls/clientState.js";
export type { ClientConfig } from "ts-mls/clientConfig.js";
export { createCommit } from "ts-mls/createCommit.js";
export { protectApplicationData, unprotectPrivateMessage } from "ts-mls/messageProtection.js";
export { processPrivateMessage } from "ts-mls/processMessages.js";
export {
  decodePrivateMessage,
  encodePrivateMessage,
  encodePrivateMessageContent,
  type PrivateMessage,
} from "ts-mls/privateMessage.js";
export {
  decodeRatchetTree,
  encodeRatchetTree,
  filteredDirectPathAndCopathResolution,
  removeLeafNode,
} from "ts-mls/ratchetTree.js";
export type { RatchetTree } from "ts-mls/ratchetTree.js";
export {
  decodeKeyPackage,
  encodeKeyPackage,
  generateKeyPackageWithKey,
  type KeyPackage,
  type PrivateKeyPackage,
} from "ts-mls/keyPackage.js";
export { decodeWelcome, encodeWelcome } from "ts-mls/welcome.js";
export { decodeGroupInfo, encodeGroupInfo } from "ts-mls/groupInfo.js";
export { decodeGroupSecrets, encodeGroupSecrets } from "ts-mls/groupSecrets.js";
export { mlsExporter } from "ts-mls/keySchedule.js";
export { allSecretTreeValues, consumeRatchet, type SecretTree } from "ts-mls/secretTree.js";
export type { GroupContext } from "ts-mls/groupContext.js";
export type { AuthenticatedContent } from "ts-mls/authenticatedContent.js";
export type { Commit } from "ts-mls/commit.js";
export type { Proposal as MlsProposal } from "ts-mls/proposal.js";
export type { LeafNode } from "ts-mls/leafNode.js";
export type { CiphersuiteImpl } from "ts-mls/crypto/ciphersuite.js";
