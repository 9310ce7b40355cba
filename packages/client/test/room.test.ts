import { KIND } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import { Script, sends } from "./harness/script.ts";

const statuses = (script: Script): string[] =>
  script.events().flatMap((event) => (event.event === "status" ? [event.value] : []));

describe("a fault of our own", () => {
  it("ends the room calmly: the other side is told, and the keys are wiped", () => {
    const script = new Script().create("present").established().secured();
    script.sealAll();
    script.input({ from: "fault" });
    const effects = script.look();
    expect(effects).toContainEqual({
      to: "face",
      event: expect.objectContaining({ event: "end", reason: "relay", unopenedBlocks: 0 }) as unknown,
    });
    expect(effects.at(-1)).toEqual({ to: "crypto", job: { job: "wipe" } });
    expect(sends(effects, "socket").at(-1)?.[0]).toBe(2);
    script.input({ from: "fault" });
    expect(script.room.phase).toBe("ended");
    expect(script.look().map((effect) => effect.to)).toEqual(["socket", "peer"]);
  });
});

describe("coming in", () => {
  it("asks the relay for a room with hashes alone, returns to its seat, and tells the invitation once", () => {
    const script = new Script();
    script.command({ do: "create", origin: "https://relay.test", name: "Ada", ttlSeconds: 60 });
    expect(script.jobs()).toEqual([{ job: "create", ttlSeconds: 60, path: "direct" }]);
    const request = { kind: "pair", admission: "a", seat: "s" } as const;
    script.result({ did: "create", request });
    expect(script.look()).toEqual([{ to: "http", origin: "https://relay.test", request }]);
  });

  it("ends with `relay` when the room cannot be made, or the answer makes no sense", () => {
    for (const answer of [
      { error: "busy" },
      {
        room_id: "?",
        expires_at: 0,
        ticket: "",
        ice_servers: [],
        limits: { ttl_seconds: 1, grace_seconds: 1, frame_bytes: 1 },
      },
    ]) {
      const script = new Script().command({ do: "create", origin: "https://relay.test", name: "" });
      script.input({ from: "http", answer });
      expect(script.events()).toContainEqual(
        expect.objectContaining({ event: "end", reason: "relay", unopenedBlocks: 0 }),
      );
    }
  });

  it("opens the socket of the relay that the link names, and of its own for a bare code", () => {
    for (const [origin, url] of [
      ["https://other.test", "wss://other.test/relay"],
      [null, "ws://localhost:8080/relay"],
    ] as const) {
      const script = new Script().command({
        do: "join",
        origin: "http://localhost:8080",
        invitation: "x",
        name: "",
      });
      script.look();
      script.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin });
      expect(script.look()).toContainEqual({ to: "socket", command: { do: "open", connection: 1, url } });
    }
  });

  it("says that an invitation cannot be read, and can be asked again", () => {
    const script = new Script().command({
      do: "join",
      origin: "https://relay.test",
      invitation: "x",
      name: "",
    });
    script.result({ did: "join", roomId: null, origin: null });
    expect(script.events()).toContainEqual({ event: "refused", key: "", reason: "invitation" });
    expect(script.room.phase).toBe("idle");
  });

  it("enters once, and returns with the newest ticket afterwards", () => {
    const script = new Script();
    script.command({ do: "join", origin: "https://relay.test", invitation: "x", name: "" });
    script.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null });
    expect(script.jobs()).toContainEqual({
      job: "admit",
      connection: 1,
      mode: "enter",
      ticket: new Uint8Array(0),
    });
    script
      .socket("opened")
      .admitted()
      .welcome("present")
      .relay({ kind: "ticket", ticket: Uint8Array.of(5) });
    script.socket("closed").look();
    expect(script.wait(5000).jobs()).toContainEqual({
      job: "admit",
      connection: 2,
      mode: "return",
      ticket: Uint8Array.of(5),
    });
  });

  it.each([
    ["used", "used"],
    ["version", "policy"],
  ] as const)("is refused with %s", (code, reason) => {
    const script = new Script();
    script.command({ do: "join", origin: "https://relay.test", invitation: "x", name: "" });
    script.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null });
    script.socket("opened").admitted().relay({ kind: "refused", code });
    expect(script.events()).toContainEqual(
      expect.objectContaining({ event: "end", reason, unopenedBlocks: 0 }),
    );
  });
});

describe("a text at any time", () => {
  const create = { do: "create", origin: "https://relay.test", name: "Ada" } as const;
  const text = { do: "message", text: "hello", key: "k" } as const;
  const refused = { event: "refused", key: "k", reason: "no-room" };

  it("is taken while the room is being made, and waits for it", () => {
    const script = new Script().command(create).command(text);
    expect(script.events().map((event) => event.event)).toEqual(["message", "receipt"]);
    script.result({ did: "create", request: { kind: "pair", admission: "a", seat: "s" } });
    expect(script.room.talk.pending.map(({ content }) => content.kind)).toEqual([KIND.profile, KIND.text]);
  });

  it("is refused before a room is asked for, in the last words, after the end, and at the very end", () => {
    const script = new Script().command(text);
    expect(script.events()).toEqual([refused]);
    script.create("present").look();
    script.command({ do: "leave" }).look();
    expect(script.command(text).events()).toEqual([refused]);
    script.result({ did: "wipe" }).look();
    expect(script.command(text).events()).toEqual([refused]);
    const late = new Script().create("present");
    late.nowMs += 900_000;
    expect(late.command(text).events()).toContainEqual(refused);
  });

  it("that was meant for an invitation nobody could read goes to no later room", () => {
    const script = new Script();
    script.command({ do: "join", origin: "https://relay.test", invitation: "x", name: "Ada" }).command(text);
    script.look();
    script.result({ did: "join", roomId: null, origin: null });
    expect(script.events()).toContainEqual(expect.objectContaining({ event: "receipt", state: "failed" }));
    expect(script.room.talk.pending).toEqual([]);
  });
});

describe("the relay socket", () => {
  it("comes back after 0.2 s, doubling to 1 s, and to 5 s after two minutes, each time with jitter of half", () => {
    const script = new Script().create();
    const next = (): number => {
      script.socket("closed");
      const waitMs = (script.room.link.retryAtMs ?? 0) - script.nowMs;
      script.wait(waitMs);
      return waitMs;
    };
    const waits = Array.from({ length: 6 }, next);
    for (const [at, ms] of [200, 400, 800, 1000, 1000, 1000].entries()) {
      expect(waits[at]).toBeGreaterThanOrEqual(ms / 2);
      expect(waits[at]).toBeLessThanOrEqual(ms);
    }
    expect(new Set(waits.slice(-3)).size).toBe(3);
    script.wait(LIMITS.soonMs);
    const late = Array.from({ length: 5 }, next);
    expect(late[1]).toBeGreaterThan(waits[5] ?? 0);
    expect(late.at(-1)).toBeGreaterThan(2500);
  });

  it("answers each beat with one", () => {
    const script = new Script().create();
    script.look();
    script.relay({ kind: "beat" });
    expect(sends(script.look(), "socket").map((bytes) => bytes[0])).toEqual([4]);
  });

  it("is replaced after 40 s of silence, though nobody closed it", () => {
    const script = new Script().create();
    script.look();
    script.wait(39_999);
    expect(script.look().some((effect) => effect.to === "socket" && effect.command.do === "close")).toBe(
      false,
    );
    script.wait(1);
    expect(script.look()).toContainEqual({ to: "socket", command: { do: "close", connection: 1 } });
  });

  it("drops and counts whatever is no frame, from any state, and never throws", () => {
    const script = new Script().create();
    const junk = [
      new Uint8Array(0),
      new Uint8Array(256),
      new Uint8Array(1024).fill(255),
      new Uint8Array(257).fill(16),
    ];
    for (const bytes of junk) script.bytes(bytes);
    for (let kind = 0; kind < 256; kind += 1)
      if (kind !== 132 && kind !== 134) script.bytes(new Uint8Array(256).fill(kind, 0, 1));
    expect(script.room.phase).toBe("live");
    expect(script.room.unopenedBlocks).toBeGreaterThan(200);
  });

  it("ignores what a replaced socket still says", () => {
    const script = new Script().create();
    script.socket("closed").wait(1000);
    script.input({ from: "socket", event: { on: "closed", connection: 1 } });
    script.input({ from: "socket", event: { on: "received", connection: 1, bytes: new Uint8Array(3) } });
    expect(script.room.link.state).toBe("opening");
    expect(script.room.unopenedBlocks).toBe(0);
  });

  it("says that the relay cannot be reached, and gives up a relay that never seated us after 60 s", () => {
    const script = new Script();
    script.command({ do: "join", origin: "https://relay.test", invitation: "x", name: "" });
    script.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null });
    for (let round = 0; round < 40 && script.room.phase === "live"; round += 1)
      script.socket("closed").wait(5000);
    const events = script.events();
    expect(events.some((event) => event.event === "notice" && event.notice === "relay-unreachable")).toBe(
      true,
    );
    expect(events).toContainEqual(
      expect.objectContaining({ event: "end", reason: "relay", unopenedBlocks: 0 }),
    );
  });
});

describe("what a person is told", () => {
  it("goes from waiting over connecting and securing to secure", () => {
    const script = new Script().create();
    expect(statuses(script)).toEqual(["waiting"]);
    script.relay({ kind: "presence", other: "present" });
    expect(statuses(script)).toEqual(["connecting"]);
    script.established();
    expect(statuses(script)).toEqual([]);
    script.peer({ on: "opened", generation: 1 });
    expect(statuses(script)).toEqual(["securing"]);
    script.secured();
    expect(script.events()).toContainEqual({ event: "status", value: "secure", path: "direct" });
    script.peer({ on: "state", generation: 1, state: "failed" });
    expect(statuses(script)).toEqual(["reconnecting"]);
  });

  it("is secure only when a frame of the fresh epoch came over the direct path", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "opened", generation: 1 });
    script.frame(script.directRoute(), { kind: KIND.rk2 });
    const view = { epoch: 1, framesSent: 0, framesReceived: 0, farewells: [] };
    script.result({ did: "rekey-finish", route: script.directRoute(), view });
    script.look();
    script.frame(script.directRoute(), {}, { epoch: 0 }).frame(script.relayRoute(), {}, { epoch: 1 });
    expect(statuses(script)).toEqual([]);
    script.frame(script.directRoute(), {}, { epoch: 1 });
    expect(statuses(script)).toEqual(["secure"]);
  });

  it("is not secure by an exchange that came over the relay", () => {
    const script = new Script().create("present").established();
    script.peer({ on: "opened", generation: 1 });
    script.frame(script.relayRoute(), { kind: KIND.rk2 });
    const view = { epoch: 1, framesSent: 0, framesReceived: 0, farewells: [] };
    script.result({ did: "rekey-finish", route: script.relayRoute(), view });
    script.frame(script.directRoute(), {}, { epoch: 1 });
    expect(statuses(script)).not.toContain("secure");
  });

  it("hears after 8 s that there is no direct path, and no more of it when there is one", () => {
    const script = new Script().create("present").established();
    script.look();
    script.wait(7999);
    expect(script.events().filter((event) => event.event === "notice")).toEqual([]);
    script.wait(1);
    expect(script.events()).toContainEqual({
      event: "notice",
      notice: "no-direct-path",
      unopenedBlocks: 0,
      attempt: 1,
    });
    script.peer({ on: "opened", generation: 1 });
    expect(script.events()).toContainEqual({ event: "notice", notice: null, unopenedBlocks: 0, attempt: 1 });
  });

  it("learns for how long the room lives, and never that it lives longer", () => {
    const script = new Script().create();
    expect(script.events()).toContainEqual({ event: "time-left", ms: 900_000 });
    script
      .socket("closed")
      .wait(1000)
      .socket("opened")
      .admitted()
      .welcome("never", { timeLeftMs: 5_000_000 });
    expect(script.room.life.endsMs).toBe(901_000);
    script.socket("closed").wait(1000).socket("opened").admitted().welcome("never", { timeLeftMs: 10_000 });
    expect(script.events()).toContainEqual({ event: "time-left", ms: 10_000 });
  });

  it("never lives longer than its creator asked, whatever the relay names", () => {
    const script = new Script().create("never", { ttlSeconds: 60 });
    script
      .socket("closed")
      .wait(1000)
      .socket("opened")
      .admitted()
      .welcome("never", { timeLeftMs: 5_000_000 });
    expect(script.events()).toContainEqual({ event: "time-left", ms: 60_000 });
    expect(script.room.life.endsMs).toBe(61_000);
    script.wait(59_000);
    expect(script.events()).toContainEqual(
      expect.objectContaining({ event: "end", reason: "expired", unopenedBlocks: 0 }),
    );
  });

  it.each([undefined, Number.NaN, -5, 0, 1e300])(
    "never lives longer than 30 days for whoever chose %j",
    (ttlSeconds) => {
      const creator = new Script().create("never", { ttlSeconds, answerSeconds: 40 * 86_400 });
      const joiner = new Script().join("present", { timeLeftMs: 4_000_000_000 });
      for (const { room } of [creator, joiner]) expect(room.life.endsMs).toBe(1000 + 30 * 86_400_000);
    },
  );

  it("hides the invitation once it is used, and for good", () => {
    const script = new Script().create("present");
    script.relay({ kind: "presence", other: "never" });
    const states = script.events().flatMap((event) => (event.event === "invitation" ? [event.state] : []));
    expect(states).toEqual(["open", "used"]);
  });
});
