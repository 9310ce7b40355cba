import { CoreError } from "../errors.ts";
import { concat, isZero, u32 } from "../notation/bytes.ts";
import { TAG_BYTES } from "./aead.ts";
import type { IndexedKey } from "./indexed-key.ts";
import { nodeCiphers, nodeIndexedKey } from "./node-aead.ts";
import { plain } from "./web-crypto.ts";

const NONCE_PREFIX = new Uint8Array(8);

/**
 * A key is imported once, since a file has thousands of pieces: by WebCrypto, or by Node's own module where there is one (node-aead.ts).
 * @param key 32 bytes
 * @throws CoreError("state") for a key of zeros: it was wiped
 */
export async function importIndexedKey(key: Uint8Array, use: "encrypt" | "decrypt"): Promise<IndexedKey> {
  if (isZero(key)) throw new CoreError("state");
  const ciphers = nodeCiphers();
  if (ciphers !== null) return nodeIndexedKey(ciphers, key, nonceOf);
  return webIndexedKey(await crypto.subtle.importKey("raw", plain(key), "AES-GCM", false, [use]));
}

function webIndexedKey(key: CryptoKey): IndexedKey {
  const parameters = (index: number, header: Uint8Array): AesGcmParams => {
    const [iv, additionalData] = [plain(nonceOf(index)), plain(header)];
    return { name: "AES-GCM", iv, additionalData, tagLength: TAG_BYTES * 8 };
  };
  return {
    async seal(index, header, plaintext) {
      const sealed = await crypto.subtle.encrypt(parameters(index, header), key, plain(plaintext));
      const block = new Uint8Array(header.length + sealed.byteLength);
      block.set(header);
      block.set(new Uint8Array(sealed), header.length);
      return block;
    },
    async open(index, block, headerBytes) {
      const algorithm = parameters(index, block.subarray(0, headerBytes));
      try {
        const sealed = plain(block.subarray(headerBytes));
        return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed));
      } catch {
        return null;
      }
    },
  };
}

function nonceOf(index: number): Uint8Array {
  return concat(NONCE_PREFIX, u32(index));
}
