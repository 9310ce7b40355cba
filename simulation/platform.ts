/*
 * The platform's cryptography while a simulation runs: the same AES-256-GCM and SHA-256 of the same OpenSSL, but answered at once.
 * WebCrypto works on threads of its own, whose order no seed decides. Whoever seals and opens is told to an observer, who sees
 * every key that is used: so "no key and nonce twice" is asked of the real calls (watch-keys.ts).
 */
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";

/** One use of a key, by whoever's turn it is. */
export interface KeyUse {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
}

export interface KeyObserver {
  sealed(use: KeyUse): void;
  opened(use: KeyUse): void;
}

const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

interface GcmParameters {
  readonly iv: Uint8Array;
  readonly additionalData: Uint8Array;
}

/** Takes the platform's place until the returned call gives it back. */
export function installPlatform(observer: KeyObserver): () => void {
  const builtin = Object.getOwnPropertyDescriptor(process, "getBuiltinModule") ?? {};
  Object.defineProperty(globalThis.crypto, "subtle", { configurable: true, value: platform(observer) });
  // Core takes Node's own ciphers where it finds them, and nobody would be told of their use.
  Object.defineProperty(process, "getBuiltinModule", { configurable: true, value: () => undefined });
  return () => {
    Object.defineProperty(process, "getBuiltinModule", builtin);
    // The platform's own is its prototype's.
    Reflect.deleteProperty(globalThis.crypto, "subtle");
  };
}

function platform(observer: KeyObserver): object {
  return {
    importKey: async (_format: string, key: Uint8Array) => Promise.resolve(key.slice()),
    encrypt: async ({ iv, additionalData }: GcmParameters, key: Uint8Array, plaintext: Uint8Array) => {
      observer.sealed({ key, nonce: iv, aad: additionalData });
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(additionalData);
      const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
      return Promise.resolve(plainOf(sealed));
    },
    decrypt: async ({ iv, additionalData }: GcmParameters, key: Uint8Array, sealed: Uint8Array) => {
      const decipher = createDecipheriv(CIPHER, key, iv).setAAD(additionalData);
      const end = sealed.length - TAG_BYTES;
      decipher.setAuthTag(sealed.subarray(end));
      // It throws where the tag is wrong, which rejects as the platform's does.
      const opened = Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
      observer.opened({ key, nonce: iv, aad: additionalData });
      return Promise.resolve(plainOf(opened));
    },
    digest: async (name: string, bytes: Uint8Array) =>
      Promise.resolve(plainOf(createHash(name.replace("-", "")).update(bytes).digest())),
  };
}

/** A buffer of its own: a slice of Node's pool is not what WebCrypto gives. */
function plainOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
