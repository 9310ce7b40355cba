/**
 * Every sentence that a person reads before a room, and when the page breaks; those of a room come with its program
 * (en-room.ts). Another language is a second object of the same shape (catalogs.ts). The voice: say what happened, what it
 * means, what to do; no blame, no celebration.
 */
import { number } from "./numbers.ts";

const page = {
  description: "Private conversation that leaves nothing behind.",
  language: "Language",
  menu: "Show menu",
  languageFailed: "This language did not load. Check the connection, then choose it again.",
};

const joining = {
  heading: "You are invited",
  first: "Someone sent you a link to a room for two.",
  second: "When you join, the link is used up and nobody else can come in with it.",
  address: "On a direct path the other person may see your network address.",
  name: "Your name",
  optional: "optional",
  nameHint: "Only the other person sees it. Up to 20 characters.",
  join: "Join room",
  lostHeading: "This link has lost its key",
  damagedHeading: "This link cannot be opened",
  lost: "The part after the # is missing. This page takes it out of the address bar, so a reload loses it, and some programs cut it off. Open the link again from the message it came in, or paste it here whole.",
};

const hiding = {
  hide: "Hide my address",
  price:
    "The other person does not see your network address then, nor you theirs: everything goes through the relay. That is slower, and files have limits there. The relay sees the sizes and times of sealed blocks, that a file is sent and about how long it is, and can read none of it.",
};

const landing = {
  heading: "A conversation for two that leaves nothing behind.",
  create: "Create a room",
  kinds: "More kinds of room",
  field: "Link, code or four words",
  join: "Join",
  scan: "Scan QR code",
  lead: "No account, no install. Close it, and it is gone.",
  how: "How it works",
  howSteps: [
    "You create a room and send its link to one person.",
    "They press “Join room”. Your two browsers agree on keys that no one else has.",
    "You talk from browser to browser. When one of you leaves, or the time is up, the room is gone.",
  ],
  blind: "What we cannot see",
  blindSteps: [
    "What you write, your names, and when you type: sealed before it leaves the browser.",
    "The keys: they are made on both sides and never sent.",
    "We do see two network addresses and the times they connect.",
  ],
  blindMore: "Everything we see, and what we do not protect against",
  host: "Host your own",
  hostSteps: [
    "The relay is one program and needs no database.",
    "Node and one command start it, page included.",
    "It keeps no log and writes nothing about rooms.",
  ],
  privacy: "Privacy",
  home: "Tacet, to the start",
};

/** Why a text in the field "Link, code or four words" opens nothing. Codes of spec/invite.md 2, and our own. */
const invitationFaults = {
  empty: "Paste the link or the code that you were sent, or type the four words.",
  count: "A phrase has four words. Type all four, in their order.",
  word: (place: number): string =>
    `Word ${number(place)} is not one of the words that phrases are made of. Ask to hear it again.`,
  "no-words": "The part of this page that reads phrases did not load. Check the connection, then try again.",
  looking: "Looking for the phrase, and comparing the words",
  "too-long": "That is longer than any link or code. Paste only the link.",
  "not-an-invitation": "That is not a link or code of a room. Copy it again, whole.",
  "key-missing":
    "The key is missing: the part after the # or the colon. Ask for the link again, or copy it whole.",
  "room-id": "The first part has a wrong or missing character. Copy the link again, whole.",
  version: "This link needs a newer page. Reload, or ask for a new link.",
  key: "The key in it is damaged: a character is wrong or missing. Copy the link again, whole.",
  scheme: "The link is not protected on its way (it begins with http). Ask for one that begins with https.",
  host: "The address of the relay in it is not spelled as it should be. Copy the link again, whole.",
  elsewhere: (host: string): string =>
    `This room is on another relay. Open the link itself, or open ${host} and paste it there.`,
};

/** A part of the page that is fetched when it is needed did not come, or the worker did not start. */
const stuck = {
  heading: "A part of this page did not load",
  lead: "It is not your doing, and no room was opened.",
  invited: "The link is not used up.",
  next: "Check the connection, then try again. If that does not help, load the page again, or try another browser.",
  again: "Try again",
};

const trouble = {
  heading: "Something in this page broke",
  lead: {
    room: "It is not your doing. To be safe the room was closed here and everything said was removed from this page.",
    invitation: "It is not your doing. Nothing was opened, and the link is not used up.",
    nothing: "It is not your doing. Nothing was open, so nothing is lost.",
  },
  worker: "The part of this page that holds the keys stopped, or no longer answers.",
  page: "A part of this page stopped unexpectedly.",
  next: {
    room: "Make a new room and send a new link. If it happens again, try another browser.",
    invitation: "Open the link again from the message it came in, or in another browser.",
    nothing: "Load the page again. If it happens again, try another browser.",
  },
  newRoom: "New room",
};

export const en = { page, joining, hiding, landing, invitationFaults, stuck, trouble };

export type Text = typeof en;
