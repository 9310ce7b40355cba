/* Leaving a room that the relay is still making (spec/pair.md 8). */
import { encodeFromRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import type { Effect } from "../src/pair/messages.ts";
import { createTestPair, endOf, linkOf } from "./harness/pair.ts";
import { Script, sends } from "./harness/script.ts";

const answer = {
  room_id: "AAAAAAAAAAAAAAAAAAAAAA",
  expires_at: 0,
  ticket: "CQ",
  ice_servers: [],
  limits: { ttl_seconds: 900, grace_seconds: 300, frame_bytes: 65_536 },
};
const LEAVE = 2;
const BURN = 3;
const WIPE: Effect = { to: "crypto", job: { job: "wipe" } };
const REFUSED = encodeFromRelay({ kind: "refused", code: "absent" });

const asked = (): Script => {
  const script = new Script().command({ do: "create", origin: "https://relay.test", name: "" });
  return script.result({ did: "create", request: { kind: "pair", admission: "a", seat: "s" } });
};
const left = (): Script => {
  const script = asked();
  script.look();
  return script.command({ do: "leave" });
};

/** The frames to the relay after the first one, by their kinds. */
const wordsOf = (script: Script): (number | undefined)[] =>
  sends(script.look(), "socket").flatMap((bytes) => (bytes.length === 1024 ? [] : [bytes[0]]));

describe("a room that was left before it was made", () => {
  it("is left at the relay as soon as the relay's answer comes", async () => {
    const { world, relay, creator } = createTestPair(1);
    creator.command({ do: "create", origin: "https://relay.test", name: "" });
    await world.run(5);
    creator.command({ do: "leave" });
    expect(endOf(creator)).toBe("left-here");
    await world.run(2000);
    expect(relay.alive()).toBe(false);
    expect(creator.room().phase).toBe("ended");
    expect(creator.done.slice(-2).map(({ job }) => job)).toEqual(["admit", "wipe"]);
  });

  it("ends for its face at once, and takes its seat only to leave it", () => {
    const script = left();
    expect(script.events().at(-1)).toMatchObject({ event: "end", reason: "left-here", relayTold: false });
    script.input({ from: "http", answer });
    expect(script.jobs().map(({ job }) => job)).toEqual(["invite", "admit"]);
    expect(script.admitted().look().at(-1)).toEqual(WIPE);
    script.socket("opened").welcome("never");
    expect(wordsOf(script)).toEqual([LEAVE]);
    script.result({ did: "wipe" });
    expect(script.look()).toEqual([{ to: "socket", command: { do: "close", connection: 1 } }]);
  });

  it.each([
    [
      "the relay refuses to make it",
      (script: Script) => script.input({ from: "http", answer: { error: "busy" } }),
    ],
    ["no answer comes", (script: Script) => script.wait(LIMITS.requestMs)],
    [
      "the socket closes",
      (script: Script) => script.input({ from: "http", answer }).socket("opened").socket("closed"),
    ],
    [
      "the socket does not open",
      (script: Script) => script.input({ from: "http", answer }).wait(LIMITS.admissionMs),
    ],
    [
      "the seat is refused",
      (script: Script) => script.input({ from: "http", answer }).socket("opened").bytes(REFUSED),
    ],
    ["something breaks", (script: Script) => script.input({ from: "fault" })],
  ] as const)("wipes its keys when %s", (_name, happen) => {
    const script = happen(left());
    expect(script.look().at(-1)).toEqual(WIPE);
    expect(script.room.phase).toBe("ending");
  });

  it("wipes its keys at once where the relay was not asked yet, or has answered", () => {
    const early = new Script().command({ do: "create", origin: "https://relay.test", name: "" });
    expect(early.command({ do: "leave" }).look().at(-1)).toEqual(WIPE);
    const refused = asked().input({ from: "http", answer: { error: "busy" } });
    expect(refused.look().at(-1)).toEqual(WIPE);
  });
});

describe("a room that was ended without the socket that would tell the relay", () => {
  it("is left at the relay, whenever its creator leaves", async () => {
    for (let ms = 5; ms <= 30; ms += 1) {
      const { world, relay, creator } = createTestPair(1);
      creator.command({ do: "create", origin: "https://relay.test", name: "" });
      await world.run(ms);
      creator.command({ do: "leave" });
      await world.run(2000);
      expect([ms, relay.alive(), creator.room().phase]).toEqual([ms, false, "ended"]);
    }
  });

  it("is left at the relay by whoever joined it, from the moment the token is out", async () => {
    for (let ms = 0; ms <= 30; ms += 1) {
      const { world, creator, joiner } = createTestPair(2);
      creator.command({ do: "create", origin: "https://relay.test", name: "" });
      await world.run(1000);
      joiner.command({ do: "join", origin: "https://relay.test", invitation: linkOf(creator), name: "" });
      await world.run(ms);
      joiner.command({ do: "leave" });
      await world.run(2000);
      expect(joiner.room().phase).toBe("ended");
      // The socket is open after 5 ms. Before that nobody came, and the invitation is as good as it was.
      expect([ms, endOf(creator)]).toEqual([ms, ms < 5 ? null : "left-there"]);
      expect([ms, creator.room().other.presence]).toEqual([ms, ms < 5 ? "never" : "present"]);
    }
  });

  it("ends both sides though one of them was cut off when it burned it", async () => {
    const pair = createTestPair(3);
    await pair.meet();
    await pair.world.run(1000);
    pair.peers.blocked = true;
    pair.peers.cut();
    await pair.world.run(15);
    const { connection } = pair.joiner.room().link;
    pair.joiner.take({ from: "socket", event: { on: "closed", connection } });
    expect(pair.joiner.room().link.state).toBe("off");
    pair.joiner.command({ do: "burn" });
    await pair.world.run(1000);
    expect([endOf(pair.creator), pair.relay.alive()]).toEqual(["burned-there", false]);
  });

  const withoutSocket = (): Script => {
    const script = new Script().create("present").established().secured();
    script.socket("closed").look();
    return script;
  };

  it("opens one socket for its word, and has no keys as soon as the first frame is made", () => {
    const script = withoutSocket().command({ do: "burn" });
    const jobs = script.jobs();
    expect(jobs.map(({ job }) => job)).toEqual(["seal", "admit"]);
    expect(script.admitted().look().at(-1)).toEqual(WIPE);
    script.result({ did: "wipe" });
    expect(script.look()).toEqual([{ to: "peer", command: { do: "close", generation: 1 } }]);
    script.socket("opened").welcome("present");
    expect(wordsOf(script)).toEqual([BURN]);
    expect(script.room.phase).toBe("ended");
  });

  it("uses the socket that is being opened, and erases its keys at once if its first frame is made", () => {
    const script = new Script().create("present").established();
    script.socket("closed").wait(200).admitted().look();
    expect(script.room.link).toMatchObject({ state: "opening", connection: 2 });
    script.command({ do: "leave" });
    const effects = script.look();
    expect(effects.at(-1)).toEqual(WIPE);
    expect(effects.some(({ to }) => to === "socket")).toBe(false);
    script.socket("opened").welcome("present");
    expect(wordsOf(script)).toEqual([LEAVE]);
  });

  it("says the content burn on the direct path meanwhile", () => {
    const script = withoutSocket().command({ do: "burn" });
    expect(script.sealAll()).toHaveLength(1);
    expect(sends(script.look(), "peer")).toHaveLength(1);
  });

  it.each([
    ["refuses the seat", (script: Script) => script.socket("opened").bytes(REFUSED)],
    ["says something else", (script: Script) => script.socket("opened").relay({ kind: "beat" })],
    ["closes the socket", (script: Script) => script.socket("closed")],
    ["says nothing for 10 s", (script: Script) => script.wait(LIMITS.admissionMs)],
  ] as const)("is told nothing where the relay %s, and is over all the same", (_name, happen) => {
    const script = withoutSocket().command({ do: "leave" }).admitted().result({ did: "wipe" });
    script.look();
    happen(script);
    expect(sends(script.look(), "socket")).toEqual([]);
    expect(script.room.phase).toBe("ended");
  });

  it("waits for nothing where there is no seat: the token was not shown, or the relay ended the room", () => {
    const joiner = new Script();
    joiner.command({ do: "join", origin: "https://relay.test", invitation: "text", name: "" });
    joiner.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null }).admitted();
    joiner.socket("closed").wait(200).admitted();
    expect(joiner.command({ do: "leave" }).look().at(-1)).toEqual(WIPE);
    expect(joiner.room.phase).toBe("ending");
    const refused = withoutSocket().wait(300).admitted().socket("opened").bytes(REFUSED);
    expect(refused.room.phase).toBe("ending");
  });

  it("is left by a joiner whose token went out on a socket that is gone, however late it was made", () => {
    const joiner = new Script();
    joiner.command({ do: "join", origin: "https://relay.test", invitation: "text", name: "" });
    joiner.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null });
    joiner.socket("opened").admitted().socket("closed").command({ do: "leave" });
    joiner.admitted().socket("opened").look();
    joiner.welcome("present");
    expect(wordsOf(joiner)).toEqual([LEAVE]);
  });

  it("hears nothing but the relay's answer, and answers what is said too late", () => {
    const script = withoutSocket().command({ do: "leave" });
    script.look();
    script.command({ do: "message", text: "late", key: "k" }).command({ do: "leave" });
    expect(script.events()).toEqual([{ event: "refused", key: "k", reason: "no-room" }]);
  });
});

describe("the first frame of a socket", () => {
  it("is sent once: a socket that has its seat is given none", () => {
    const script = new Script().create();
    script.look();
    expect(sends(script.admitted().look(), "socket")).toEqual([]);
  });
});
