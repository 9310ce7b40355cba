import { KIND, bodies } from "@tacet/core";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../src/limits.ts";
import { Script } from "./harness/script.ts";

const secure = (): Script => {
  const script = new Script().create("present").established().secured();
  script.sealAll();
  return script;
};
const message = (script: Script, text: string): Script => script.command({ do: "message", text, key: "k" });
const talk = (script: Script, order: number, text: string): Script =>
  script.frame(script.directRoute(), {
    kind: KIND.text,
    order,
    id: new Uint8Array(16).fill(order),
    body: bodies.text.encode(text),
  });

describe("what people say", () => {
  it("waits for the direct path and its fresh keys, though the relay path is open", () => {
    const script = message(new Script().create("present").established(), "hi");
    expect(script.sealAll().filter((job) => job.frame.content.kind === KIND.text)).toEqual([]);
    script.peer({ on: "opened", generation: 1 });
    expect(script.sealAll().filter((job) => job.frame.content.kind === KIND.text)).toEqual([]);
    script.secured();
    expect(
      script
        .sealAll()
        .filter((job) => job.frame.content.kind === KIND.text)
        .map((job) => job.route.path),
    ).toEqual(["direct"]);
  });

  it("is `sending`, `sent` when a path has it, and `delivered` when it is acknowledged", () => {
    const script = message(secure(), "hi");
    const states = (): string[] =>
      script.events().flatMap((event) => (event.event === "receipt" ? [event.state] : []));
    const [job] = script
      .look()
      .flatMap((effect) => (effect.to === "crypto" && effect.job.job === "seal" ? [effect.job] : []));
    const view = { epoch: 1, framesSent: 1, framesReceived: 0, farewells: [] };
    if (job !== undefined)
      script.result({
        did: "seal",
        route: job.route,
        tag: job.tag,
        block: new Uint8Array(255).fill(2),
        view,
      });
    expect(states()).toEqual(["sent"]);
    script.frame(script.directRoute(), {}, { acks: { signal: 0, talk: 1 } });
    expect(states()).toEqual(["delivered"]);
  });

  it("is not `sent` when its path went away while it was sealed, and goes again on the next", () => {
    const script = message(secure(), "hi");
    const seals = script.jobs().filter((job) => job.job === "seal");
    script.peer({ on: "state", generation: 1, state: "failed" }).look();
    const view = { epoch: 1, framesSent: 1, framesReceived: 0, farewells: [] };
    for (const { route, tag } of seals)
      script.result({ did: "seal", route, tag, block: new Uint8Array(255).fill(2), view });
    expect(script.events().some((event) => event.event === "receipt")).toBe(false);
    expect(script.room.talk.handed).toBe(0);
  });

  it("is refused with its reason when it is empty, too long, or 1,256 others wait", () => {
    const script = secure();
    message(message(script, ""), "x".repeat(16_001));
    expect(script.events()).toEqual([
      { event: "refused", key: "k", reason: "empty" },
      { event: "refused", key: "k", reason: "too-long" },
    ]);
    for (let index = 0; index < LIMITS.inFlightContents + LIMITS.waitingContents; index += 1)
      message(script, "x");
    script.look();
    expect(message(script, "x").events()).toEqual([
      { event: "refused", key: "k", reason: "too-many-waiting" },
    ]);
  });

  it("is at most 256 in flight", () => {
    const script = secure();
    for (let index = 0; index < 300; index += 1) message(script, "x");
    expect(script.jobs().filter((job) => job.job === "seal")).toHaveLength(LIMITS.inFlightContents);
  });

  it("waits when the channel holds 1 MiB, and goes on as it drains", () => {
    const script = secure();
    for (let index = 0; index < 40; index += 1) message(script, "\u20ac".repeat(16_000));
    const first = script.jobs().filter((job) => job.job === "seal").length;
    expect(first).toBeLessThanOrEqual(16);
    expect(first).toBeGreaterThan(10);
    script.peer({ on: "drained", generation: 1, totalBytes: 300_000 });
    expect(script.jobs().filter((job) => job.job === "seal").length).toBeGreaterThan(2);
  });

  it("stops with 3,000 frames of an epoch, so that keys can still be exchanged", () => {
    const script = secure();
    const view = { epoch: 1, framesSent: LIMITS.contentFramesOfEpoch, framesReceived: 0, farewells: [] };
    script.result({ did: "seal", route: script.directRoute(), tag: null, block: null, view });
    script.result({ did: "rekey-begin", body: Uint8Array.of(9), sealed: null, view: script.view }).look();
    message(script, "x");
    expect(script.jobs().filter((job) => job.job === "seal")).toEqual([]);
  });

  it("is shown once and in order, whatever the order of its frames and paths", () => {
    const script = secure();
    script.look();
    talk(talk(talk(talk(script, 2, "two"), 1, "one"), 2, "two"), 3, "three");
    const texts = script.events().flatMap((event) => (event.event === "message" ? [event.text] : []));
    expect(texts).toEqual(["one", "two", "three"]);
  });

  it("is acknowledged within 20 ms by a heartbeat if nothing else is said, and by what is said otherwise", () => {
    const script = secure();
    talk(script, 1, "one").look();
    script.wait(19);
    expect(script.sealAll()).toEqual([]);
    script.wait(1);
    expect(script.sealAll().map((job) => [job.frame.content.kind, job.frame.acks.talk])).toEqual([
      [KIND.heartbeat, 1],
    ]);
    talk(script, 2, "two").look();
    message(script, "reply").wait(100);
    expect(script.sealAll().map((job) => [job.frame.content.kind, job.frame.acks.talk])).toEqual([
      [KIND.text, 2],
    ]);
  });

  it("is acknowledged again when it comes again", () => {
    const script = secure();
    talk(script, 1, "one").wait(100).look();
    talk(script, 1, "one").wait(20);
    expect(script.sealAll().map((job) => job.frame.acks.talk)).toEqual([1]);
  });

  it("of a later version is acknowledged and said to be newer; what cannot be read is said to be so", () => {
    const script = secure();
    script.look();
    const id = new Uint8Array(16).fill(1);
    script.frame(script.directRoute(), { kind: 70, order: 1, id });
    script.frame(script.directRoute(), { kind: KIND.text, order: 2, id, body: Uint8Array.of(2, 65) });
    script.frame(script.directRoute(), { kind: KIND.profile, order: 3, id, body: Uint8Array.of(0xff) });
    const notices = script.events().flatMap((event) => (event.event === "notice" ? [event.notice] : []));
    expect(notices).toEqual(["newer-content", "unreadable-content", "unreadable-content"]);
    expect(script.room.talk.received).toBe(3);
  });
});

describe("names and typing", () => {
  it("a name is said when it changes, and cleaned on both sides", () => {
    const script = secure();
    script.command({ do: "name", name: "  Ada\u200b " }).command({ do: "name", name: "Ada" });
    expect(script.sealAll().map((job) => bodies.profile.decode(job.frame.content.body))).toEqual(["Ada"]);
    script.frame(script.directRoute(), {
      kind: KIND.profile,
      order: 1,
      id: new Uint8Array(16).fill(1),
      body: new TextEncoder().encode("  B\u202eob "),
    });
    expect(script.events()).toContainEqual({ event: "other", presence: "present", name: "Bob" });
  });

  it("typing is said again every 3 s while it lasts, and once when it stops", () => {
    const script = secure();
    const typing = (active: boolean): number => script.command({ do: "typing", active }).sealAll().length;
    expect([typing(true), typing(true)]).toEqual([1, 0]);
    script.wait(3000).sealAll();
    expect([typing(true), typing(false), typing(false)]).toEqual([1, 1, 0]);
  });

  it("typing is forgotten where talk may not go", () => {
    const script = new Script().create("present").established();
    script.sealAll();
    expect(script.command({ do: "typing", active: true }).sealAll()).toEqual([]);
  });

  it("the other side's typing ends with its text, or after 6 s", () => {
    const script = secure();
    script.look();
    const began = (): Script =>
      script.frame(script.directRoute(), { kind: KIND.typing, body: Uint8Array.of(1) });
    const shown = (): boolean[] =>
      script.events().flatMap((event) => (event.event === "typing" ? [event.active] : []));
    talk(began(), 1, "done");
    expect(shown()).toEqual([true, false]);
    began().wait(5999);
    expect(shown()).toEqual([true]);
    script.wait(1);
    expect(shown()).toEqual([false]);
  });
});

describe("signs of life", () => {
  it("go on each open path after 25 s without a frame, or a third of the grace time", () => {
    const script = secure();
    script.wait(24_999);
    expect(script.sealAll()).toEqual([]);
    script.wait(1);
    expect(
      script
        .sealAll()
        .map((job) => job.route.path)
        .sort(),
    ).toEqual(["direct", "relay"]);
    const short = new Script().create("present").welcome("present").established();
    short.socket("closed").wait(1000).socket("opened").admitted().welcome("present", { graceSeconds: 30 });
    short.sealAll();
    short.wait(10_000);
    expect(short.sealAll().map((job) => job.route.path)).toContain("relay");
  });

  it("keys that are old are asked to be erased, though nothing happens", () => {
    const script = secure();
    script.look();
    script.wait(20_000);
    expect(script.jobs().map((job) => job.job)).toContain("expire");
  });
});
