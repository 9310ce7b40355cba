import { afterEach, describe, expect, it } from "vitest";
import type { GroupFace } from "../../src/group/index.ts";
import { linkOf, realMember, type RealMember, textsOf } from "../harness/real-group.ts";
import { startRealRelay } from "../harness/real.ts";
import type { RealRelay } from "../harness/real.ts";

/** The campaign asks for 50, all of whom this one process checks every signature for. */
const MANY = Number(process.env["TACET_MANY"] ?? "3");
/** Real sockets on a busy machine. */
const TIMEOUT_MS = MANY > 3 ? 900_000 : 180_000;

type GroupEvent = GroupFace["event"];

const relays: RealRelay[] = [];
const members: RealMember[] = [];

afterEach(async () => {
  for (const { room } of members.splice(0)) room.close();
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});

const CREATE = { password: null, disappearingSeconds: 0, path: "any", endsWithOwner: false } as const;

const isOpen = (event: GroupEvent): boolean => event.event === "status" && event.value === "open";
const isEnd = (event: GroupEvent): boolean => event.event === "end";
const hasMembers = (count: number) => (events: readonly GroupEvent[]) => {
  const last = events.findLast((event) => event.event === "members");
  return last?.event === "members" && last.members.length === count;
};

async function owner(
  relay: RealRelay,
  more: object = {},
  record?: (bytes: Uint8Array) => void,
): Promise<RealMember> {
  const member = await realMember(relay.url, "Ada", record);
  members.push(member);
  member.room.command({ do: "create", origin: relay.url, name: "Ada", ...CREATE, ...more });
  await member.until((event) => event.event === "room");
  await member.until(isOpen);
  return member;
}

async function join(
  relay: RealRelay,
  name: string,
  invitation: string,
  record?: (bytes: Uint8Array) => void,
): Promise<RealMember> {
  const member = await realMember(relay.url, name, record);
  members.push(member);
  member.room.command({ do: "join", origin: relay.url, invitation, name });
  return member;
}

async function relayOf(settings: Readonly<Record<string, string>> = {}): Promise<RealRelay> {
  const relay = await startRealRelay(settings);
  relays.push(relay);
  return relay;
}

describe("a room for many over the real relay", { timeout: TIMEOUT_MS }, () => {
  it("people talk, one is removed, one comes late; nothing readable crosses", async () => {
    const relay = await relayOf();
    const crossed: Uint8Array[] = [];
    const record = (bytes: Uint8Array): void => void crossed.push(bytes);
    const ada = await owner(relay, {}, record);
    const ben = await join(relay, "canary-Ben", linkOf(ada), record);
    const eve = await join(relay, "canary-Eve", linkOf(ada), record);
    await Promise.all([ben, eve].map((member) => member.until(isOpen)));
    await Promise.all([ada, ben, eve].map((member) => member.when(hasMembers(3))));
    ada.room.command({ do: "message", text: "canary-one", key: "1" });
    eve.room.command({ do: "message", text: "canary-two", key: "2" });
    await Promise.all([ada, ben, eve].map((member) => member.when(() => textsOf(member).length === 2)));

    const tag = (name: string): string => {
      const last = ada.events.findLast((event) => event.event === "members");
      return (last?.event === "members" && last.members.find((one) => one.name === name)?.id) || "";
    };
    await ada.when(() => tag("canary-Eve") !== "");
    const old = linkOf(ada);
    ada.room.command({ do: "remove", member: tag("canary-Eve"), key: "r" });
    expect(await eve.until(isEnd)).toMatchObject({ reason: "removed" });
    await ben.when(() => linkOf(ben) !== old);
    const late = await join(relay, "canary-Fay", linkOf(ben), record);
    await late.until(isOpen);
    await Promise.all([ada, ben, late].map((member) => member.when(hasMembers(3))));
    ben.room.command({ do: "message", text: "canary-three", key: "3" });
    await Promise.all(
      [ada, late].map((member) => member.when(() => textsOf(member).includes("canary-three"))),
    );
    expect(textsOf(late)).toEqual(["canary-three"]);
    expect(textsOf(eve)).toEqual(textsOf(ada).slice(0, 2));
    expect(textsOf(ben)).toEqual(textsOf(ada));

    ada.room.command({ do: "end", key: "e" });
    expect(await ada.until(isEnd)).toMatchObject({ reason: "ended-here" });
    expect(await late.until(isEnd)).toMatchObject({ reason: "ended-there" });
    expect(crossed.some((bytes) => Buffer.from(bytes).includes("canary"))).toBe(false);
    expect(crossed.length).toBeGreaterThan(50);
  });

  it("many are in one room: what each says is everywhere in one order, and the next is told that it is full", async () => {
    const relay = await relayOf({ TACET_RATE_SOCKETS_PER_MINUTE: "1000" });
    const ada = await owner(relay, { capacity: MANY });
    const others: RealMember[] = [];
    for (let at = 1; at < MANY; at += 1) others.push(await join(relay, `P${String(at)}`, linkOf(ada)));
    await Promise.all(others.map((member) => member.until(isOpen)));
    const all = [ada, ...others];
    await Promise.all(all.map((member) => member.when(hasMembers(MANY))));
    for (const { room, name } of all)
      for (const word of ["one", "two"]) room.command({ do: "message", text: `${name}-${word}`, key: word });
    await Promise.all(all.map((member) => member.when(() => textsOf(member).length === 2 * MANY)));
    const isPlaced = (member: RealMember): boolean =>
      new Set(
        member.events.flatMap((event) =>
          event.event === "receipt" && event.number !== null ? [event.id] : [],
        ),
      ).size === 2;
    await Promise.all(all.map((member) => member.when(() => isPlaced(member))));
    for (const member of others) expect(textsOf(member)).toEqual(textsOf(ada));
    const next = await join(relay, "too late", linkOf(ada));
    expect(await next.until(isEnd)).toMatchObject({ reason: "full" });
  });

  // It takes the relay three seconds to gather those who come back.
  it.runIf(MANY > 3)(
    "people are where they were after the relay was started anew, and others come in",
    async () => {
      const relay = await relayOf();
      const ada = await owner(relay);
      const ben = await join(relay, "Ben", linkOf(ada));
      await ben.until(isOpen);
      ada.room.command({ do: "message", text: "before", key: "1" });
      await ben.when(() => textsOf(ben).length === 1);
      await relay.relay.close();
      ada.room.command({ do: "message", text: "while it is away", key: "2" });
      const again = await startRealRelay({}, relay);
      relays.push(again);
      await ben.when(() => textsOf(ben).length === 2);
      const eve = await join(again, "Eve", linkOf(ada));
      await eve.until(isOpen);
      ben.room.command({ do: "message", text: "after", key: "3" });
      await Promise.all([ada, ben].map((member) => member.when(() => textsOf(member).length === 3)));
      await eve.when(() => textsOf(eve).length === 1);
      expect(textsOf(ada)).toEqual(["before", "while it is away", "after"]);
      expect(textsOf(ben)).toEqual(textsOf(ada));
    },
  );
});
