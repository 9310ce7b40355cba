import {
  type AuthenticatedContent,
  type CiphersuiteImpl,
  encodePrivateMessageContent,
} from "../primitives/mls.ts";
import { sameBytes } from "./member.ts";
import { CLIENT_CONFIG } from "./state.ts";

/** Leaf, generation and reuse guard. */
const SENDER_DATA_BYTES = 12;

/** The suite, and what the AEAD has opened under it, in order. */
export function watched(suite: CiphersuiteImpl): {
  readonly suite: CiphersuiteImpl;
  readonly opened: readonly Uint8Array[];
} {
  const opened: Uint8Array[] = [];
  const { hpke } = suite;
  const decryptAead: typeof hpke.decryptAead = async (...given) => {
    const bytes = await hpke.decryptAead(...given);
    opened.push(bytes);
    return bytes;
  };
  return { suite: { ...suite, hpke: { ...hpke, decryptAead } }, opened };
}

/**
 * Whether what opened, sender data first and content then, is spelled as we spell it: ts-mls takes padding, longer lengths and other marks for
 * what is not there, and forgets them (spec/group.md 4).
 */
export function isOneSpelling(
  [senderData, plain]: readonly Uint8Array[],
  { content, auth }: AuthenticatedContent,
): boolean {
  if (senderData?.length !== SENDER_DATA_BYTES || plain === undefined) return false;
  const message = { ...content, auth } as Parameters<ReturnType<typeof encodePrivateMessageContent>>[0];
  return sameBytes(encodePrivateMessageContent(CLIENT_CONFIG.paddingConfig)(message), plain);
}
