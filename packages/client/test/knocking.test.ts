/* Whoever comes back (spec/pair.md 9): it learns from m1 that it knocks, waits, and says nothing before it has compared. */
import { KIND } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import { awake, said, jobs, message, view, check } from "./harness/door.ts";
import { Script, handshakeBlock } from "./harness/script.ts";

describe("who knocks", () => {
  const knocking = (): Script => {
    const script = new Script().join();
    script.result({ did: "attempt", attempt: 1, block: null });
    script.relay({ kind: "pass", block: handshakeBlock(1) });
    const outcome = { kind: "answer", block: handshakeBlock(2), path: "direct", rejoin: "again" } as const;
    return script.result({ did: "handshake", attempt: 1, outcome });
  };

  it("learns it from m1, says so once, and waits for a person", () => {
    const script = knocking();
    expect(said(script)).toEqual(["asking"]);
    awake(script, LIMITS.knockWaitMs - 1);
    expect(jobs(script)).not.toContain("attempt");
    script.wait(1);
    expect(jobs(script)).toContain("attempt");
  });

  it("is told that it was declined, and believes the relay that far", () => {
    const script = knocking().relay({ kind: "refused", code: "declined" });
    expect(script.events()).toContainEqual(expect.objectContaining({ event: "end", reason: "declined" }));
    // Before m1 has come it cannot know that it knocks; a word that it did not hear would have it knock again and again.
    const early = new Script().join().relay({ kind: "refused", code: "declined" });
    expect(early.events()).toContainEqual(expect.objectContaining({ event: "end", reason: "declined" }));
    // Whoever has a session has a seat: a refusal is none then.
    const seated = new Script().join().established().relay({ kind: "refused", code: "declined" });
    expect(seated.room.phase).toBe("live");
  });

  it("takes each m1 of a creator whose socket is replaced, and is not thrown out by the third", () => {
    const script = knocking();
    for (let attempt = 1; attempt <= 31; attempt += 1) {
      script.look();
      const block = handshakeBlock(attempt);
      script.relay({ kind: "pass", block });
      script.result({ did: "handshake", attempt, outcome: { kind: "failed", block } });
      expect(jobs(script)).toEqual(["handshake", "attempt", "handshake"]);
      expect(script.events().some(({ event }) => event === "notice")).toBe(false);
      const outcome = { kind: "answer", block: handshakeBlock(2), path: "direct", rejoin: "again" } as const;
      script.result({ did: "handshake", attempt: attempt + 1, outcome });
    }
    const block = handshakeBlock(99);
    script.result({ did: "handshake", attempt: 32, outcome: { kind: "failed", block } });
    expect(script.events()).toContainEqual(expect.objectContaining({ reason: "handshake-failed" }));
  });

  it("makes no connection object before it was let in", () => {
    expect(
      knocking()
        .look()
        .some(({ to }) => to === "peer"),
    ).toBe(false);
  });

  it("that leaves does not knock again to say so: on the next socket it asks for a seat that it has not", () => {
    const script = knocking();
    script.room = { ...script.room, link: { ...script.room.link, ticket: new Uint8Array(0) } };
    script.socket("closed").look();
    script.command({ do: "leave" });
    expect(script.jobs()).toContainEqual(expect.objectContaining({ job: "admit", mode: "return" }));
    script.kept().result({ did: "wipe" }).wait(300).socket("opened");
    script.look();
    script.relay({ kind: "refused", code: "absent" });
    expect(script.events()).toContainEqual(expect.objectContaining({ event: "told", telling: false }));
    expect(script.room.phase).toBe("ended");
  });

  it("says nothing before it has compared: no text, no name, no act, no file, no receipt", () => {
    const script = knocking();
    script.command({ do: "name", name: "Ben" });
    script.relay({ kind: "pass", block: handshakeBlock(3) });
    const outcome = { kind: "established", view, path: "direct", otherPath: "direct", block: null } as const;
    script.result({ did: "handshake", attempt: 1, outcome: { ...outcome, rejoin: "again" } });
    script.secured();
    script.look();
    expect(message(script)).toEqual(["compare"]);
    for (const command of [
      { do: "react", id: "AAAAAAAAAAAAAAAAAAAAAA", emoji: "🎂", key: "k" },
      { do: "file", key: "k", name: "a", size: 1, type: "", source: "s" },
    ] as never[]) {
      expect(script.command(command).events()).toEqual([{ event: "refused", key: "k", reason: "compare" }]);
    }
    const talks = (): number => script.sealAll().filter(({ frame }) => frame.content.kind >= 64).length;
    script.wait(5000);
    expect(talks()).toBe(0);
    // What the other side says is shown.
    const route = script.directRoute();
    script.frame(route, { kind: KIND.text, order: 1, body: Uint8Array.of(0, 65) }, { epoch: 1 });
    expect(script.events()).toContainEqual(expect.objectContaining({ event: "message", text: "A" }));
    script.command({ do: "safety" }).result(check).command({ do: "verified", match: true });
    expect(talks()).toBe(1);
  });

  it("enters again while it has no seat, and returns once it has one", () => {
    const script = new Script().join();
    script.room = { ...script.room, link: { ...script.room.link, ticket: new Uint8Array(0) } };
    const modeOf = (): string[] => script.jobs().flatMap((job) => (job.job === "admit" ? [job.mode] : []));
    script.look();
    script.socket("closed").wait(300);
    expect(modeOf()).toEqual(["enter"]);
    script.socket("opened").admitted().welcome("present");
    script.socket("closed").wait(300);
    expect(modeOf()).toEqual(["return"]);
  });
});
