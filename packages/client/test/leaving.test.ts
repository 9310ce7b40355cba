/* Leaving a room that the relay is still making (spec/pair.md 8). */
import { encodeFromRelay } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import { createTestPair, endOf } from "./harness/pair.ts";
import { Script, sends } from "./harness/script.ts";

const answer = {
  room_id: "AAAAAAAAAAAAAAAAAAAAAA",
  expires_at: 0,
  ticket: "CQ",
  ice_servers: [],
  limits: { ttl_seconds: 900, grace_seconds: 300, frame_bytes: 65_536 },
};
const LEAVE = 2;

const asked = (): Script => {
  const script = new Script().command({ do: "create", origin: "https://relay.test", name: "" });
  return script.result({ did: "create", request: { kind: "pair", admission: "a", seat: "s" } });
};
const left = (): Script => {
  const script = asked();
  script.look();
  return script.command({ do: "leave" });
};

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
    expect(creator.done.at(-1)).toEqual({ job: "wipe" });
  });

  it("ends for its face at once, and takes its seat only to leave it", () => {
    const script = left();
    expect(script.events().at(-1)).toMatchObject({ event: "end", reason: "left-here", relayTold: false });
    script.input({ from: "http", answer });
    expect(script.jobs().map(({ job }) => job)).toEqual(["invite", "admit"]);
    script.admitted().socket("opened").look();
    script.welcome("never");
    const effects = script.look();
    expect(sends(effects, "socket").map((bytes) => bytes[0])).toEqual([LEAVE]);
    expect(effects.at(-1)).toEqual({ to: "crypto", job: { job: "wipe" } });
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
      (script: Script) =>
        script
          .input({ from: "http", answer })
          .socket("opened")
          .bytes(encodeFromRelay({ kind: "refused", code: "absent" })),
    ],
    ["something breaks", (script: Script) => script.input({ from: "fault" })],
  ] as const)("wipes its keys when %s", (_name, happen) => {
    const script = happen(left());
    expect(script.look().at(-1)).toEqual({ to: "crypto", job: { job: "wipe" } });
    expect(script.room.phase).toBe("ending");
  });

  it("wipes its keys at once where the relay was not asked yet, or has answered", () => {
    const early = new Script().command({ do: "create", origin: "https://relay.test", name: "" });
    expect(early.command({ do: "leave" }).look().at(-1)).toEqual({ to: "crypto", job: { job: "wipe" } });
    const refused = asked().input({ from: "http", answer: { error: "busy" } });
    expect(refused.look().at(-1)).toEqual({ to: "crypto", job: { job: "wipe" } });
  });
});
