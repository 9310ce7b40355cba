import { equal } from "./equal.ts";
import { nativeKem } from "./kem-native.ts";
import { type Random, systemRandom } from "./random.ts";
import { type Kem, X_WING } from "./x-wing.ts";

const ORDER: readonly Kem["kind"][] = ["native", "composed", "mixed", "noble"];

/**
 * The best X-Wing that truly works here: the runtime's own, else put together from the runtime's ML-KEM-768 and X25519,
 * else from its X25519 and noble's ML-KEM-768, else all of it @noble/post-quantum. All agree byte for byte. Each is probed once, and an operation that fails later is done
 * again by noble, so that a runtime's fault never looks like an attack; only what noble refuses too is refused.
 *
 * Node prints an ExperimentalWarning at the first native use. A program that minds starts Node with
 * `--disable-warning=ExperimentalWarning`; a library has no business with its host's process.
 *
 * @param random used where the runtime makes no randomness of its own
 * @param prefer where to begin in the order native, composed, mixed, noble
 */
export async function createKem(random: Random = systemRandom, prefer: Kem["kind"] = "native"): Promise<Kem> {
  for (const kind of ORDER.slice(ORDER.indexOf(prefer), -1)) {
    const kem = await load(kind, random);
    if (await works(kem)) return withFallback(kem, random);
  }
  return load("noble", random);
}

/** What most browsers never need comes in chunks of its own. */
async function load(kind: Kem["kind"], random: Random): Promise<Kem> {
  if (kind === "native") return nativeKem();
  if (kind === "noble") return (await import("./kem-noble.ts")).nobleKem(random);
  const { composedKem } = await import("./kem-composed.ts");
  if (kind === "composed") return composedKem(kind, (await import("./web-mlkem.ts")).webMlkem, random);
  return composedKem(kind, (await import("./noble-mlkem.ts")).nobleMlkem(random), random);
}

/** X-Wing of the seed 07..07 and the ciphertext 09..09: goes through seed, lattice, curve and combiner alike. */
const KNOWN_SHARED = Uint8Array.from([
  198, 82, 183, 213, 42, 66, 200, 134, 93, 225, 106, 127, 173, 170, 77, 155, 173, 34, 246, 191, 99, 252, 171,
  163, 114, 82, 160, 132, 95, 54, 82, 69,
]);

async function works(kem: Kem): Promise<boolean> {
  try {
    const seed = new Uint8Array(X_WING.secretBytes).fill(7);
    const known = await kem.decapsulate(seed, new Uint8Array(X_WING.ciphertextBytes).fill(9));
    const { publicKey, secret } = await kem.generate();
    const { ciphertext, shared } = await kem.encapsulate(publicKey);
    return equal(known, KNOWN_SHARED) && equal(shared, await kem.decapsulate(secret, ciphertext));
  } catch {
    return false;
  }
}

function withFallback(kem: Kem, random: Random): Kem {
  const orNoble = async <T>(run: (kem: Kem) => Promise<T>): Promise<T> => {
    try {
      return await run(kem);
    } catch {
      return run(await load("noble", random));
    }
  };
  return {
    kind: kem.kind,
    generate: async () => orNoble(async (one) => one.generate()),
    encapsulate: async (publicKey) => orNoble(async (one) => one.encapsulate(publicKey)),
    decapsulate: async (secret, ciphertext) => orNoble(async (one) => one.decapsulate(secret, ciphertext)),
  };
}
