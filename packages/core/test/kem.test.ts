import { describe, expect, test } from "vitest";
import { CoreError, createKem, systemRandom } from "../src/index.ts";
import { composedKem } from "../src/primitives/kem-composed.ts";
import { nobleMlkem } from "../src/primitives/noble-mlkem.ts";
import { webMlkem } from "../src/primitives/web-mlkem.ts";
import { nativeKem } from "../src/primitives/kem-native.ts";
import { nobleKem } from "../src/primitives/kem-noble.ts";
import type { Kem } from "../src/primitives/x-wing.ts";
import { hex } from "./bytes.ts";

const ROUNDS = process.env["TACET_SHORT"] === undefined ? 25 : 12;
const kinds: readonly Kem[] = await Promise.all(
  (["native", "composed", "mixed", "noble"] as const).map(async (kind) => createKem(systemRandom, kind)),
);

/** Each kind by itself: no fallback hides that it failed. */
const bare = [...new Set(kinds.map((kem) => kem.kind))].map((kind) => {
  if (kind === "native") return nativeKem();
  if (kind === "noble") return nobleKem(systemRandom);
  return composedKem(kind, kind === "composed" ? webMlkem : nobleMlkem(systemRandom), systemRandom);
});
const pairs = bare.flatMap((a) => bare.map((b) => [a.kind, b.kind, a, b] as const));

describe("X-Wing", () => {
  test("comes native on Node 26 and newer, composed on 24, mixed elsewhere, and from noble where that is asked", () => {
    const major = Number.parseInt(process.versions.node, 10);
    const [native, composed] = [major >= 26, major >= 24];
    const second = composed ? "composed" : "mixed";
    expect(kinds.map((kem) => kem.kind)).toEqual([native ? "native" : second, second, "mixed", "noble"]);
  });

  test.each(pairs)(
    `${String(ROUNDS)} random exchanges: keys of %s, encapsulation by %s`,
    async (_, __, a, b) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const { publicKey, secret } = await a.generate();
        const { ciphertext, shared } = await b.encapsulate(publicKey);
        expect([publicKey.length, secret.length, ciphertext.length, shared.length]).toEqual([
          1216, 32, 1120, 32,
        ]);
        expect(hex(await a.decapsulate(secret, ciphertext))).toBe(hex(shared));
      }
    },
  );

  test("every kind makes the same of a damaged ciphertext", async () => {
    const noble = nobleKem(systemRandom);
    const { publicKey, secret } = await noble.generate();
    const { ciphertext, shared } = await noble.encapsulate(publicKey);
    for (const at of [0, 1087, 1088, 1110]) {
      const damaged = ciphertext.with(at, (ciphertext[at] ?? 0) ^ 1);
      const outcomes = await Promise.all(
        bare.map(async (kem) => hex(await kem.decapsulate(secret, damaged))),
      );
      expect(new Set(outcomes).size).toBe(1);
      expect(outcomes[0]).not.toBe(hex(shared));
    }
  });

  const refused: readonly (readonly [string, (kem: Kem) => Promise<unknown>])[] = [
    ["public key one byte short", async (kem) => kem.encapsulate(new Uint8Array(1215).fill(1))],
    ["public key one byte long", async (kem) => kem.encapsulate(new Uint8Array(1217).fill(1))],
    ["public key over the modulus", async (kem) => kem.encapsulate(new Uint8Array(1216).fill(255))],
    [
      "curve key of low order",
      async (kem) => kem.encapsulate((await kem.generate()).publicKey.fill(0, 1184)),
    ],
    [
      "ciphertext one byte short",
      async (kem) => kem.decapsulate(new Uint8Array(32), new Uint8Array(1119).fill(1)),
    ],
    [
      "ciphertext one byte long",
      async (kem) => kem.decapsulate(new Uint8Array(32), new Uint8Array(1121).fill(1)),
    ],
    ["curve part of low order", async (kem) => kem.decapsulate(new Uint8Array(32), new Uint8Array(1120))],
    [
      "secret one byte short",
      async (kem) => kem.decapsulate(new Uint8Array(31), new Uint8Array(1120).fill(1)),
    ],
  ];

  test.each(refused)("every kind refuses a %s alike", async (_, run) => {
    for (const kem of kinds) await expect(run(kem), kem.kind).rejects.toThrow(new CoreError("encoding"));
    for (const kem of bare) await expect(run(kem), kem.kind).rejects.toThrow();
  });

  test.skipIf(kinds[0]?.kind !== "native")(
    "a runtime whose hybrid gives wrong answers is found by the probe",
    async () => {
      const wrong =
        (own: Call): Call =>
        async (name, ...rest) => {
          const shared = await own(name, ...rest);
          return name === "MLKEM768-X25519" ? new ArrayBuffer(32) : shared;
        };
      await withSubtle(changed({ decapsulateBits: wrong }), async () => {
        expect((await createKem()).kind).toBe("composed");
      });
    },
  );

  test("a runtime without key encapsulation gets noble, and one that loses it goes on with noble", async () => {
    const kem = await createKem();
    const { publicKey, secret } = await kem.generate();
    await withSubtle(only("encrypt", "decrypt", "importKey"), async () => {
      expect((await createKem()).kind).toBe("noble");
      const { ciphertext, shared } = await kem.encapsulate(publicKey);
      expect(hex(await kem.decapsulate(secret, ciphertext))).toBe(hex(shared));
    });
    const { ciphertext, shared } = await kem.encapsulate(publicKey);
    expect(hex(await kem.decapsulate(secret, ciphertext))).toBe(hex(shared));
  });
});

async function withSubtle(subtle: object, run: () => Promise<void>): Promise<void> {
  Object.defineProperty(crypto, "subtle", { value: subtle, configurable: true });
  try {
    await run();
  } finally {
    Reflect.deleteProperty(crypto, "subtle");
  }
}

/** The platform's own, with some of its functions replaced. */
function changed(replace: Readonly<Record<string, (own: Call) => Call>>): object {
  const real = crypto.subtle;
  return new Proxy(real, {
    get(_, name) {
      const own = (Reflect.get(real, name) as Call).bind(real);
      return replace[String(name)]?.(own) ?? own;
    },
  });
}

function only(...names: readonly string[]): object {
  const real = crypto.subtle;
  return Object.fromEntries(names.map((name) => [name, (Reflect.get(real, name) as Call).bind(real)]));
}

type Call = (...given: readonly unknown[]) => Promise<unknown>;
