import type { Random } from "./random.ts";
import type { Kem } from "./x-wing.ts";

/** What a handshake and a rekeying draw on. */
export interface Crypto {
  readonly random: Random;
  readonly kem: Kem;
}
