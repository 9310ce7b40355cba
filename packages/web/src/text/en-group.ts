/** Every sentence about rooms for many (spec/group.md); see en.ts for the voice. They come with the part for such rooms. */
import { countingIn, number } from "./numbers.ts";

const { plural } = countingIn("en");

/** The dialog in which a room is chosen. */
const making = {
  heading: "New room",
  kind: "Kind of room",
  pair: "For two",
  many: "For many",
  manyHint:
    "Up to 50 people come in with one link. Everything goes through the relay, sealed: it cannot read it, and nobody in the room sees another’s network address.",
  pairHint: "One other person, with a link that works once.",
  preset: "Begin with",
  presets: {
    none: "Nothing chosen yet",
    interview: "Interview",
    incident: "Incident",
    retrospective: "Retrospective",
    feedback: "Feedback",
    study: "Study group",
    coffee: "Coffee break",
    games: "Game night",
  },
  presetHint: "It sets what is below. Everything can still be changed.",
  password: "Password",
  passwordHint:
    "Optional, 4 to 200 characters. Tell it to people another way than the link: both are needed to come in. It is never sent.",
  passwordShort: "A password has 4 to 200 characters.",
  ends: "Ends after",
  never: "Never",
  neverHint: "It ends by itself when nobody has been in it for as long as the relay allows.",
  fades: "Messages disappear after",
  fadesHint: "Counted on each screen from when a message was shown there.",
  create: "Create",
  seconds: (count: number): string => plural(count, { one: "# second", other: "# seconds" }),
  minutes: (count: number): string => plural(count, { one: "# minute", other: "# minutes" }),
  hours: (count: number): string => plural(count, { one: "# hour", other: "# hours" }),
  days: (count: number): string => plural(count, { one: "# day", other: "# days" }),
};

/** Before one is in. */
const entering = {
  first: "Someone sent you a link to a room for many.",
  second:
    "When you join, the people in it are told, and see the name that you give. You read what is said from then on, and nothing from before.",
  address: "Nobody in the room sees your network address: everything goes through the relay, sealed.",
  nameHint: "Everybody in the room sees it. Up to 20 characters.",
  creating: "Making the room",
  creatingHint: "The keys are made in this browser. The relay learns that there is a room, and not for whom.",
  reaching: "Asking the relay for a place",
  asking: "Waiting to be let in",
  askingHint:
    "Somebody in the room has to be there. In some rooms a person decides, which may take a moment.",
  locked: "This room asks for a password.",
  passwordHint: "It was to reach you another way than the link. It is compared without being sent.",
  wrong: "That is not the password of this room. Ask for it once more, and look for capitals.",
  wait: (seconds: number): string =>
    plural(seconds, {
      one: "Too many wrong passwords. The next can be tried in # second.",
      other: "Too many wrong passwords. The next can be tried in # seconds.",
    }),
  join: "Join",
  giveUp: "Do not join",
};

const room = {
  heading: "A room for many",
  waiting: "for others",
  coming: "to be let in",
  empty: "You are in. The relay cannot read what is said here.",
  alone: "Send this link to everybody who is to come in.",
  members: "Members",
  memberCount: (count: number): string => plural(count, { one: "# member", other: "# members" }),
  unnamed: "Somebody",
  someone: (mark: string): string => `Somebody (${mark})`,
  saved: "Everybody in the room sees this name.",
  typing: {
    one: (name: string): string => `${name} is typing`,
    two: (name: string, other: string): string => `${name} and ${other} are typing`,
    many: (count: number): string =>
      plural(count, { one: "# person is typing", other: "# people are typing" }),
  },
  noOneElse: "Nobody else is in the room. What you send now reaches nobody.",
  alsoAway: "Nobody else is here now. What you send waits for them.",
};

/** A member, and what can be done about one. */
const member = {
  you: "you",
  owner: "owner",
  moderator: "moderator",
  away: "away",
  unconfirmed: "not confirmed",
  verified: "verified",
  differs: "does not match",
  muted: "muted",
  blocked: "blocked",
  fingerprint: "Fingerprint",
  remove: "Remove",
  removeText:
    "They are out at once, all keys are new, and the link that they had opens nothing. What they have read stays with them.",
  removeNow: "Remove now",
  handOver: "Hand over ownership",
  handOverText:
    "Only the new owner can lock the room, remove people or end it then. You cannot take it back.",
  handOverNow: "Hand over",
  makeModerator: "Make moderator",
  endModerator: "No longer a moderator",
  moderatorHint: "Moderators let people in, and remove whoever is neither moderator nor owner.",
  mute: "Mute",
  unmute: "Unmute",
  muteHint: "No sound and no notification for what they write. It is shown, here alone.",
  block: "Block",
  unblock: "Unblock",
  blockHint: "What they write from now on is not shown on this screen. They are not told.",
  back: "Back",
  verify: "Verify",
  comparing: "Waiting for their page to answer.",
  comparingOver: "Their page answered no more. Close this, and begin again.",
  verifyHow:
    "Both of you open this, and read one of the two lists to each other over a call, or compare in person, and not through this chat.",
  asksVerify: (name: string): string => `${name} wants to compare with you.`,
  compare: "Compare now",
  mismatch:
    "What you compared differs. Somebody may stand between you, or you may be in two views of this room. Say so another way, and do not trust what is written here.",
};

/** What the owner decides, and everybody sees. */
const control = {
  lock: "Lock room",
  unlock: "Unlock room",
  locked: "Locked: nobody can come in.",
  ask: "Ask before letting people in",
  renew: "New invitation",
  fades: "Messages disappear after",
  fadesAfter: (time: string): string => `Messages disappear after ${time}.`,
  password: "A password is asked for.",
  endsWithOwner: "Delete all when I leave",
  endsWithOwnerSeen: "When the owner leaves, the room is deleted.",
  end: "Delete room",
  endHeading: "Delete this room for everybody?",
  endText:
    "It ends at once for all. Messages and keys are erased on every page that is reached, and the relay forgets the room.",
  endNow: "Delete now",
  leave: "Leave",
  leaveHeading: "You are the owner",
  leaveEnds: "When you leave, the room is deleted for everybody. To let it go on, hand it over first.",
  leaveOwnerless:
    "When you leave, the room goes on without an owner, and nobody can lock it or delete it then. To prevent that, hand it over first.",
  leaveAndEnd: "Leave and delete",
  ownerHere: "The owner has left. The room goes on as it is.",
  ownerSilent: "The owner has not been heard since you came in.",
};

/** Lines between the messages. */
const lines = {
  joined: (name: string): string => `${name} joined.`,
  joinedSelf: "You joined. Nothing said before is shown.",
  left: (name: string): string => `${name} left.`,
  removed: (name: string, by: string): string => `${by} removed ${name}. All keys are new.`,
  removedBySelf: (name: string): string => `You removed ${name}. All keys are new.`,
  removedOnly: (name: string): string => `${name} was removed. All keys are new.`,
  absent: (name: string): string =>
    `${name} was away for too long and is out of the room. Their place is kept for a day.`,
  different: (name: string): string =>
    `${name} was shown something else than you. Either their app is wrong, or the relay shows different rooms to different people. What they say is not shown here. Ask them another way, and remove them or leave.`,
  unusable: (name: string): string =>
    `${name} made a change that cannot be used here. The room may be split by it.`,
  keys: (name: string): string =>
    `${name} came back with new keys. If you had compared with them, compare again.`,
  keysSelf: "You came back with new keys. Whoever had compared with you compares again.",
  ownerSelf: "You are the owner now.",
  owner: (name: string): string => `${name} is the owner now.`,
  moderator: (name: string, by: string): string => `${by} changed whether ${name} is a moderator.`,
  moderatorBySelf: (name: string): string => `You changed whether ${name} is a moderator.`,
  moderatorSelf: (by: string): string => `${by} changed whether you are a moderator.`,
  you: "You",
  gap: (count: number): string =>
    plural(count, {
      one: "# block of this room was missed here. What was in it is not shown.",
      other: "# blocks of this room were missed here. What was in them is not shown.",
    }),
};

const states = {
  deliveredTo: (count: number, of: number): string => `delivered ${number(count)} of ${number(of)}`,
  missing: (names: string): string => `Not yet: ${names}`,
  gone: (names: string): string => `Left before it arrived: ${names}`,
  fades: (time: string): string => `gone in ${time}`,
  nobody: "Nobody was here to receive it",
  fadesUnseen: "disappears",
};

const notices = {
  askHeading: "Somebody with the link asks to come in.",
  asks: (name: string): string => `Somebody with the link asks to come in, as ${name}.`,
  ask: "Nobody has checked who it is. They read nothing of what was said before.",
  warned: (count: number): string =>
    plural(count, {
      one: "In the last ten minutes # wrong password was tried.",
      other: "In the last ten minutes # wrong passwords were tried.",
    }),
  letIn: "Let in",
  refuse: "Refuse",
  splitHeading: "The room may be split.",
  split:
    "Blocks arrive that do not open here, and no others. This page tries to come in anew. Until then what you write may not reach everybody.",
  newer:
    "Somebody sent what this page cannot show. Reload it after this conversation to get the newest version.",
  unreadable: "It arrived damaged in form, and is not shown. Ask whoever wrote to send it again.",
  refusedHeading: "That was not done.",
  refused: {
    "not-allowed": "Only the owner or a moderator may do that.",
    nobody: "Whoever it was about is not here any more.",
    overtaken: "Somebody else changed the room at the same moment. Look how it is now, and try again.",
    limit: "That was too much at once: ten messages in ten seconds are the most. Try again in a moment.",
    "too-many-waiting": "Too many of your messages wait to be sent. Send this one when some have left.",
  },
  understood: "Understood",
  notNow: "Not now",
};

const GONE = "Nothing of the conversation on this side: messages and keys are erased here.";
const GONE_ALL =
  "Nothing of the conversation. Messages and keys are erased here, and the relay has forgotten the room.";
const NEVER_IN = "Nothing was opened here, so nothing is left.";

/** Why a room for many ended here. */
const ends = {
  "left-here": {
    why: "You left the room",
    next: "It goes on for the others. The link lets you come in again, for as long as it holds.",
    left: GONE,
  },
  "ended-here": { why: "You deleted the room", next: "It has ended for everybody.", left: GONE_ALL },
  "ended-there": { why: "The owner deleted the room", next: "It has ended for everybody.", left: GONE_ALL },
  "owner-left": {
    why: "The owner left, and the room is deleted",
    next: "It was made to end with its owner. To go on, make a new room and send a new link.",
    left: GONE_ALL,
  },
  removed: {
    why: "You were removed from the room",
    next: "The owner or a moderator removed you. The keys are new since, and the link that you had opens nothing.",
    left: GONE,
  },
  expired: {
    why: "The time is up",
    next: "This room had a set time, and it has passed, for everybody. To go on, make a new room and send a new link.",
    left: GONE_ALL,
  },
  full: {
    why: "This room is full",
    next: "It holds no more people. Ask somebody inside to tell you when there is a place, and open the link again.",
    left: NEVER_IN,
  },
  locked: {
    why: "This room is locked",
    next: "Nobody can come in at the moment. Ask the person who sent the link to unlock it, and open the link again.",
    left: NEVER_IN,
  },
  declined: {
    why: "You were not let in",
    next: "Somebody in the room declined. Ask the person who sent the link, and open it again.",
    left: NEVER_IN,
  },
  "no-answer": {
    why: "Nobody let you in",
    next: "Nobody in the room answered in time. Ask the person who sent the link to have the room open, and open the link again.",
    left: NEVER_IN,
  },
  password: {
    why: "You did not join",
    next: "Without its password this room opens to nobody. The link still holds.",
    left: NEVER_IN,
  },
  absent: {
    why: "This room has ended, or its link is void",
    next: "Links stop working when the room ends, when there is a new invitation, or when somebody was removed. Ask for a new one.",
    left: NEVER_IN,
  },
  version: {
    why: "This room needs a newer version",
    next: "Reload the page to get the newest version, then open the link again.",
    left: GONE,
  },
  different: {
    why: "The relay shows different rooms to different people",
    next: "What members received does not agree, so this page stopped. Tell the others another way, and make a new room on a relay that you trust.",
    left: GONE,
  },
  lost: {
    why: "Too much was missed",
    next: "This page was away for longer than the relay keeps what is said, and could not come back by itself. Open the link again to come in anew.",
    left: GONE,
  },
  elsewhere: {
    why: "This room went on in another place",
    next: "Another page took this place. If that was not you, tell the others.",
    left: GONE,
  },
  fault: {
    why: "The room could not go on",
    next: "A part of this page failed, or the relay gave an answer that it does not understand. Reload the page, then open the link again.",
    left: GONE,
  },
};

/** What is said instead, where the reason alone would say more than is so. */
const endVariants = {
  /** Given up before one was in. */
  notJoined: {
    why: "You did not join",
    next: "You stopped before you were in. You can open the link again, for as long as it holds.",
    left: NEVER_IN,
  },
  /** Left, by the only member. */
  alone:
    "Nobody else was in it, so the link lets nobody in any more. To go on, make a new room and send a new link.",
  /** Left, by the owner of a room that ends with its owner: whether the relay heard it is not known. */
  withOwner:
    "It was made to end with its owner. The relay ends it for everybody when it has word that you left, or when you have been away for a while.",
};

export const enGroup = { making, entering, room, member, control, lines, states, notices, ends, endVariants };

export type GroupText = typeof enGroup;
