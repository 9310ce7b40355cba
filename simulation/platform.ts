/*
 * The platform's cryptography while a simulation runs: the same AES-256-GCM and SHA-256 of the same OpenSSL, but answered at once.
 * WebCrypto works on threads of its own, whose order no seed decides. Whoever seals and opens is told to an observer, who sees
 * every key that is used: so "no key and nonce twice" is asked of the real calls (watch-keys.ts).
 */
import { createCipheriv, createDecipheriv, createHash, createSecretKey } from "node:crypto";
import type { NodeCiphers, NodeKey } from "../packages/core/src/primitives/node-aead.ts";

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
  const builtin = Object.getOwnPropertyDescriptor(process, "getBuiltinModule");
  const ciphers = watchedCiphers(observer);
  Object.defineProperty(globalThis.crypto, "subtle", { configurable: true, value: platform(observer) });
  // Core takes Node's own ciphers where it finds them, for files: nobody else asks for a module in this way.
  const find = (name: string): NodeCiphers | undefined => (name === "node:crypto" ? ciphers : undefined);
  Object.defineProperty(process, "getBuiltinModule", { configurable: true, writable: true, value: find });
  return () => {
    if (builtin === undefined) Reflect.deleteProperty(process, "getBuiltinModule");
    else Object.defineProperty(process, "getBuiltinModule", builtin);
    // The platform's own is its prototype's.
    Reflect.deleteProperty(globalThis.crypto, "subtle");
  };
}

/** Node's own ciphers, of which each use is told. */
function watchedCiphers(observer: KeyObserver): NodeCiphers {
  const keys = new WeakMap<NodeKey, Uint8Array>();
  const useOf = (key: NodeKey, nonce: Uint8Array, aad: Uint8Array): KeyUse => ({
    key: keys.get(key) ?? new Uint8Array(0),
    nonce,
    aad,
  });
  return {
    createSecretKey(bytes) {
      const key = createSecretKey(bytes) as NodeKey;
      keys.set(key, bytes.slice());
      return key;
    },
    createCipheriv(_name, key, iv) {
      const cipher = createCipheriv(CIPHER, keys.get(key) ?? new Uint8Array(0), iv);
      return {
        setAAD(aad) {
          observer.sealed(useOf(key, iv, aad));
          return cipher.setAAD(aad);
        },
        update: (bytes) => cipher.update(bytes),
        final: () => cipher.final(),
        getAuthTag: () => cipher.getAuthTag(),
      };
    },
    createDecipheriv(_name, key, iv) {
      const decipher = createDecipheriv(CIPHER, keys.get(key) ?? new Uint8Array(0), iv);
      let about = new Uint8Array(0);
      return {
        setAAD(aad) {
          about = aad.slice();
          return decipher.setAAD(aad);
        },
        setAuthTag: (tag) => decipher.setAuthTag(tag),
        update: (bytes) => decipher.update(bytes),
        final() {
          // It throws where the tag is wrong: then nothing was opened.
          const last = decipher.final();
          observer.opened(useOf(key, iv, about));
          return last;
        },
      };
    },
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
