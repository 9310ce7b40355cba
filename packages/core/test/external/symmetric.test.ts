import { describe, expect, test } from "vitest";
import { open, seal } from "../../src/primitives/aead.ts";
import { hmac } from "../../src/primitives/hash.ts";
import { expand, hkdf } from "../../src/primitives/kdf.ts";
import { hex, unhex } from "../bytes.ts";
import { published, ran, wycheproof, type WycheproofCase } from "./published.ts";

const bytes = (one: WycheproofCase, field: string): Uint8Array => unhex(String(one[field]));

describe.skipIf(!published("AES-GCM, HKDF, HMAC"))("published vectors of symmetric primitives", () => {
  test("AES-256-GCM as aead.ts asks WebCrypto for it, with the nonces of the cases", async () => {
    const all = wycheproof("aes_gcm");
    const cases = all.filter(
      (one) => one["keySize"] === 256 && one["ivSize"] === 96 && one["tagSize"] === 128,
    );
    for (const one of cases) {
      const sealed = Uint8Array.of(...bytes(one, "ct"), ...bytes(one, "tag"));
      const opened = await decrypt(one, sealed);
      expect(opened === null ? null : hex(opened), `case ${String(one.tcId)}`).toBe(
        one.result === "valid" ? one["msg"] : null,
      );
      if (one.result === "valid") expect(hex(await encrypt(one))).toBe(hex(sealed));
    }
    ran("AES-256-GCM", cases.length, all.length);
  });

  test("seal and open are that AES-GCM with nonce zero", async () => {
    const cases = wycheproof("aes_gcm").filter((one) => one["keySize"] === 256 && one.result === "valid");
    for (const one of cases) {
      const zero = { ...one, iv: "00".repeat(12) };
      const sealed = await seal(bytes(one, "key"), bytes(one, "aad"), bytes(one, "msg"));
      expect(hex(sealed)).toBe(hex(await encrypt(zero)));
      expect(hex((await open(bytes(one, "key"), bytes(one, "aad"), sealed)) ?? unhex("ff"))).toBe(one["msg"]);
    }
    ran("seal with nonce zero", cases.length);
  });

  test("HKDF-SHA-256", () => {
    const cases = wycheproof("hkdf_sha256");
    for (const one of cases) {
      const run = (): string => {
        return hex(hkdf(bytes(one, "salt"), bytes(one, "ikm"), bytes(one, "info"), Number(one["size"])));
      };
      if (one.result === "valid") expect(run(), `case ${String(one.tcId)}`).toBe(one["okm"]);
      else expect(run, `case ${String(one.tcId)}`).toThrow();
    }
    ran("HKDF-SHA-256", cases.length);
  });

  test("expand is HKDF's second step", () => {
    const cases = wycheproof("hkdf_sha256").filter((one) => one.result === "valid");
    for (const one of cases) {
      const salt = bytes(one, "salt").length === 0 ? new Uint8Array(32) : bytes(one, "salt");
      const prk = hmac(salt, bytes(one, "ikm"));
      expect(hex(expand(prk, bytes(one, "info"), Number(one["size"])))).toBe(one["okm"]);
    }
    ran("HKDF expand", cases.length);
  });

  test("HMAC-SHA-256", () => {
    const cases = wycheproof("hmac_sha256");
    for (const one of cases) {
      const tag = hex(hmac(bytes(one, "key"), bytes(one, "msg"))).slice(0, Number(one["tagSize"]) / 4);
      expect(tag === one["tag"], `case ${String(one.tcId)}`).toBe(one.result === "valid");
    }
    ran("HMAC-SHA-256", cases.length);
  });
});

function parameters(one: WycheproofCase): AesGcmParams {
  const iv = Uint8Array.from(bytes(one, "iv"));
  return { name: "AES-GCM", iv, additionalData: Uint8Array.from(bytes(one, "aad")), tagLength: 128 };
}

async function keyOf(one: WycheproofCase): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", Uint8Array.from(bytes(one, "key")), "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);
}

async function encrypt(one: WycheproofCase): Promise<Uint8Array> {
  const plaintext = Uint8Array.from(bytes(one, "msg"));
  return new Uint8Array(await crypto.subtle.encrypt(parameters(one), await keyOf(one), plaintext));
}

async function decrypt(one: WycheproofCase, sealed: Uint8Array): Promise<Uint8Array | null> {
  const key = await keyOf(one);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(one), key, Uint8Array.from(sealed)));
  } catch {
    return null;
  }
}
