import type { ADMISSION_LABELS } from "./admission/labels.ts";
import type { FILE_LABELS } from "./files/labels.ts";
import type { GROUP_LABELS } from "./group/labels.ts";
import type { PHRASE_LABELS } from "./phrase/labels.ts";
import type { RELEASE_LABELS } from "./release/labels.ts";

/**
 * The label table of spec/README.md 3, in its order: no two alike, each for one use. The rows of files and phrases stand with what uses them,
 * which a page fetches later.
 */
export const LABELS = {
  admission: "tacet/v1/invite/admission",
  m1: "tacet/v1/pair/m1",
  m2: "tacet/v1/pair/m2",
  m3: "tacet/v1/pair/m3",
  transcript: "tacet/v1/pair/transcript",
  commitment: "tacet/v1/pair/commitment",
  hybrid: "tacet/v1/pair/hybrid",
  confirmInitiator: "tacet/v1/pair/confirm-initiator",
  confirmResponder: "tacet/v1/pair/confirm-responder",
  root: "tacet/v1/pair/root",
  safety: "tacet/v1/pair/safety",
  chainInitiator: "tacet/v1/pair/chain-initiator",
  chainResponder: "tacet/v1/pair/chain-responder",
  step: "tacet/v1/pair/step",
  byeInitiator: "tacet/v1/pair/bye-initiator",
  byeResponder: "tacet/v1/pair/bye-responder",
  mix: "tacet/v1/pair/mix",
  rekey: "tacet/v1/pair/rekey",
  rekeyTranscript: "tacet/v1/pair/rekey-transcript",
} as const;

/** The relay's own stand here because there is one table; core uses one, to see what the owner signs. */
export const RELAY_LABELS = {
  ticket: "tacet/v1/relay/ticket",
  address: "tacet/v1/relay/address",
  reopened: "tacet/v1/relay/reopened",
  command: "tacet/v1/relay/command",
  groupTicket: "tacet/v1/relay/group-ticket",
} as const;

/** A label of the table: no other text reaches a derivation. */
export type Label =
  | (typeof LABELS)[keyof typeof LABELS]
  | (typeof FILE_LABELS)[keyof typeof FILE_LABELS]
  | (typeof ADMISSION_LABELS)[keyof typeof ADMISSION_LABELS]
  | (typeof GROUP_LABELS)[keyof typeof GROUP_LABELS]
  | (typeof PHRASE_LABELS)[keyof typeof PHRASE_LABELS]
  | (typeof RELEASE_LABELS)[keyof typeof RELEASE_LABELS];
