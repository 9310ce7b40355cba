import { type Label, LABELS } from "../labels.ts";
import { EMPTY, expand, info } from "../primitives/kdf.ts";
import { wipe } from "../primitives/wipe.ts";
import type { Chain } from "./chain.ts";
import { sealFarewell } from "./farewell.ts";
import type { Role } from "./role.ts";

/** The keys of an epoch that the other side's blocks open with. */
export interface ReceivingEpoch {
  readonly number: number;
  readonly receive: Chain;
  readonly peerBye: Uint8Array;
}

/** The epoch this side seals in. */
export interface CurrentEpoch extends ReceivingEpoch {
  readonly send: Chain;
  /** The salt of the next root. */
  readonly mix: Uint8Array;
}

/** The epoch before it. */
export interface PreviousEpoch extends ReceivingEpoch {
  /** R's, while I has not entered the current epoch; null otherwise. */
  readonly send: Chain | null;
  /** Null while `send` is there: the 60 s begin when I has entered the current epoch. */
  readonly expiresAtMs: number | null;
}

/** Derives an epoch from its root, seals the own farewell, and erases root and own bye key (spec/pair.md 6, 8). */
export async function beginEpoch(
  role: Role,
  number: number,
  root: Uint8Array,
): Promise<{ readonly epoch: CurrentEpoch; readonly farewell: Uint8Array }> {
  const derive = (label: Label): Uint8Array => expand(root, info(label, EMPTY), 32);
  const initiator = { chain: derive(LABELS.chainInitiator), bye: derive(LABELS.byeInitiator) };
  const responder = { chain: derive(LABELS.chainResponder), bye: derive(LABELS.byeResponder) };
  const [own, peer] = role === "initiator" ? [initiator, responder] : [responder, initiator];
  const mix = derive(LABELS.mix);
  const farewell = await sealFarewell(own.bye, number);
  wipe(root, own.bye);
  const send: Chain = { key: own.chain, next: 0 };
  const receive: Chain = { key: peer.chain, next: 0 };
  return { epoch: { number, send, receive, peerBye: peer.bye, mix }, farewell };
}
