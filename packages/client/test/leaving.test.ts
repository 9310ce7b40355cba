/* Ending a room that the relay does not know to be over: it is told until it says so (spec/pair.md 8). */
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
const ENDED = encodeFromRelay({ kind: "ended", reason: "left" });

const asked = (): Script => {
  const script = new Script().command({ do: "create", origin: "https://relay.test", name: "" });
  return script.result({ did: "create", request: { kind: "pair", admission: "a", seat: "s" } });
};
const left = (): Script => {
  const script = asked();
  script.look();
  return script.command({ do: "leave" });
};

const KEPT = new Uint8Array(1024).fill(5);
const NOTHING = new Uint8Array(3);
/** A socket is opened, and its first frame waits in it. */
const opening = (connection: number): Effect[] => [
  { to: "socket", command: { do: "open", connection, url: "wss://relay.test/relay" } },
  { to: "socket", command: { do: "send", connection, bytes: KEPT } },
];

/** What the face was told of the last words, once that is final. */
const toldOf = (script: Script): unknown =>
  script.events().findLast((event) => event.event === "told" && !event.telling);

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
    expect(creator.done.slice(-4).map(({ job }) => job)).toEqual(["invite", "admit", "wipe", "erase"]);
  });

  it("ends for its face at once, and takes its seat only to leave it", () => {
    const script = left();
    expect(script.events().at(-1)).toMatchObject({ event: "end", reason: "left-here", relayTold: false });
    script.input({ from: "http", answer });
    expect(script.jobs().map(({ job }) => job)).toEqual(["invite", "admit", "wipe"]);
    expect(script.kept().look()).toEqual(opening(1));
    script.result({ did: "wipe" }).socket("opened").welcome("never");
    expect(wordsOf(script)).toEqual([LEAVE]);
    expect(script.bytes(ENDED).look().at(-1)).toEqual({
      to: "socket",
      command: { do: "close", connection: 1 },
    });
    expect(script.room.phase).toBe("ended");
  });

  it.each([
    [
      "the relay refuses to make it",
      (script: Script) => script.input({ from: "http", answer: { error: "busy" } }),
    ],
    ["no answer comes", (script: Script) => script.wait(LIMITS.requestMs)],
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

  it("erases its keys as soon as the first frame is made, and opens a socket for its word", () => {
    const script = withoutSocket().command({ do: "burn" });
    expect(script.jobs().map(({ job }) => job)).toEqual(["seal", "admit", "wipe"]);
    script.kept().wait(200);
    expect(script.look()).toEqual(opening(2));
    script.result({ did: "wipe" }).wait(LIMITS.wordAnswerMs);
    expect(script.look()).toContainEqual({ to: "peer", command: { do: "close", generation: 1 } });
    script.socket("opened").welcome("present");
    expect(wordsOf(script)).toEqual([BURN]);
    expect(toldOf(script.bytes(ENDED))).toMatchObject({ otherTold: true, relayTold: true });
    expect(script.room.phase).toBe("ended");
  });

  it("uses the socket that is being opened, whose first frame is made already or still comes", () => {
    for (const made of [true, false]) {
      const script = new Script().create("present").established();
      script.socket("closed").wait(200);
      if (made) script.admitted();
      script.command({ do: "leave" }).look();
      expect(script.room.link).toMatchObject({ state: "opening", connection: 2 });
      if (!made) expect(sends(script.admitted().look(), "socket")).toHaveLength(1);
      script.kept().socket("opened").welcome("present");
      expect(wordsOf(script)).toEqual([LEAVE]);
    }
  });

  it("says the content burn on the direct path meanwhile", () => {
    const script = withoutSocket().command({ do: "burn" });
    expect(script.sealAll()).toHaveLength(1);
    expect(sends(script.look(), "peer")).toHaveLength(1);
  });

  it.each([
    ["refuses the seat because nobody knows the room", REFUSED, true],
    ["refuses it because somebody else has it", encodeFromRelay({ kind: "refused", code: "used" }), false],
    ["says that it is over", ENDED, true],
  ] as const)("is over where the relay %s", (_name, bytes, relayTold) => {
    const script = withoutSocket().command({ do: "leave" }).kept().result({ did: "wipe" });
    script.wait(200).socket("opened").look();
    const told = { event: "told", otherTold: relayTold, relayTold, telling: false };
    script.bytes(bytes);
    expect(script.look()).toContainEqual({ to: "face", event: told });
    expect(script.room.phase).toBe("ended");
  });

  it.each([
    ["closes", (script: Script) => script.socket("closed")],
    ["does not open", (script: Script) => script.wait(LIMITS.openingSocket.thirdMs)],
    [
      "is seated, and not answered",
      (script: Script) => script.socket("opened").welcome("present").wait(2000),
    ],
    [
      "is another one's by now",
      (script: Script) => script.socket("opened").relay({ kind: "fault", code: "replaced" }),
    ],
    [
      "is answered with what means nothing",
      (script: Script) => script.socket("opened").bytes(NOTHING).wait(10_000),
    ],
  ] as const)("takes the next socket, with the frame that was kept, where this one %s", (_name, happen) => {
    const script = withoutSocket().command({ do: "leave" }).kept().result({ did: "wipe" }).wait(200);
    const { connection } = script.room.link;
    script.look();
    happen(script).wait(1000);
    const opened = script.look().filter(({ to }) => to === "socket");
    expect(opened).toContainEqual(opening(connection + 1)[1]);
    expect(script.room.phase).toBe("leaving");
  });

  it("gives up after 90 s, erases the frame, and says that nobody was told", () => {
    const script = withoutSocket().command({ do: "leave" }).kept().result({ did: "wipe" });
    script.wait(LIMITS.lastWordsMs - 1);
    expect(script.room.phase).toBe("leaving");
    script.look();
    script.wait(1);
    expect(script.effects).toContainEqual({ to: "crypto", job: { job: "erase", secrets: [KEPT] } });
    expect(toldOf(script)).toMatchObject({ otherTold: false, relayTold: false });
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
    joiner.kept().wait(200).socket("opened").look();
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

describe("a room that was ended on a socket that may be dead", () => {
  const ended = (how: "leave" | "burn"): Script => {
    const script = new Script().create("present").established().secured();
    script.look();
    return script.command({ do: how });
  };

  it("says the word there at once, and knows by the relay's answer that it was heard", () => {
    const script = ended("burn");
    expect(wordsOf(script)).toEqual([BURN]);
    script.kept().result({ did: "wipe" });
    expect(script.room.phase).toBe("leaving");
    expect(toldOf(script.bytes(ENDED))).toMatchObject({ otherTold: true, relayTold: true });
    expect(script.room.phase).toBe("ended");
  });

  it("says it on a fresh one 2 s later, though no alarm rang for the silence of the old", () => {
    const script = ended("leave").kept().result({ did: "wipe" });
    script.wait(LIMITS.wordAnswerMs - 1).look();
    script.wait(201);
    expect(script.look().filter(({ to }) => to === "socket")).toEqual([
      { to: "socket", command: { do: "close", connection: 1 } },
      ...opening(2),
    ]);
    script.socket("opened").welcome("present");
    expect(wordsOf(script)).toEqual([LEAVE]);
  });

  it("knows that the other side was told when that closes the path on which last words went out", () => {
    for (const ms of [500, LIMITS.wordAnswerMs + 1]) {
      const script = ended("leave").kept().result({ did: "wipe" }).wait(ms);
      script.look();
      script.peer({ on: "state", generation: 1, state: "closed" });
      const inTime = ms < LIMITS.wordAnswerMs;
      const told = { event: "told", otherTold: true, relayTold: false, telling: true };
      expect(script.events()).toEqual(inTime ? [told] : []);
      expect(toldOf(script.wait(LIMITS.lastWordsMs))).toMatchObject({ otherTold: inTime, relayTold: false });
    }
  });

  it.each(["leave", "burn"] as const)(
    "tells the other side within 4 s of a network's return: %s",
    async (how) => {
      for (const seconds of [2, 8, 20, 60]) {
        const pair = createTestPair(seconds);
        await pair.meet();
        await pair.world.run(1000);
        pair.network.cut(1);
        await pair.world.run(100);
        pair.joiner.command({ do: how });
        await pair.world.run(seconds * 1000);
        expect([endOf(pair.creator), pair.joiner.room().phase]).toEqual([null, "leaving"]);
        pair.network.mend(1);
        await pair.world.run(4000);
        expect(endOf(pair.creator)).toBe(how === "leave" ? "left-there" : "burned-there");
        await pair.world.run(1000);
        const told = { event: "told", otherTold: true, relayTold: true, telling: false };
        expect(pair.joiner.events.at(-1)).toEqual(told);
        expect(pair.joiner.room().phase).toBe("ended");
      }
    },
  );
});

describe("the first frame of a socket", () => {
  it("is sent once: a socket that has its seat is given none", () => {
    const script = new Script().create();
    script.look();
    expect(sends(script.admitted().look(), "socket")).toEqual([]);
  });
});
