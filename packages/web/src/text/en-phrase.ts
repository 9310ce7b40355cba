/** Every sentence about spoken phrases; see en.ts for the voice. They come with a room's program. */
export const phrase = {
  make: "Make a spoken phrase",
  makeHint: "Four words to read aloud, across a table or by telephone. They hand over the same invitation.",
  making: "Making a phrase",
  label: "Spoken phrase",
  say: "Read it aloud. The other person types it on the first page of this site and presses “Join”.",
  once: "It works once.",
  left: "Time left:",
  again: "New phrase",
  off: "Twice now someone had the first two words and not the last two. Somebody may be guessing, or the relay may stand between you. Send the link, or turn phrases on again if you know what went wrong.",
  allow: "Turn phrases on again",
  hints: "Words that fit",
  hintsSpoken: (words: readonly string[]): string =>
    `${words.join(", ")}. ${words.length === 1 ? "Tab takes it." : "Tab takes the first."}`,
  /** For whoever made the phrase. */
  outcomes: {
    used: "The phrase was used. The other person has the invitation.",
    failed:
      "Someone had the first two words and not the last two, or somebody stood between you. Nothing was handed over. Make a new phrase and read it slowly.",
    expired: "Nobody used the phrase in time. Make a new one when the other person is ready.",
    withdrawn: "The phrase is withdrawn.",
    closed: "The invitation is used, so there is nothing to hand over.",
    lost: "The connection to the relay was lost, and the phrase with it. Make a new one.",
    off: "",
    cut: "Someone began with this phrase and stopped before the words were compared. Make a new phrase.",
    late: "It took too long, and the phrase is no longer good. Make a new one.",
    busy: "The relay takes no more phrases just now. Wait a minute, or send the link.",
    unavailable:
      "The part of this page that makes phrases did not load. Check the connection, then try again.",
    invited: "",
    unknown: "",
    mismatch: "",
    tried: "",
    network: "",
  },
  /** For whoever typed one; what is not here did not happen to them. */
  joining: {
    unknown:
      "There is no such phrase now: it was used, it is too old, or the first two words are not the ones. Ask for a new phrase.",
    mismatch:
      "The words did not match, or somebody stood between you. This phrase is used up: ask for a new one.",
    tried: "These words were tried from this page before. A phrase works once: ask for a new one.",
    network: "The relay does not answer. Check the connection, then press “Join” again.",
    cut: "The other side stopped before the words were compared. Ask for a new phrase.",
    late: "It took too long, and the phrase is no longer good. Ask for a new one.",
    busy: "Too many phrases were tried from your network. Wait a minute, then ask for a new phrase.",
    unavailable:
      "The part of this page that reads phrases did not load. Check the connection, then load the page again.",
  },
};

export type PhraseText = typeof phrase;
