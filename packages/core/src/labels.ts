/**
 * The label table of spec/README.md 3, in its order: no two alike, each for one use. The relay's own stand here because there is
 * one table; nothing in core uses them.
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
  fileLeaf: "tacet/v1/file/leaf",
  fileNode: "tacet/v1/file/node",
  fileRoot: "tacet/v1/file/root",
  phraseCpace: "tacet/v1/phrase/cpace",
  phraseTranscript: "tacet/v1/phrase/transcript",
  phraseKey: "tacet/v1/phrase/key",
  confirmJoiner: "tacet/v1/phrase/confirm-joiner",
  confirmInviter: "tacet/v1/phrase/confirm-inviter",
  phraseInvitation: "tacet/v1/phrase/invitation",
  ticket: "tacet/v1/relay/ticket",
  address: "tacet/v1/relay/address",
  reopened: "tacet/v1/relay/reopened",
} as const;

/** A label of the table: no other text reaches a derivation. */
export type Label = (typeof LABELS)[keyof typeof LABELS];
