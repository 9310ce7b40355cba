import { deriveSecret, deriveTreeSecret, expandWithLabel } from "ts-mls/crypto/kdf.js";
import { refhash } from "ts-mls/crypto/hash.js";
import { signWithLabel, verifyWithLabel } from "ts-mls/crypto/signature.js";
import { decodeGroupContext } from "ts-mls/groupContext.js";
import { createSecretTree, ratchetToGeneration } from "ts-mls/secretTree.js";
import { initializeEpoch, mlsExporter } from "ts-mls/keySchedule.js";
import { describe, expect, test } from "vitest";
import { CLIENT_CONFIG } from "../../src/group/state.ts";
import { mlsSuite } from "../../src/primitives/mls-suite.ts";
import type { CiphersuiteImpl } from "../../src/primitives/mls.ts";
import { hpkeKeys } from "../../src/primitives/hpke.ts";
import { deriveSeed } from "../../src/primitives/x-wing-derive.ts";
import { EMPTY } from "../../src/primitives/kdf.ts";
import { seededCrypto } from "../../src/primitives/seeded.ts";
import { hex, unhex } from "../bytes.ts";
import { published, ran, readPublished } from "./published.ts";

/*
 * The working group's vectors as far as they apply: no suite of theirs is ours, so our own primitives are held by the suites that share a hash,
 * a cipher or a signature with it (passive.test.ts: ts-mls itself).
 */
type Text = Readonly<Record<string, string>>;
const read = <T>(name: string): readonly T[] => readPublished(`mls/${name}.json`) as readonly T[];
const ours: CiphersuiteImpl = mlsSuite(seededCrypto("published"));

/** Suites with SHA-512, and those of them with AES-256. */
const SHA512 = [4, 5, 6];
const AES256 = [4, 5];
const ED25519 = [1, 3];

interface Basics {
  readonly cipher_suite: number;
  readonly derive_secret: Text;
  readonly derive_tree_secret: Text & { readonly generation: number; readonly length: number };
  readonly expand_with_label: Text & { readonly length: number };
  readonly ref_hash: Text;
  readonly sign_with_label: Text;
}

const at = (values: Text, name: string): Uint8Array => unhex(values[name] ?? "");

describe.skipIf(!published("MLS"))("published vectors of MLS", () => {
  test("labelled derivations and hashes by our HKDF-SHA-512 and SHA-512", async () => {
    const cases = read<Basics>("crypto-basics").filter((it) => SHA512.includes(it.cipher_suite));
    for (const it of cases) {
      const { derive_secret: one, derive_tree_secret: tree, expand_with_label: expand, ref_hash: ref } = it;
      expect(hex(await deriveSecret(at(one, "secret"), one["label"] ?? "", ours.kdf))).toBe(one["out"]);
      const leaf = await deriveTreeSecret(
        at(tree, "secret"),
        tree["label"] ?? "",
        tree.generation,
        tree.length,
        ours.kdf,
      );
      expect(hex(leaf)).toBe(tree["out"]);
      const wide = await expandWithLabel(
        at(expand, "secret"),
        expand["label"] ?? "",
        at(expand, "context"),
        expand.length,
        ours.kdf,
      );
      expect(hex(wide)).toBe(expand["out"]);
      expect(hex(await refhash(ref["label"] ?? "", at(ref, "value"), ours.hash))).toBe(ref["out"]);
    }
    ran("MLS derivations", cases.length * 4);
  });

  test("labelled signatures by our Ed25519", async () => {
    const cases = read<Basics>("crypto-basics").filter((it) => ED25519.includes(it.cipher_suite));
    for (const { sign_with_label: it } of cases) {
      const [label, content, signature] = [it["label"] ?? "", at(it, "content"), at(it, "signature")];
      expect(await verifyWithLabel(at(it, "pub"), label, content, signature, ours.signature)).toBe(true);
      const own = await signWithLabel(at(it, "priv").slice(0, 32), label, content, ours.signature);
      expect(await verifyWithLabel(at(it, "pub"), label, content, own, ours.signature)).toBe(true);
      expect(await verifyWithLabel(at(it, "pub"), `${label}x`, content, signature, ours.signature)).toBe(
        false,
      );
    }
    ran("MLS signatures", cases.length);
  });

  test("key schedules and exporters", async () => {
    const cases = read<{ cipher_suite: number; initial_init_secret: string; epochs: Epoch[] }>(
      "key-schedule",
    );
    const fitting = cases.filter((it) => SHA512.includes(it.cipher_suite));
    for (const { initial_init_secret: first, epochs } of fitting) {
      let initSecret = unhex(first);
      for (const epoch of epochs) {
        const [context] = decodeGroupContext(unhex(epoch.group_context), 0) ?? [];
        if (context === undefined) throw new Error("no context");
        const begun = await initializeEpoch(
          initSecret,
          unhex(epoch.commit_secret),
          context,
          unhex(epoch.psk_secret),
          ours.kdf,
        );
        expect(hex(begun.keySchedule.epochAuthenticator)).toBe(epoch.epoch_authenticator);
        expect(hex(begun.keySchedule.initSecret)).toBe(epoch.init_secret);
        expect(hex(begun.encryptionSecret)).toBe(epoch.encryption_secret);
        const { label, context: exported, length, secret } = epoch.exporter;
        expect(
          hex(await mlsExporter(begun.keySchedule.exporterSecret, label, unhex(exported), length, ours)),
        ).toBe(secret);
        initSecret = begun.keySchedule.initSecret;
      }
    }
    ran(
      "MLS key schedules",
      fitting.reduce((sum, it) => sum + it.epochs.length, 0),
    );
  });

  test("ratchets of the secret tree", async () => {
    const cases = read<SecretTreeCase>("secret-tree").filter(
      (it) => AES256.includes(it.cipher_suite) && it.leaves.length <= 8,
    );
    let keys = 0;
    for (const { encryption_secret: secret, leaves } of cases) {
      for (const [leafIndex, generations] of leaves.entries()) {
        for (const it of generations) {
          const tree = await createSecretTree(leaves.length, unhex(secret), ours.kdf);
          const config = { ...CLIENT_CONFIG.keyRetentionConfig };
          const data = { leafIndex, generation: it.generation, reuseGuard: new Uint8Array(4) as never };
          const { key, nonce } = await ratchetToGeneration(tree, data, "application", config, ours);
          expect([hex(key), hex(nonce)]).toEqual([it.application_key, it.application_nonce]);
          keys += 1;
        }
      }
    }
    ran("MLS ratchets", keys);
  });
});

interface Epoch {
  readonly group_context: string;
  readonly commit_secret: string;
  readonly psk_secret: string;
  readonly epoch_authenticator: string;
  readonly init_secret: string;
  readonly encryption_secret: string;
  readonly exporter: {
    readonly label: string;
    readonly context: string;
    readonly length: number;
    readonly secret: string;
  };
}

interface SecretTreeCase {
  readonly cipher_suite: number;
  readonly encryption_secret: string;
  readonly leaves: readonly (readonly {
    generation: number;
    application_key: string;
    application_nonce: string;
  }[])[];
}

interface HpkeCase {
  readonly kem_id: number;
  readonly kdf_id: number;
  readonly aead_id: number;
  readonly info: string;
  readonly ikmR: string;
  readonly skRm: string;
  readonly shared_secret: string;
  readonly key: string;
  readonly base_nonce: string;
}

describe.skipIf(!published("HPKE"))("published vectors of HPKE with X-Wing", () => {
  test("the key schedule from a shared secret, and a key pair from keying material", () => {
    const all = readPublished("hpke-pq/test-vectors.json") as readonly HpkeCase[];
    const cases = all.filter((it) => it.kem_id === 0x647a && it.kdf_id === 1);
    for (const it of cases) {
      const suite = { kdf: 1, aead: it.aead_id, keyBytes: 32 } as const;
      const { key, nonce } = hpkeKeys(suite, unhex(it.shared_secret), unhex(it.info));
      expect([hex(key), hex(nonce)]).toEqual([it.key, it.base_nonce]);
      expect(hex(deriveSeed(unhex(it.ikmR)))).toBe(it.skRm);
      expect(hpkeKeys(suite, unhex(it.shared_secret), EMPTY).key).not.toEqual(key);
    }
    ran("HPKE key schedules with X-Wing", cases.length);
  });
});
