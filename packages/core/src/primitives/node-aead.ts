import { TAG_BYTES } from "./aead.ts";
import type { IndexedKey } from "./indexed-key.ts";
import { wipe } from "./wipe.ts";

/*
 * AES-256-GCM by Node's own module, where there is one: the same OpenSSL that stands behind its WebCrypto, but at once. WebCrypto gives each piece of
 * a file to another thread, with a copy of it, and that costs several times what the cipher does.
 */

/** Opaque: Node holds the key outside of what JavaScript sees, as WebCrypto does. */
export interface NodeKey {
  readonly type: "secret";
  readonly symmetricKeySize?: number;
}

interface Cipher {
  setAAD(aad: Uint8Array): unknown;
  update(bytes: Uint8Array): Uint8Array;
  final(): Uint8Array;
}

/** What is used of `node:crypto`; core does not import it, since it runs where that is not. */
export interface NodeCiphers {
  createSecretKey(key: Uint8Array): NodeKey;
  createCipheriv(
    name: string,
    key: NodeKey,
    iv: Uint8Array,
    options: { readonly authTagLength: number },
  ): Cipher & { getAuthTag(): Uint8Array };
  createDecipheriv(
    name: string,
    key: NodeKey,
    iv: Uint8Array,
    options: { readonly authTagLength: number },
  ): Cipher & { setAuthTag(tag: Uint8Array): unknown };
}

const CIPHER = "aes-256-gcm";
const OPTIONS = { authTagLength: TAG_BYTES };

/** Null in a browser. */
export function nodeCiphers(): NodeCiphers | null {
  const { process } = globalThis as {
    readonly process?: { readonly getBuiltinModule?: (name: string) => NodeCiphers | undefined };
  };
  return process?.getBuiltinModule?.("node:crypto") ?? null;
}

/** @param nonceOf 12 bytes for an index */
export function nodeIndexedKey(
  ciphers: NodeCiphers,
  secret: Uint8Array,
  nonceOf: (index: number) => Uint8Array,
): IndexedKey {
  const key = ciphers.createSecretKey(secret);
  return {
    async seal(index, header, plaintext) {
      const cipher = ciphers.createCipheriv(CIPHER, key, nonceOf(index), OPTIONS);
      cipher.setAAD(header);
      const sealed = cipher.update(plaintext);
      cipher.final();
      const block = new Uint8Array(header.length + sealed.length + TAG_BYTES);
      block.set(header);
      block.set(sealed, header.length);
      block.set(cipher.getAuthTag(), header.length + sealed.length);
      giveBack(sealed);
      return Promise.resolve(block);
    },
    async open(index, block, headerBytes) {
      const end = block.length - TAG_BYTES;
      if (end < headerBytes) return null;
      const decipher = ciphers.createDecipheriv(CIPHER, key, nonceOf(index), OPTIONS);
      decipher.setAAD(block.subarray(0, headerBytes));
      decipher.setAuthTag(block.subarray(end));
      // Nobody sees it before its tag is found right.
      const plaintext = asBytes(decipher.update(block.subarray(headerBytes, end)));
      const opens = isRight(decipher);
      if (!opens) wipe(plaintext);
      return Promise.resolve(opens ? plaintext : null);
    },
  };
}

/**
 * Gives the memory of a sealed piece back at once, where it fills a buffer that Node has made for it alone: others are shared. For bytes of a browser's see
 * client/src/files/discard.ts, which does it another way, since a browser has a second hold of them.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (byteLength === buffer.byteLength && buffer instanceof ArrayBuffer && "transfer" in buffer)
    buffer.transfer(0);
}

/** Node's own kind of bytes means something else by `slice`. */
function asBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function isRight(decipher: Cipher): boolean {
  try {
    decipher.final();
    return true;
  } catch {
    return false;
  }
}
