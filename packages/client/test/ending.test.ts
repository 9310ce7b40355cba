import { describe, expect, it } from "vitest";
import type { RoomEnding } from "../src/face.ts";
import { Script } from "./harness/script.ts";

function endingOf(script: Script): RoomEnding | undefined {
  return script.events().find((event) => event.event === "end");
}

const text = { do: "message", text: "hello", key: "k" } as const;

describe("what is known at the end", () => {
  it("counts own texts that were not confirmed, and no names; who is told is not known yet", () => {
    const script = new Script().create("present").established();
    script.command({ do: "name", name: "Ada" }).command(text).command(text);
    expect(endingOf(script.command({ do: "leave" }))).toMatchObject({
      undelivered: 2,
      met: true,
      otherTold: false,
      relayTold: false,
      telling: true,
    });
  });

  it("counts texts that were said before there was a room, and says that nobody was told", () => {
    const script = new Script().command({ do: "create", origin: "https://relay.test", name: "Ada" });
    script.command(text).command({ do: "leave" });
    expect(endingOf(script)).toMatchObject({
      undelivered: 1,
      met: false,
      otherTold: false,
      relayTold: false,
      telling: false,
    });
  });

  it("is known to all where the relay itself said it", () => {
    const script = new Script().create("present").established();
    script.relay({ kind: "ended", reason: "left" });
    expect(endingOf(script)).toMatchObject({ otherTold: true, relayTold: true, telling: false });
  });

  it.each([
    ["rate", "rate"],
    ["busy", "busy"],
    ["network", "network"],
    ["bad-answer", null],
  ] as const)("names why no room was made: %s", (error, hindrance) => {
    const script = new Script().command({ do: "create", origin: "https://relay.test", name: "" });
    script.input({ from: "http", answer: { error } });
    expect(endingOf(script)).toMatchObject({ reason: "relay", hindrance });
  });

  it("names the network when the relay gives no seat for a minute", () => {
    const script = new Script().create("never");
    const joiner = new Script();
    joiner.command({ do: "join", origin: "https://relay.test", invitation: "x", name: "" });
    joiner.result({ did: "join", roomId: "AAAAAAAAAAAAAAAAAAAAAA", origin: null });
    expect(endingOf(joiner.wait(90_000))).toMatchObject({ reason: "relay", hindrance: "network" });
    expect(endingOf(script)).toBeUndefined();
  });

  it("tells a room that was forgotten from one that never was", () => {
    const script = new Script().create("present").established();
    script.socket("closed").wait(5000).socket("opened").admitted();
    script.relay({ kind: "refused", code: "absent" });
    expect(endingOf(script)).toMatchObject({ reason: "forgotten", relayTold: true });
  });
});
