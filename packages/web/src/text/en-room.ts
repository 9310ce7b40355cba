/** Every sentence of a room and of its end; see en.ts for the rest and for the voice. */
import { endTexts, endVariants } from "./ends.ts";
import { countingIn, number } from "./numbers.ts";

const { plural } = countingIn("en");

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
  looking: "looking for the room",
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
  newMessages: (count: number): string => plural(count, { one: "# new message", other: "# new messages" }),
  you: "You",
  other: "The other person",
  fileWaits: "The part of this page that shows files has not come yet. It is asked for again.",
  empty: "Connected. The relay cannot read what you say here.",
  arriving: "Waiting for the other person’s browser to answer.",
  reachingLong: "Reaching the relay. After a minute without an answer this page gives up.",
  lookingLong:
    "Looking for the room. The relay does not know it, which can be so for some seconds after the relay was started anew.",
  agreeing: "The two browsers are agreeing on keys.",
  typing: "is typing",
  queued: "What you send waits here until the other person comes. “Invite” shows the link again.",
  away: "is away. What you send waits here until they are back.",
  minutesLeft: (minutes: number): string =>
    plural(minutes, { one: "# minute left in this room.", other: "# minutes left in this room." }),
  secondsLeft: (seconds: number): string =>
    plural(seconds, { one: "# second left in this room.", other: "# seconds left in this room." }),
  announcement: (name: string, text: string): string => `${name}: ${text}`,
  announcements: (count: number, name: string, text: string): string =>
    `${plural(count, { one: "# new message", other: "# new messages" })}. The last one, from ${name}: ${text}`,
};

const states = {
  sending: "sending",
  sent: "sent",
  delivered: "delivered",
  failed: "failed",
  read: "read",
};

/** What can be done with a message, and what has been done. */
const acts = {
  reply: "Reply",
  react: "React",
  copy: "Copy",
  edit: "Edit",
  delete: "Delete",
  cancel: "Cancel",
  edited: "edited",
  editing: "Editing:",
  replying: "Reply to",
  answers: "Answers",
  deletedOwn: "You deleted this message.",
  deletedTheirs: "This message was deleted.",
  quotesDeleted: "Answers a message that was deleted.",
  quotesUnknown: "Answers a message that is not here.",
  reactions: "Reactions",
  emoji: [
    ["👍", "Thumbs up"],
    ["❤️", "Heart"],
    ["😂", "Laughing"],
    ["😮", "Surprised"],
    ["😢", "Sad"],
    ["🙏", "Thanks"],
  ],
  given: (emoji: string, count: number): string => `Reaction ${emoji}, ${number(count)}`,
  gone: "That message cannot be changed any more.",
  noEmoji: "That is not one emoji.",
} as const;

const composer = {
  used: (units: number, limit: number): string => `${number(units)} of ${number(limit)} characters`,
  over: (units: number): string =>
    plural(units, {
      one: "# character too long. Shorten it, or send it as two messages.",
      other: "# characters too long. Shorten it, or send it as two messages.",
    }),
  empty: "There is nothing in it to send.",
  tooLong: "That is longer than one message may be. Send it as two.",
  compare: "Compare first (“Verify”). Nothing can be said before.",
  tooMany: "Too many messages are waiting for the other person. Send this one when some have arrived.",
  ended: "The room has ended. Nothing more can be sent.",
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
  qrFailed: "The picture could not be made. The link and the code work without it.",
  close: "Close",
  creating: "Making the room",
  creatingHint:
    "The keys are made in this browser. The relay learns that there is a room, your network address and the time.",
};

const notices = {
  noPathHeading: "No direct way through this network yet.",
  noPath:
    "In this room messages go only from browser to browser, so yours wait here. Keep trying, or change the network on one side: a phone’s own connection often works.",
  keepTrying: "Keep trying",
  relayAllowed: "Send through the relay",
  relayPrice:
    "Through the relay it is slower. The relay sees the sizes and times of sealed blocks, that a file is sent and roughly how long it is, and cannot read any of it.",
  relayOffered: "You agreed to send through the relay. It begins when the other person agrees too.",
  relayAskedHeading: "The other person would send through the relay.",
  hidesHeading: "The other person hides their address.",
  hides: "So everything here would go through the relay, and nothing is sent until you agree.",
  hidingHeading: "Your address is hidden.",
  hiding:
    "So everything here goes through the relay. What you send waits until the other person agrees to that.",
  outHeading: "The connection is lost.",
  out: "Reconnecting. What you send waits here, and nothing is lost while this page is open.",
  noAnswerHeading: "No valid answer has come.",
  noAnswer: (blocks: number, attempt: number): string =>
    `${plural(blocks, { one: "# block", other: "# blocks" })} did not open (attempt ${number(attempt)} of ${number(3)}). The link may have been damaged on its way, or someone is in the room who does not have it whole. Wait, or leave and send a new link another way.`,
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
  text: "The room ends at once for both of you. Messages and keys are erased on both sides, and the relay forgets the room. Files that were saved stay.",
  confirm: "Burn now",
  back: "Keep the room",
};

const verify = {
  heading: "Verify",
  badge: "Verified",
  confirmed: "You said that they match. It holds until this room ends.",
  how: "Read one of the two lists to each other over a call, or compare in person, and not through this chat: if it is the same on both sides, nobody stands between you.",
  emoji: "Emoji",
  /** Ids are English names (spec/pair.md 5); another language has a table here. */
  emojiName: (id: string): string => id,
  words: "Words",
  wordsComing: "The words are being loaded.",
  wordsMissing: "The words could not be loaded. The emoji are enough: each list stands on its own.",
  match: "They match",
  mismatch: "They do not match",
  mismatchHint: "“They do not match” ends the room at once for both of you.",
};

const details = {
  heading: "Connection",
  rows: {
    path: "Path",
    pathDirect: "From browser to browser. The relay does not carry your messages.",
    pathRelayed: "Through the relay, in sealed blocks. The other person does not see your network address.",
    pathAny: "Through the relay, in sealed blocks, until there is a direct path.",
    pathNone: "None yet. The relay carries only sealed blocks until there is one.",
    keys: "Keys",
    keysText:
      "X-Wing (ML-KEM-768 and X25519) mixed with the key in the link; fresh ones every two minutes of use.",
    cipher: "Cipher",
    cipherText: "AES-256-GCM, a new key for every frame; each file has a key of its own (HKDF-SHA-256).",
    sees: "The relay sees",
    seesText:
      "Two network addresses, when they connect, and sealed blocks of five sizes. If the room goes through it, also that a file is sent and roughly how long it is.",
  },
  hidden: "Hidden until this room ends.",
  seen: "The other person may have seen your address before it was hidden.",
  tellsRead: "Tell the other person what I have read",
  saved: "The other person sees this name once you are connected.",
};

const ended = {
  newRoom: "New room",
  notHidden: "“Hide my address” is off for a new room until you switch it on again.",
  again: "Try again",
  left: "What is left",
  undelivered: (count: number): string =>
    plural(count, {
      one: "# of your messages was not confirmed as received.",
      other: "# of your messages were not confirmed as received.",
    }),
  unopened: (blocks: number): string =>
    plural(blocks, {
      one: "# block that arrived did not open.",
      other: "# blocks that arrived did not open.",
    }),
};

const elsewhere = {
  heading: "This room is open in another tab",
  next: "Go to that tab of this browser to talk. From here nothing was sent to anyone.",
  instead: "When that tab is closed, or leaves the room, this page goes on by itself.",
};

export const enRoom = {
  room,
  states,
  acts,
  composer,
  invitation,
  notices,
  burning,
  verify,
  details,
  ended,
  elsewhere,
  ends: endTexts,
  endVariants,
};

export type RoomText = typeof enRoom;
