/** A scripted room for many, for looking at its screens without a relay (fake-link.ts). Never part of the product. */
import type { GroupFace } from "@tacet/client/group";

type Command = GroupFace["command"];
type Event = GroupFace["event"];
type Member = (Event & { event: "members" })["members"][number];

const NAMES = ["Ana", "Ben", "Çağla", "李雷", "مريم", "Ben", "", "Greta"];

function memberOf(place: number): Member {
  return {
    id: `m${place}`,
    name: NAMES[place % NAMES.length] ?? "",
    colour: (place * 5) % 12,
    fingerprint: `${place}a4f 09c${place} 77d1 e${place}02`,
    self: place === 0,
    owner: place === 0,
    moderator: place === 2,
    roster: place === 4 ? "unconfirmed" : "confirmed",
    away: place === 3,
    verified: place === 1,
  };
}

const members = (count: number): Event => ({
  event: "members",
  members: Array.from({ length: count }, (_, place) => memberOf(place)),
});
const settings = (given: Partial<Event & { event: "settings" }> = {}): Event => ({
  event: "settings",
  admission: "open",
  path: "relayed",
  password: true,
  endsWithOwner: true,
  disappearingSeconds: 0,
  capacity: 50,
  owner: "m0",
  ownerConfirmed: true,
  ...given,
});
const room: Event = {
  event: "room",
  roomId: "mSx3Zr4pQk0Yv7Jt8uWc1A",
  link: `https://tacet.example/rooms/mSx3Zr4pQk0Yv7Jt8uWc1A#1q83vEjRVeJmqk0sX3mZ8b1oF6nYtR2uK9wLhGdPzQcE.mSx3Zr4pQk0Yv7Jt8uWc1A`,
  code: "mSx3Zr4pQk0Yv7Jt8uWc1A:1q83vEjRVeJmqk0sX3mZ8b1oF6nYtR2uK9wLhGdPzQcE.mSx3Zr4pQk0Yv7Jt8uWc1A",
};
const begun: readonly Event[] = [
  { event: "status", value: "open" },
  { event: "time-left", ms: 86_000_000 },
  room,
  settings(),
];
const said = (number: number, place: number, text: string, replyTo: string | null = null): Event => ({
  event: "message",
  id: `s${number}`,
  key: place === 0 ? `k${number}` : null,
  from: `m${place}`,
  number,
  text,
  replyTo,
  disappearsMs: number % 4 === 0 ? 90_000 : null,
});
const receipt = (number: number, missing: readonly string[], of = 6): Event => ({
  event: "receipt",
  id: `s${number}`,
  state: missing.length === 0 ? "delivered" : "sent",
  number,
  delivered: of - missing.length,
  of,
  missing,
  gone: [],
});
const came = (
  change: (Event & { event: "membership" })["change"],
  place: number,
  by: number | null,
): Event => ({
  event: "membership",
  change,
  member: `m${place}`,
  name: NAMES[place % NAMES.length] ?? "",
  by: by === null ? null : `m${by}`,
  number: 1,
});

const talk: readonly Event[] = [
  ...begun,
  members(7),
  came("joined", 1, null),
  came("joined", 2, null),
  said(2, 1, "Hello everybody. Can you all read this?"),
  said(3, 2, "Yes, at once."),
  said(4, 0, "Then let us begin. Who takes notes?"),
  receipt(4, []),
  said(5, 3, "我来记。"),
  said(6, 4, "شكرا"),
  came("removed", 7, 0),
  said(7, 0, "Thank you. The first point is the deploy on Thursday.", "s5"),
  receipt(7, ["m3", "m5"]),
  said(8, 5, "I am the other Ben."),
  { event: "reaction", id: "s7", key: null, from: "m1", emoji: "👍" },
  { event: "reaction", id: "s7", key: null, from: "m2", emoji: "👍" },
  { event: "reaction", id: "s7", key: null, from: "m5", emoji: "❤️" },
  { event: "gap", first: 9, last: 12 },
  came("keys", 2, null),
  { event: "typing", member: "m1", active: true },
  { event: "typing", member: "m2", active: true },
];

const SCENES: Readonly<Record<string, readonly Event[]>> = {
  alone: [...begun, members(1)],
  many: talk,
  request: [...talk, { event: "request", request: 1, state: "asking", name: "Dora", warned: 2 }],
  split: [...talk, { event: "notice", notice: "split" }],
  asking: [{ event: "status", value: "asking" }],
  password: [
    { event: "status", value: "asking" },
    { event: "password", state: "asked", waitMs: 0 },
  ],
  wrong: [
    { event: "status", value: "asking" },
    { event: "password", state: "wrong", waitMs: 0 },
  ],
  wait: [
    { event: "status", value: "asking" },
    settings({ disappearingSeconds: 300 }),
    { event: "password", state: "wait", waitMs: 20_000 },
  ],
  removed: [...talk, { event: "end", reason: "removed", hindrance: null, undelivered: 1 }],
};

export function playGroup(scene: string, command: Command, emit: (event: Event) => void): void {
  if (command.do === "create" || command.do === "join")
    for (const event of SCENES[scene] ?? talk) emit(event);
  if (command.do === "verify")
    emit({
      event: "safety",
      member: command.member,
      emoji: [0, 18, 26, 55, 57, 34, 63],
      words: [0, 311, 1024, 1777, 2047],
    });
  if (command.do === "leave") emit({ event: "end", reason: "left-here", hindrance: null, undelivered: 0 });
  if (command.do === "message") {
    const { key, text, replyTo = null } = command;
    const id = `own-${key}`;
    emit({ event: "message", id, key, from: "m0", number: null, text, replyTo, disappearsMs: null });
    emit({ ...receipt(20, ["m3"]), id } as Event);
  }
}
