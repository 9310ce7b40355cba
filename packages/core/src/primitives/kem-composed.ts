import { requireLength } from "../errors.ts";
import { concat } from "../notation/bytes.ts";
import type { Mlkem } from "./mlkem.ts";
import type { Random } from "./random.ts";
import { x25519, x25519PublicKey } from "./web-x25519.ts";
import { wipe } from "./wipe.ts";
import { type Kem, X_WING } from "./x-wing.ts";
import { combine, expandSeed } from "./x-wing-combiner.ts";

/**
 * X-Wing put together from the runtime's X25519 and an ML-KEM-768: the runtime's own where it has it ("composed", Node 24), noble's
 * where it has not ("mixed", Firefox and WebKit). The curve, and the lattice if it can, run natively.
 */
export function composedKem(kind: "composed" | "mixed", mlkem: Mlkem, random: Random): Kem {
  return {
    kind,
    generate: async () => generate(mlkem, random),
    encapsulate: async (publicKey) => encapsulate(mlkem, random, publicKey),
    decapsulate: async (secret, ciphertext) => decapsulate(mlkem, secret, ciphertext),
  };
}

async function generate(mlkem: Mlkem, random: Random): ReturnType<Kem["generate"]> {
  const secret = random.bytes(X_WING.secretBytes);
  const { mlkemSeed, x25519Key } = expandSeed(secret);
  const publicKey = concat(await mlkem.publicKey(mlkemSeed), await x25519PublicKey(x25519Key));
  wipe(mlkemSeed, x25519Key);
  return { publicKey, secret };
}

async function encapsulate(
  mlkem: Mlkem,
  random: Random,
  publicKey: Uint8Array,
): ReturnType<Kem["encapsulate"]> {
  requireLength(publicKey, X_WING.publicKeyBytes);
  const curvePart = publicKey.slice(X_WING.mlkemPublicKeyBytes);
  const lattice = await mlkem.encapsulate(publicKey.slice(0, X_WING.mlkemPublicKeyBytes));
  const ephemeral = random.bytes(X_WING.x25519KeyBytes);
  const curveCiphertext = await x25519PublicKey(ephemeral);
  const curveShared = await x25519(ephemeral, curvePart);
  const shared = combine(lattice.shared, curveShared, curveCiphertext, curvePart);
  wipe(ephemeral, lattice.shared, curveShared);
  return { ciphertext: concat(lattice.ciphertext, curveCiphertext), shared };
}

async function decapsulate(
  mlkem: Mlkem,
  secret: Uint8Array,
  ciphertext: Uint8Array,
): ReturnType<Kem["decapsulate"]> {
  requireLength(secret, X_WING.secretBytes);
  requireLength(ciphertext, X_WING.ciphertextBytes);
  const { mlkemSeed, x25519Key } = expandSeed(secret);
  const curvePart = ciphertext.slice(X_WING.mlkemCiphertextBytes);
  const mlkemShared = await mlkem.decapsulate(mlkemSeed, ciphertext.slice(0, X_WING.mlkemCiphertextBytes));
  const curveShared = await x25519(x25519Key, curvePart);
  const shared = combine(mlkemShared, curveShared, curvePart, await x25519PublicKey(x25519Key));
  wipe(mlkemSeed, x25519Key, mlkemShared, curveShared);
  return shared;
}
