import * as core from "../../src/index.ts";
import type { Crypto } from "../../src/index.ts";
import type { Chance } from "./chance.ts";
import { toyKem } from "./toy-kem.ts";

/** What a world calls. A fault is planted by replacing one of these with a copy that does it wrong. */
export interface Calls {
  readonly sealFrame: typeof core.sealFrame;
  readonly openBlock: typeof core.openBlock;
  readonly expireKeys: typeof core.sessions.expireKeys;
  readonly rekeying: typeof core.rekeying;
  readonly crypto: (chance: Chance, seed: string) => Crypto;
}

const { sealFrame, openBlock, rekeying } = core;
const { expireKeys } = core.sessions;

/** The code under test, on the toy KEM. */
export const honest: Calls = {
  sealFrame,
  openBlock,
  expireKeys,
  rekeying,
  crypto: (chance) => ({ random: chance, kem: toyKem(chance) }),
};

/** The same on X-Wing. */
export const onXWing: Calls = { ...honest, crypto: (_, seed) => core.seededCrypto(seed) };
