/*
 * X-Wing from a pool. Noble's KEM takes milliseconds, and a history makes a dozen keys: so the n-th key pair of any history is the pool's
 * n-th, made once in a process, and the same for what is encapsulated to it. Within one history no key comes twice.
 */
import { seededCrypto } from "@tacet/core";
import type { Crypto } from "@tacet/core";

type Kem = Crypto["kem"];
type Pair = Awaited<ReturnType<Kem["generate"]>>;
type Sealed = Awaited<ReturnType<Kem["encapsulate"]>>;

const pairs = new Map<number, Promise<Pair>>();
const sealed = new Map<string, Promise<Sealed>>();
const opened = new Map<string, Promise<Uint8Array>>();
const real = seededCrypto("pool").kem;

function once<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

const nameOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 16)).toString("latin1");

/** What is given out, so that a test can ask whether it was erased. */
export interface KeyPool {
  readonly kem: Kem;
  readonly secrets: readonly Uint8Array[];
}

/** A KEM for one history: all its parties share the numbering. */
export function createKeyPool(): KeyPool {
  let generated = 0;
  let encapsulated = 0;
  const secrets: Uint8Array[] = [];
  const kem: Kem = {
    kind: "noble",
    generate: async () => {
      const number = generated;
      generated += 1;
      const pair = await once(pairs, number, async () =>
        seededCrypto(`pair ${String(number)}`).kem.generate(),
      );
      const secret = pair.secret.slice();
      secrets.push(secret);
      return { publicKey: pair.publicKey.slice(), secret };
    },
    encapsulate: async (publicKey) => {
      const number = encapsulated;
      encapsulated += 1;
      const made = await once(sealed, `${String(number)} ${nameOf(publicKey)}`, async () =>
        seededCrypto(`encapsulation ${String(number)}`).kem.encapsulate(publicKey),
      );
      return { ciphertext: made.ciphertext.slice(), shared: made.shared.slice() };
    },
    decapsulate: async (secret, ciphertext) => {
      const shared = await once(opened, nameOf(secret) + nameOf(ciphertext), async () =>
        real.decapsulate(secret, ciphertext),
      );
      return shared.slice();
    },
  };
  return { kem, secrets };
}
