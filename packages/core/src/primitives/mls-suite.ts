import { expand, extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { requireLength } from "../errors.ts";
import type { Crypto } from "./crypto.ts";
import { isSigned, sign, signingKey } from "./ed25519.ts";
import { equal } from "./equal.ts";
import { hpkeOpen, hpkeSeal } from "./hpke.ts";
import { EMPTY } from "./kdf.ts";
import type { CiphersuiteImpl } from "./mls.ts";
import { NONCE_BYTES, openWith, sealWith } from "./nonce-aead.ts";
import { copySecret } from "./secret-bytes.ts";
import { deriveSeed, publicKeyOf } from "./x-wing-derive.ts";
import { X_WING } from "./x-wing.ts";

/** Suite 83 of ts-mls: X-Wing, AES-256-GCM, SHA-512, Ed25519. The number is private: nobody else's group is joined with it. */
export const MLS_SUITE = "MLS_256_XWING_AES256GCM_SHA512_Ed25519";

const HASH_BYTES = 64;

type Hpke = CiphersuiteImpl["hpke"];
type PublicKey = Awaited<ReturnType<Hpke["importPublicKey"]>>;
type PrivateKey = Awaited<ReturnType<Hpke["importPrivateKey"]>>;

/** ts-mls asks for keys as the platform's objects and only hands them back: ours are their bytes. */
const keyFrom = <K>(bytes: Uint8Array): K => bytes as unknown as K;
const bytesOf = (key: PublicKey | PrivateKey): Uint8Array => key as unknown as Uint8Array;

/**
 * The cipher suite of spec/group.md 4 on this package's own primitives: the KEM is whatever X-Wing `c` has, native where the runtime has
 * one. What an external commit would need is refused.
 */
export function mlsSuite(c: Crypto): CiphersuiteImpl {
  return {
    name: MLS_SUITE,
    rng: { randomBytes: (length) => c.random.bytes(length) },
    hash: {
      digest: async (data) => sha512(data),
      mac: async (key, data) => hmac(sha512, key, data),
      verifyMac: async (key, mac, data) => equal(mac, hmac(sha512, key, data)),
    },
    kdf: {
      size: HASH_BYTES,
      extract: async (salt, ikm) => extract(sha512, ikm, salt),
      expand: async (prk, info, length) => expand(sha512, prk, info, length),
    },
    signature: {
      sign: async (secret, message) => sign(secret, message),
      verify: async (publicKey, message, signature) => isSigned(message, signature, publicKey),
      keygen: async () => {
        const { publicKey, secret } = signingKey(c.random);
        return { publicKey, signKey: secret };
      },
    },
    hpke: hpkeOf(c),
  };
}

function hpkeOf({ kem }: Crypto): Hpke {
  return {
    keyLength: 32,
    nonceLength: NONCE_BYTES,
    seal: async (publicKey, plaintext, info, aad = EMPTY) => {
      const sealed = await hpkeSeal(kem, bytesOf(publicKey), info, aad, plaintext);
      return { ct: sealed.ciphertext, enc: sealed.encapsulated };
    },
    open: async (secret, encapsulated, ciphertext, info, aad = EMPTY) =>
      hpkeOpen(kem, bytesOf(secret), { encapsulated, ciphertext }, info, aad),
    importPublicKey: async (bytes) => keyFrom<PublicKey>(sized(bytes, X_WING.publicKeyBytes)),
    importPrivateKey: async (bytes) => keyFrom<PrivateKey>(sized(bytes, X_WING.secretBytes)),
    exportPublicKey: async (key) => bytesOf(key),
    exportPrivateKey: async (key) => bytesOf(key),
    encryptAead: async (key, nonce, aad, plaintext) => sealWith(key, nonce, aad ?? EMPTY, plaintext),
    decryptAead: async (key, nonce, aad, ciphertext) => openWith(key, nonce, aad ?? EMPTY, ciphertext),
    exportSecret: async () => refuse(),
    importSecret: async () => refuse(),
    deriveKeyPair: async (ikm) => {
      const seed = deriveSeed(ikm);
      return { privateKey: keyFrom<PrivateKey>(seed), publicKey: keyFrom(await publicKeyOf(kem, seed)) };
    },
    generateKeyPair: async () => {
      const { publicKey, secret } = await kem.generate();
      return { privateKey: keyFrom<PrivateKey>(copySecret(secret)), publicKey: keyFrom(publicKey) };
    },
  };
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  requireLength(bytes, length);
  return bytes;
}

/** Only external commits export from an encryption; there are none (spec/group.md 6). */
async function refuse(): Promise<never> {
  return Promise.reject(new Error("no external commits"));
}
