/** The rows of phrases in the label table (spec/README.md 3). */
export const PHRASE_LABELS = {
  phraseCpace: "tacet/v1/phrase/cpace",
  phraseTranscript: "tacet/v1/phrase/transcript",
  phraseKey: "tacet/v1/phrase/key",
  confirmJoiner: "tacet/v1/phrase/confirm-joiner",
  confirmInviter: "tacet/v1/phrase/confirm-inviter",
  phraseInvitation: "tacet/v1/phrase/invitation",
} as const;
