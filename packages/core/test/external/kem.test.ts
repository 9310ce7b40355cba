import { x25519 as nobleX25519 } from "@noble/curves/ed25519.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { describe, expect, test } from "vitest";
import { createKem, systemRandom } from "../../src/index.ts";
import { composedKem } from "../../src/primitives/kem-composed.ts";
import { nativeKem } from "../../src/primitives/kem-native.ts";
import { nobleKem } from "../../src/primitives/kem-noble.ts";
import { nobleMlkem } from "../../src/primitives/noble-mlkem.ts";
import { webMlkem } from "../../src/primitives/web-mlkem.ts";
import { x25519 as webX25519 } from "../../src/primitives/web-x25519.ts";
import { hex, unhex } from "../bytes.ts";
import { published, ran, readPublished, wycheproof } from "./published.ts";

const kinds = await Promise.all(
  (["native", "composed", "mixed", "noble"] as const).map(async (kind) => createKem(undefined, kind)),
);
const composers = [
  { kind: "composed", mlkem: webMlkem },
  { kind: "mixed", mlkem: nobleMlkem(systemRandom) },
] as const;
const has = (kind: string): boolean => kinds.some((kem) => kem.kind === kind);

describe.skipIf(!published("X-Wing, ML-KEM-768, X25519"))(
  "published vectors of the KEM and its halves",
  () => {
    test("X-Wing, each kind on its own", async () => {
      const cases = readPublished("hybrid-kem/mlkem768-x25519.json") as readonly Record<
        "seed" | "randomness" | "pk" | "ct" | "ss",
        string
      >[];
      for (const one of cases) {
        const noble = nobleKem({ bytes: (length) => unhex(length === 64 ? one.randomness : one.seed) });
        const { ciphertext, shared } = await noble.encapsulate(unhex(one.pk));
        expect([hex(ciphertext), hex(shared)]).toEqual([one.ct, one.ss]);
        expect(hex((await noble.generate()).publicKey)).toBe(one.pk);
        expect(hex(await noble.decapsulate(unhex(one.seed), unhex(one.ct)))).toBe(one.ss);
        if (has("native")) await playOn(nativeKem(), one);
        for (const halves of composers.filter(({ kind }) => has(kind))) {
          const seeded = composedKem(halves.kind, halves.mlkem, { bytes: () => unhex(one.seed) });
          expect(hex((await seeded.generate()).publicKey)).toBe(one.pk);
          await playOn(composedKem(halves.kind, halves.mlkem, systemRandom), one);
        }
      }
      ran(`X-Wing on ${kinds.map((kem) => kem.kind).join(", ")}`, cases.length);
    });

    test("ML-KEM-768 decapsulation", async () => {
      const cases = wycheproof("mlkem_768");
      for (const one of cases) {
        const [seed, ciphertext] = [unhex(String(one["seed"])), unhex(String(one["c"]))];
        const expected = one.result === "valid" ? one["K"] : null;
        const name = `case ${String(one.tcId)}`;
        expect(
          await orNull(() => ml_kem768.decapsulate(ciphertext, ml_kem768.keygen(seed).secretKey)),
          name,
        ).toBe(expected);
        if (has("composed"))
          expect(await orNull(async () => webMlkem.decapsulate(seed, ciphertext)), name).toBe(expected);
      }
      ran("ML-KEM-768 decapsulation", cases.length);
    });

    test("ML-KEM-768 key generation", async () => {
      const cases = wycheproof("mlkem_768_keygen_seed");
      for (const one of cases) {
        const seed = unhex(String(one["seed"]));
        expect(hex(ml_kem768.keygen(seed).publicKey)).toBe(one["ek"]);
        if (has("composed")) expect(hex(await webMlkem.publicKey(seed))).toBe(one["ek"]);
      }
      ran("ML-KEM-768 key generation", cases.length);
    });

    test("ML-KEM-768 encapsulation", async () => {
      const cases = wycheproof("mlkem_768_encaps");
      let refusedByPlatform = 0;
      for (const one of cases) {
        const [publicKey, coins] = [unhex(String(one["ek"])), unhex(String(one["m"]))];
        const expected = one.result === "valid" ? `${String(one["c"])} ${String(one["K"])}` : null;
        const name = `case ${String(one.tcId)}`;
        expect(await encapsulated(async () => ml_kem768.encapsulate(publicKey, coins)), name).toBe(expected);
        // The platform takes no coins, so only its refusals can be compared.
        if (one.result === "valid" || !has("composed")) continue;
        expect(await orNull(async () => (await webMlkem.encapsulate(publicKey)).shared), name).toBeNull();
        refusedByPlatform += 1;
      }
      ran("ML-KEM-768 encapsulation", cases.length);
      console.log(
        `ML-KEM-768 encapsulation: ${String(refusedByPlatform)} of them refused by the platform too`,
      );
    });

    test("X25519, which refuses an all-zero result", async () => {
      const cases = wycheproof("x25519");
      for (const one of cases) {
        const [secret, publicKey] = [unhex(String(one["private"])), unhex(String(one["public"]))];
        const expected = /^0*$/.test(String(one["shared"])) ? null : one["shared"];
        const name = `case ${String(one.tcId)}`;
        expect(await orNull(() => nobleX25519.getSharedSecret(secret, publicKey)), name).toBe(expected);
        if (has("composed"))
          expect(await orNull(async () => webX25519(secret, publicKey)), name).toBe(expected);
      }
      ran("X25519", cases.length);
    });
  },
);

/** A kind that takes no seed for its keys: the published secret opens, and the published public key is that secret's. */
async function playOn(
  kem: ReturnType<typeof nativeKem>,
  one: Record<"seed" | "pk" | "ct" | "ss", string>,
): Promise<void> {
  expect(hex(await kem.decapsulate(unhex(one.seed), unhex(one.ct)))).toBe(one.ss);
  const fresh = await kem.encapsulate(unhex(one.pk));
  expect(hex(await kem.decapsulate(unhex(one.seed), fresh.ciphertext))).toBe(hex(fresh.shared));
}

async function orNull(run: () => Uint8Array | Promise<Uint8Array>): Promise<string | null> {
  try {
    return hex(await run());
  } catch {
    return null;
  }
}

async function encapsulated(
  run: () => Promise<{ readonly cipherText: Uint8Array; readonly sharedSecret: Uint8Array }>,
): Promise<string | null> {
  try {
    const { cipherText, sharedSecret } = await run();
    return `${hex(cipherText)} ${hex(sharedSecret)}`;
  } catch {
    return null;
  }
}
