import type { EndReason, RoomEvent } from "@tacet/client";
import { ending } from "./ending.ts";

const CODE = "mSx3Zr4pQk0Yv7Jt8uWc1A:1q83vEjRVeJmqk0sX3mZ8b1oF6nYtR2uK9wLhGdPzQcE";

const other = (name: string): RoomEvent => ({ event: "other", presence: "present", name });
const status = (value: (RoomEvent & { event: "status" })["value"]): RoomEvent => ({
  event: "status",
  value,
  path: value === "secure" ? "direct" : null,
});
const theirs = (id: string, text: string): RoomEvent => ({
  event: "message",
  id,
  key: null,
  from: "other",
  text,
  replyTo: null,
});
const ours = (
  id: string,
  text: string,
  state: "sending" | "sent" | "delivered" | "failed",
): readonly RoomEvent[] => [
  { event: "message", id, key: null, from: "self", text, replyTo: null },
  { event: "receipt", id, state },
];
const time: RoomEvent = { event: "time-left", ms: 14 * 60_000 + 32_000 };
const notice = (which: (RoomEvent & { event: "notice" })["notice"]): RoomEvent => ({
  event: "notice",
  notice: which,
  unopenedBlocks: 3,
  attempt: 2,
});

const policy = (path: "direct" | "relayed", awaits: "self" | null): RoomEvent => ({
  event: "policy",
  path,
  own: "direct",
  awaits,
  seen: false,
});

const talk: readonly RoomEvent[] = [
  theirs("a", "Hello. Did you get the link without trouble?"),
  ...ours("b", "Yes, it opened at once. The ring closed after a second or so.", "delivered"),
  theirs("c", "Good. Here is the password for the staging database, please write it down on paper:"),
  theirs("d", "correct-horse-battery-staple-9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e"),
  ...ours("e", "Thank you.\n\nI have it. <b>Not bold</b> & &amp; stays as it is.", "delivered"),
  theirs("f", "مرحبا، كيف حالك؟ \u202eabc"),
  ...ours("g", "One more question about Thursday", "sent"),
  ...ours("h", "and about Friday", "sending"),
  ...ours("i", "This one did not arrive", "failed"),
];

const done = { key: null, from: "other" } as const;
const acts: readonly RoomEvent[] = [
  ...talk.slice(0, 6),
  { event: "message", id: "j", key: null, from: "other", text: "Which one of them?", replyTo: "b" },
  ...ours("k", "See https://example.org/a/long/address?with=parts and http://münchen.example/", "delivered"),
  { event: "reaction", id: "k", emoji: "👍", state: null, ...done },
  { event: "reaction", id: "k", key: null, from: "self", emoji: "👍", state: "sent" },
  { event: "reaction", id: "j", emoji: "❤️", state: null, ...done },
  { event: "edited", id: "j", text: "Which one of the two?", ...done },
  theirs("l", "words"),
  { event: "deleted", id: "l", ...done },
  { event: "message", id: "m", key: null, from: "other", text: "I took that back.", replyTo: "l" },
  ...ours("n", "Fine.", "delivered"),
  { event: "read", id: "n" },
];

export function fileEvent(known: Partial<RoomEvent & { event: "file" }>): RoomEvent {
  return {
    event: "file",
    id: "x",
    key: null,
    from: "other",
    name: "Minutes of the meeting.pdf",
    type: "application/pdf",
    size: 5_242_880,
    state: "offered",
    bytes: 0,
    reason: null,
    blob: null,
    ...known,
  };
}

const self = { from: "self" } as const;
const files: readonly RoomEvent[] = [
  { event: "files", open: true, bytesMax: 2 ** 40 },
  ...talk.slice(0, 3),
  fileEvent({ id: "fa" }),
  fileEvent({ id: "fb", name: "invoice.pdf.exe", type: "", size: 183_000 }),
  fileEvent({
    id: "fc",
    ...self,
    name: "Holiday in the Alps, all of it.zip",
    size: 1_840_000_000,
    state: "moving",
    bytes: 640_000_000,
  }),
  fileEvent({ id: "fd", name: "notes.txt", size: 0, state: "done", blob: new Blob([""]) }),
  fileEvent({ id: "fe", ...self, name: "plan.pdf", state: "cancelled", reason: "declined" }),
  fileEvent({ id: "ff", name: "scan.tiff", state: "failed", reason: "stalled" }),
];

export function scenes(origin: string): Readonly<Record<string, readonly RoomEvent[]>> {
  const [id = "", key = ""] = CODE.split(":");
  const made: RoomEvent = { event: "room", roomId: id, link: `${origin}/rooms/${id}#${key}`, code: CODE };
  const begun = [time, status("connecting"), other("")];
  const secure = [time, status("secure"), other("Ana"), { event: "invitation", state: "used" } as const];
  const vacant: readonly RoomEvent[] = [
    time,
    status("waiting"),
    { event: "other", presence: "left", name: "" },
    { event: "invitation", state: "used" },
    { event: "door", state: "vacant", undelivered: 1 },
  ];
  const ends: readonly EndReason[] = [
    "left-here",
    "left-there",
    "burned-here",
    "burned-there",
    "expired",
    "gone",
    "handshake-failed",
    "policy",
    "absent",
    "forgotten",
    "used",
    "relay",
    "elsewhere",
    "mismatch",
    "declined",
  ];
  const ended = ends.map((reason) => [
    `end-${reason}`,
    [{ event: "end", ...ending(reason, { unopenedBlocks: reason === "handshake-failed" ? 5 : 0 }) } as const],
  ]);
  return {
    ...(Object.fromEntries(ended) as Record<string, readonly RoomEvent[]>),
    creating: [],
    offer: [made, time, status("waiting"), { event: "door", state: "offered" }],
    returnable: [...secure, { event: "door", state: "returnable" }],
    vacant,
    knock: [...vacant, { event: "door", state: "knock", knock: 1, endsInMs: 60_000 }],
    late: [...vacant, { event: "door", state: "late" }],
    "knock-away": [
      time,
      status("reconnecting"),
      { event: "other", presence: "away", name: "Ana" },
      ...talk.slice(0, 3),
      { event: "door", state: "knock", knock: 1, endsInMs: 60_000, replaces: true },
    ],
    shut: [...vacant, { event: "door", state: "shut" }],
    asking: [time, status("connecting"), { event: "door", state: "asking" }],
    compare: [
      ...vacant,
      ...secure,
      { event: "door", state: "compare" },
      { event: "verification", state: "open" },
    ],
    "compare-early": [
      time,
      status("connecting"),
      ...ours("early", "I wrote this before I was let in.", "sending"),
      ...secure,
      { event: "door", state: "compare" },
      { event: "verification", state: "open" },
    ],
    "let-in": [
      ...secure,
      { event: "door", state: "compare" },
      { event: "verification", state: "verified" },
      ...talk.slice(0, 3),
    ],
    waiting: [made, time, status("waiting"), { event: "invitation", state: "open" }],
    connecting: begun,
    looking: [status("connecting"), notice("looking")],
    securing: [time, status("securing"), other("Ana")],
    secure,
    refuses: secure,
    verify: [...secure, ...talk.slice(0, 3), { event: "verification", state: "open" }],
    verified: [...secure, ...talk.slice(0, 3), { event: "verification", state: "verified" }],
    talk: [...secure, ...talk, { event: "typing", active: true }],
    acts: [...secure, ...acts],
    files: [...secure, ...files],
    "files-open": [...secure, ...files.slice(0, 4)],
    away: [time, status("reconnecting"), { event: "other", presence: "away", name: "Ana" }, ...talk],
    "no-path": [...begun, notice("no-direct-path")],
    "no-path-asked": [...begun, notice("no-direct-path"), policy("direct", "self")],
    hides: [...begun, policy("relayed", "self")],
    relayed: [...secure, { event: "status", value: "secure", path: "relayed" }, policy("relayed", null)],
    "no-answer": [...begun, notice("no-valid-answer")],
    unreachable: [...secure, ...talk.slice(0, 3), notice("relay-unreachable")],
    short: [...secure, { event: "time-left", ms: 42_000 }],
  };
}
