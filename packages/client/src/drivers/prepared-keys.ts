import { wipe } from "@tacet/core";
import type { Crypto } from "@tacet/core";

/** The key pair of the next rk1. The KEM takes milliseconds: they pass while the direct path is being made (spec/pair.md 7). */
export interface PreparedKeys {
  make(): Promise<void>;
  /** The room's randomness and KEM, but that the prepared key pair, if there is one, is the next to be generated, once. */
  readonly crypto: Crypto;
  wipe(): void;
}

export function createPreparedKeys({ random, kem }: Crypto): PreparedKeys {
  let prepared: Awaited<ReturnType<typeof kem.generate>> | null = null;
  const discard = (): void => {
    if (prepared !== null) wipe(prepared.secret);
    prepared = null;
  };
  return {
    make: async () => {
      discard();
      prepared = await kem.generate();
    },
    crypto: {
      random,
      kem: {
        kind: kem.kind,
        generate: async () => {
          const pair = prepared ?? (await kem.generate());
          prepared = null;
          return pair;
        },
        encapsulate: (publicKey) => kem.encapsulate(publicKey),
        decapsulate: (secret, ciphertext) => kem.decapsulate(secret, ciphertext),
      },
    },
    wipe: discard,
  };
}
