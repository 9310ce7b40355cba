/**
 * Every sentence that a person reads. Another language is a second object of the type {@link Text}: a missing
 * entry is then a type error. The voice: say what happened, what it means, what to do; no blame, no celebration.
 */
import { endTexts, endVariants } from "./ends.ts";

const room = {
  /** The first word is fixed (interfaces); the rest is shown where there is room. */
  status: {
    waiting: ["Waiting", "for the other person"],
    connecting: ["Signaling", "agreeing on keys"],
    securing: ["Upgrading", "fresh keys on the direct path"],
    secure: ["Secure P2P", "the relay cannot read it"],
    reconnecting: ["Reconnecting", "what you send waits here"],
    ended: ["Ended", ""],
  },
  /** In place of the rest of "Signaling", until the relay has given a seat. */
  reaching: "reaching the relay",
  secureRelayed: "Secure relayed",
  connection: "Connection",
  details: "Connection details",
  timeLeft: "Time left",
  invite: "Invite",
  leave: "Leave",
  burn: "Burn room",
  /** The same in two parts: on a narrow screen the second is not drawn. */
  burnWords: ["Burn", "room"],
  heading: "A room for two",
  messages: "Messages",
  message: "Message",
  send: "Send",
  newMessages: (count: number): string => (count === 1 ? "1 new message" : `${count} new messages`),
  toNewest: "To the newest",
  you: "You",
  other: "The other person",
  empty: "Connected. The relay cannot read what you say here.",
  arriving: "Waiting for the other person’s browser to answer.",
  reachingLong: "Reaching the relay. After a minute without an answer this page gives up.",
  agreeing: "The two browsers are agreeing on keys.",
  typing: "is typing",
  queued: "What you send waits here until the other person comes. “Invite” shows the link again.",
  away: "is away. What you send waits here until they are back.",
  minutesLeft: (minutes: number): string =>
    minutes === 1 ? "1 minute left in this room." : `${minutes} minutes left in this room.`,
  secondsLeft: (seconds: number): string => `${seconds} seconds left in this room.`,
  announcement: (name: string, text: string): string => `${name}: ${text}`,
  announcements: (count: number, name: string, text: string): string =>
    `${count} new messages. The last one, from ${name}: ${text}`,
};

const states = { sending: "sending", sent: "sent", delivered: "delivered", failed: "failed" };

const composer = {
  used: (units: number, limit: number): string => `${grouped(units)} of ${grouped(limit)} characters`,
  over: (units: number): string =>
    `${units === 1 ? "1 character" : `${grouped(units)} characters`} too long. Shorten it, or send it as two messages.`,
  empty: "There is nothing in it to send.",
  tooLong: "That is longer than one message may be. Send it as two.",
  tooMany: "Too many messages are waiting for the other person. Send this one when some have arrived.",
  ended: "The room has ended. Nothing more can be sent.",
  hint: "Enter sends. Shift and Enter begin a new line.",
};

const invitation = {
  heading: "Invite",
  lead: "Send this link to one person. It works once.",
  next: "They open it and press “Join room”. You will see here that they have come.",
  link: "Room link",
  copyLink: "Copy link",
  code: "Share code",
  copyCode: "Copy code",
  codeHint:
    "The same, for pasting into “Link, code or four words”. It leaves no link in a browser’s history.",
  copied: "Copied",
  copyFailed: "The browser did not allow copying. The text is selected: copy it by hand.",
  qr: "QR code of the room link",
  qrHint: "Or let them point a camera at this.",
  close: "Close",
  creating: "Making the room",
  creatingHint:
    "The keys are made in this browser. The relay learns that there is a room, your network address and the time.",
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
  lost: "The part after the # is missing. This page takes it out of the address bar when it opens, so a reload loses it, and some programs cut it off. Open the link again from the message it came in, or paste it here whole.",
};

const landing = {
  heading: "A conversation for two that leaves nothing behind.",
  create: "Create a room",
  or: "Invited by someone?",
  field: "Link, code or four words",
  join: "Join",
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
  empty: "Paste the link or the code that you were sent.",
  "four-words": "Four words come with a later version. Ask for the link or the code.",
  "too-long": "That is longer than any link or code. Paste only the link.",
  "not-an-invitation": "That is not a link or code of a room. Copy it again, whole.",
  "key-missing":
    "The key is missing: the part after the # or the colon. Ask for the link again, or copy it whole.",
  "room-id": "The first part has a wrong or missing character. Copy the link again, whole.",
  version: "This link needs a newer version of this page. Reload the page, or ask for a new link.",
  key: "The key in it is damaged: a character is wrong or missing. Copy the link again, whole.",
  "owner-tag": "This is a room for many, which this version does not open yet.",
  scheme: "The link is not protected on its way (it begins with http). Ask for one that begins with https.",
  host: "The address of the relay in it is not spelled as it should be. Copy the link again, whole.",
  elsewhere: (host: string): string =>
    `This room is on another relay. Open the link itself, or open ${host} and paste it there.`,
};

const notices = {
  noPathHeading: "No direct way through this network yet.",
  noPath:
    "In this room messages go only from browser to browser, so yours wait here. Keep trying, or change the network on one side: a phone’s own connection often works.",
  keepTrying: "Keep trying",
  noAnswerHeading: "No valid answer has come.",
  noAnswer: (blocks: number, attempt: number): string =>
    `${blocks === 1 ? "1 block" : `${blocks} blocks`} did not open (attempt ${attempt} of 3). The link may have been damaged on its way, or someone is in the room who does not have it whole. Wait, or leave and send a new link another way.`,
  relayHeading: "The relay does not answer.",
  relay:
    "Your network or the relay may be down. This page keeps trying, for a minute if the room has not begun yet. Nothing is lost while it is open.",
  newerHeading: "Something here needs a newer version.",
  newer:
    "The other person sent what this page cannot show. Reload after this conversation to get the newest version.",
  unreadableHeading: "One message could not be read.",
  unreadable: "It arrived damaged in form, and is not shown. Ask the other person to send it again.",
};

const burning = {
  heading: "Burn this room?",
  text: "The room ends at once for both of you. Messages and keys are erased on both sides, and the relay forgets the room.",
  confirm: "Burn now",
  back: "Keep the room",
};

const details = {
  heading: "Connection",
  rows: {
    path: "Path",
    pathDirect: "From browser to browser. The relay does not carry your messages.",
    pathNone: "None yet. The relay carries only sealed blocks until there is one.",
    keys: "Keys",
    keysText:
      "X-Wing (ML-KEM-768 and X25519) mixed with the key in the link; fresh ones every two minutes of use.",
    cipher: "Cipher",
    cipherText: "AES-256-GCM, a new key for every frame (HKDF-SHA-256).",
    sees: "The relay sees",
    seesText: "Two network addresses, when they connect, and sealed blocks of five sizes.",
  },
  people: "People",
  saved: "The other person sees this name once you are connected.",
};

const ended = {
  newRoom: "New room",
  left: "What is left",
  undelivered: (count: number): string =>
    count === 1
      ? "1 of your messages was not confirmed as received."
      : `${count} of your messages were not confirmed as received.`,
  unopened: (blocks: number): string =>
    blocks === 1 ? "1 block that arrived did not open." : `${blocks} blocks that arrived did not open.`,
};

const trouble = {
  heading: "Something in this page broke",
  lead: {
    room: "It is not your doing. To be safe the room was closed here and everything said was removed from this page.",
    invitation: "It is not your doing. Nothing was opened, and the link is not used up.",
    nothing: "It is not your doing. Nothing was open, so nothing is lost.",
  },
  worker: "The part of this page that holds the keys did not start or stopped.",
  page: "A part of this page stopped unexpectedly.",
  next: {
    room: "Make a new room and send a new link. If it happens again, try another browser.",
    invitation: "Open the link again from the message it came in, or in another browser.",
    nothing: "Load the page again. If it happens again, try another browser.",
  },
  newRoom: "New room",
};

const missing = {
  heading: "This browser cannot open a room",
  lead: "Tacet encrypts inside the browser. For that it needs some things that are missing here:",
  parts: {
    secure:
      "A protected address. This page came over plain http: open it with https, or on this machine as localhost.",
    crypto: "Web Cryptography, which makes and uses the keys.",
    worker: "Web Workers, which keep the keys apart from the page.",
    socket: "WebSocket, which reaches the relay.",
    peer: "WebRTC data channels, which carry messages from browser to browser. Some browsers and extensions switch them off.",
  },
  next: "Open the link again from the message it came in, in a current Firefox, Chrome, Edge or Safari. It is not used up.",
};

/** Thousands with a thin space, which no reader mistakes for a decimal mark. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

export const en = {
  room,
  states,
  composer,
  invitation,
  joining,
  landing,
  invitationFaults,
  notices,
  burning,
  details,
  ended,
  trouble,
  missing,
  ends: endTexts,
  endVariants,
};

export type Text = typeof en;
