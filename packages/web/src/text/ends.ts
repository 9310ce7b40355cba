/** What a person is told when a room ends: spec/direct.md 6, reasons of an end. */
export interface EndText {
  /** Why it ended, as a heading. */
  readonly why: string;
  /** What it means and what to do. */
  readonly next: string;
  /** What is left behind, and where. */
  readonly left: string;
}

const GONE =
  "Nothing of the conversation. Messages and keys are erased here, and the relay has forgotten the room.";
const GONE_LATER =
  "Nothing of the conversation here: messages and keys are erased. The relay forgets the room when its time is up.";
const GONE_HERE = "Nothing of the conversation on this side: messages and keys are erased here.";
const NEVER_IN = "Nothing was opened here, so nothing is left.";

export const endTexts = {
  "left-here": {
    why: "You left the room",
    next: "A room for two ends when one leaves, so it has ended for the other person too.",
    left: GONE,
  },
  "left-there": {
    why: "The other person left",
    next: "A room for two ends when one leaves. To go on, make a new room and send a new link.",
    left: GONE,
  },
  "burned-here": {
    why: "You burned the room",
    next: "The other person’s page was told to erase everything too.",
    left: GONE,
  },
  "burned-there": {
    why: "The other person burned the room",
    next: "They ended it at once for both of you. To go on, make a new room and send a new link.",
    left: GONE,
  },
  expired: {
    why: "The time is up",
    next: "Every room has a set time, and this one’s has passed. To go on, make a new room and send a new link.",
    left: GONE,
  },
  gone: {
    why: "The other person is gone",
    next: "Nothing has come from them for too long: a lost connection, or a closed browser. Make a new room and send a new link.",
    left: GONE,
  },
  "handshake-failed": {
    why: "No valid answer came",
    next: "Three attempts failed, so nothing was said. The link may have been damaged, or someone without it is in between. Make a new room and send its link another way.",
    left: GONE,
  },
  policy: {
    why: "This room needs a newer version",
    next: "It asks for a way of connecting that this page does not have yet. Reload the page, or ask for a room without that setting.",
    left: GONE_HERE,
  },
  absent: {
    why: "This room has ended or never existed",
    next: "Links stop working when a room ends. Ask the other person for a new one.",
    left: NEVER_IN,
  },
  forgotten: {
    why: "The relay no longer knows this room",
    next: "It was started anew, or the room ended while this page could not reach it. To go on, make a new room and send a new link.",
    left: GONE,
  },
  declined: {
    why: "You were not let in",
    next: "The person who made the room declined, or did not answer in time; or somebody else was at the door. Ask them, and open the link again.",
    left: NEVER_IN,
  },
  used: {
    why: "Someone used this link before you",
    next: "Tell the person who sent it, and not in that room. A link works once, so whoever used it may be there in your place.",
    left: NEVER_IN,
  },
  relay: {
    why: "The relay cannot be reached",
    next: "Your network or the relay is down, or something on the way blocks it. Check the connection, then make a new room, or open the link you were sent once more.",
    left: GONE_HERE,
  },
  elsewhere: {
    why: "This room went on in another place",
    next: "Another page took this seat. If that was not you, leave that room and tell the other person.",
    left: GONE_HERE,
  },
  mismatch: {
    why: "What you compared does not match",
    next: "Someone may stand between the two of you and read along. Tell the other person now, in the way in which you compared: their page may not have been told. Do not use this link or phrase again. Make a new room, and hand over its link another way.",
    left: "Nothing of the conversation on this side: messages and keys are erased here. What was said in this room before may have been read by someone else.",
  },
} satisfies Record<string, EndText>;

/** What is said instead, where not everything is known or could be done. */
export const endVariants = {
  relayNotTold: GONE_LATER,
  /** Follows what is left, where a file was saved. */
  saved: "Files that you saved stay where they are, and your browser’s list of downloads may name them.",
  beingTold:
    "The other person’s page is being told. Keep this page open until it is: that takes a minute and a half at most.",
  notTold:
    "It is not certain that the other person’s page was told. If it was not, it ends the room by itself when nothing comes from here for a while.",
  /** The relay gave no seat: what was wanted can be asked for once more. */
  again: {
    creator:
      "Your network or the relay is down, or something on the way blocks it. Check the connection, then try again.",
    guest:
      "Your network or the relay is down, or something on the way blocks it. Check the connection, then try again: your link is not used up.",
  },
  neverMet: "Nobody was connected with you in it.",
  neverMetBefore: "Nobody was connected with you in it. To go on, make a new room and send a new link.",
  rate: {
    why: "This relay asks to wait a moment",
    next: "It was asked for many rooms from your network address in a short time, so it made no other. Wait a minute, then make a new room.",
    left: NEVER_IN,
  },
  busy: {
    why: "This relay is full at the moment",
    next: "It holds as many rooms as it can, so it made no other. Try again in a few minutes, or use another relay.",
    left: NEVER_IN,
  },
  unclear: {
    why: "The room could not go on",
    next: "The relay gave an answer that this page does not understand, or a part of this page failed. Reload the page, then make a new room.",
    left: GONE_HERE,
  },
};
