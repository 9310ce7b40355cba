import type { RoomEnding, RoomEvent } from "@tacet/client";
import type { Failure } from "../errors.ts";

export type PhraseOutcome = (RoomEvent & { event: "phrase-over" })["outcome"];

/** How a room ended, for a person and for the exit code of a chat. */
export interface End {
  readonly failure: Failure | null;
  readonly sentence: string;
  /** The task was over before the room was: an interrupt changes nothing of it. */
  readonly concluded?: true;
}

const ENDS: Readonly<Record<RoomEnding["reason"], End>> = {
  "left-here": { failure: null, sentence: "You left the room. It has ended for the other person too." },
  "left-there": { failure: null, sentence: "The other person left. To go on, make a new room." },
  "burned-here": { failure: null, sentence: "You burned the room. It is over for both." },
  "burned-there": { failure: null, sentence: "The other person burned the room. It is over for both." },
  expired: {
    failure: null,
    sentence: "The time is up: every room has a set time. To go on, make a new room.",
  },
  gone: {
    failure: "network",
    sentence: "The other person is gone: nothing has come from them for too long. Make a new room.",
  },
  "handshake-failed": {
    failure: "refused",
    sentence:
      "No valid answer came in three attempts, so nothing was said. The invitation may be damaged, or someone without it stands between. Make a new room, and hand its link over another way.",
  },
  policy: {
    failure: "refused",
    sentence:
      "This room asks for a way of connecting that this version does not have. Update tacet, or ask for a room without it.",
  },
  absent: {
    failure: "refused",
    sentence: "This room has ended or never existed. Ask the other person for a new link.",
  },
  forgotten: {
    failure: "network",
    sentence:
      "The relay no longer knows this room: it was started anew, or the room ended meanwhile. Make a new room.",
  },
  declined: {
    failure: "refused",
    sentence:
      "You were not let in: whoever made the room declined, or did not answer in time, or somebody else was at the door. Ask them, and try again.",
  },
  used: {
    failure: "refused",
    sentence: "Someone used this link before you. Tell the person who sent it, and not in that room.",
  },
  relay: {
    failure: "network",
    sentence: "The relay cannot be reached. Check the connection and the relay's address, then try again.",
  },
  elsewhere: {
    failure: "failed",
    sentence: "This room went on in another place, where this seat was taken.",
  },
  mismatch: {
    failure: "failed",
    sentence:
      "What you compared does not match: someone may stand between you. Tell the other person now, and do not use this invitation again.",
  },
};

const RATE: End = {
  failure: "refused",
  sentence: "The relay asks to wait: many rooms were made from your network. Try again in a minute.",
};
const BUSY: End = {
  failure: "refused",
  sentence: "The relay is full at the moment. Try again in a few minutes, or use another relay.",
};
const UNCLEAR: End = {
  failure: "failed",
  sentence:
    "The relay refused what was asked, or gave an answer that is not understood. Check --ttl and --relay, or update tacet.",
};

export function endOf({ reason, hindrance }: RoomEnding): End {
  if (reason !== "relay" || hindrance === "network") return ENDS[reason];
  return hindered(hindrance, UNCLEAR);
}

/** What a relay that was reached has said for itself; `unclear` where that was nothing of the kind. */
export function hindered(hindrance: RoomEnding["hindrance"], unclear: End): End {
  if (hindrance === "rate") return RATE;
  return hindrance === "busy" ? BUSY : unclear;
}

const JOINING: Readonly<Partial<Record<PhraseOutcome, End>>> = {
  network: ENDS.relay,
  unknown: {
    failure: "refused",
    sentence:
      "There is no such phrase now: it was used, it is too old, or the first two words are not the ones. Ask for a new phrase.",
  },
  mismatch: {
    failure: "refused",
    sentence:
      "The words did not match, or somebody stood between you. This phrase is used up: ask for a new one.",
  },
  tried: {
    failure: "refused",
    sentence: "These words were tried before. A phrase works once: ask for a new one.",
  },
  cut: {
    failure: "refused",
    sentence: "The other side stopped before the words were compared. Ask for a new phrase.",
  },
  late: {
    failure: "refused",
    sentence: "It took too long, and the phrase is no longer good. Ask for a new one.",
  },
  busy: {
    failure: "refused",
    sentence: "Too many phrases were tried from your network. Wait a minute, then ask for a new phrase.",
  },
};

/** Why a typed phrase led to no room; null where it did. */
export function phraseFailed(outcome: PhraseOutcome): End | null {
  if (outcome === "invited") return null;
  return JOINING[outcome] ?? { failure: "failed", sentence: "The phrase could not be read. Try again." };
}

/** What became of an own phrase, for a person; null where nothing is to be said. */
export function phraseTold(outcome: PhraseOutcome): string | null {
  return TOLD[outcome] ?? null;
}

const TOLD: Readonly<Partial<Record<PhraseOutcome, string>>> = {
  used: "The phrase was used. The other person has the invitation.",
  failed:
    "Someone had the first two words and not the last two, or somebody stood between you. Nothing was handed over.",
  expired: "Nobody used the phrase in time.",
  lost: "The connection to the relay was lost, and the phrase with it.",
  off: "Twice now someone had the first two words and not the last two. Somebody may be guessing: phrases are off in this room.",
  cut: "Someone began with this phrase and stopped before the words were compared. It is used up.",
  late: "It took too long, and the phrase is no longer good.",
  busy: "The relay takes no more phrases just now. Send the link.",
};
