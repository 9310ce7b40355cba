/** A room for many as its screen takes it, without a client: what a test says has happened, and what the view asks. */
import type { GroupFace } from "@tacet/client/group";
import { GroupView } from "../src/group/view.ts";
import type { RoomEnd } from "../src/model/room-view.ts";

export type Event = GroupFace["event"];
type Member = (Event & { event: "members" })["members"][number];

export const member = (id: string, given: Partial<Member> = {}): Member => ({
  id,
  name: id,
  colour: 1,
  fingerprint: `${id}11 2222 3333 4444`,
  self: id === "me",
  owner: id === "me",
  moderator: false,
  roster: "confirmed",
  away: false,
  verified: false,
  ...given,
});

/** Somebody says something; one's own has a key and no place yet. */
export const message = (
  id: string,
  from: string,
  number: number | null,
  disappearsMs: number | null = null,
): Event => ({
  event: "message",
  id,
  key: from === "me" ? id : null,
  from,
  number,
  text: `text ${id}`,
  replyTo: null,
  disappearsMs,
});

export const receipt = (id: string, number: number | null, missing: readonly string[] = []): Event => ({
  event: "receipt",
  id,
  state: number === null ? "sending" : missing.length === 0 ? "delivered" : "sent",
  number,
  delivered: 2 - missing.length,
  of: 2,
  missing,
  gone: [],
});

export const settings = (given: Partial<Event & { event: "settings" }> = {}): Event => ({
  event: "settings",
  admission: "open",
  path: "relayed",
  password: false,
  endsWithOwner: false,
  disappearingSeconds: 0,
  capacity: 50,
  owner: "me",
  ownerConfirmed: true,
  ...given,
});

export function stage(
  members: readonly Member[] = [member("me"), member("ana"), member("ben")],
  { role = "creator", opens = true }: { readonly role?: "creator" | "guest"; readonly opens?: boolean } = {},
) {
  const commands: unknown[] = [];
  const heard: string[] = [];
  const ends: RoomEnd[] = [];
  let nowMs = 1_000;
  let timers: { readonly atMs: number; readonly run: () => void }[] = [];
  const view = new GroupView(
    role,
    "Me",
    {
      wallMs: () => nowMs,
      after: (ms, run) => {
        const timer = { atMs: nowMs + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
      soon: (run) => {
        run();
      },
      command: (command) => commands.push(command),
      heard: (name, body) => heard.push(`${name}: ${body}`),
      words: () => Promise.resolve(["one", "two"]),
      files: () => new Promise<never>(() => undefined),
      sunk: () => undefined,
      ended: (end) => ends.push(end),
      draw: (link, drawn) => {
        drawn({ sizeModules: 1, path: link });
      },
    },
    {
      Part: () => null,
      extras: { Line: () => null, States: () => null, hueOf: () => "", refusalText: () => undefined },
    },
  );
  view.handle({ event: "members", members });
  if (opens) view.handle({ event: "status", value: "open" });
  const ids = (): string =>
    Array.from({ length: view.messages.count }, (_, at) => view.messages.at(at)?.id).join(" ");
  return {
    view,
    commands,
    heard,
    ends,
    ids,
    take: (...events: readonly Event[]) => {
      for (const event of events) view.handle(event);
    },
    passes: (ms: number) => {
      nowMs += ms;
      for (const { atMs, run } of timers.filter((one) => one.atMs <= nowMs)) {
        timers = timers.filter((one) => one.atMs !== atMs);
        run();
      }
    },
  };
}
