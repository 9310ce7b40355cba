import { KIND, base64url, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../src/face.ts";
import { LIMITS } from "../src/limits.ts";
import { find, markDeleted, nothingSaid, remember } from "../src/pair/said.ts";
import { Script } from "./harness/script.ts";

const secure = (): Script => {
  const script = new Script().create("present").established().secured();
  script.sealAll();
  script.command({ do: "message", text: "own words", key: "k" }); // Its id is all twos: the second command.
  script.frame(script.directRoute(), textOf(1, "other words"));
  script.sealAll();
  script.look();
  return script;
};
const bytes = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);
const textOf = (order: number, text: string): Partial<Content> => ({
  kind: KIND.text,
  order,
  id: bytes(100 + order),
  body: bodies.text.encode(text),
});
const OWN = base64url.encode(bytes(2));
const OTHERS = base64url.encode(bytes(101));
const NOWHERE = base64url.encode(bytes(77));
const idOf = (id: string): Uint8Array => base64url.decode(id) ?? new Uint8Array(0);

const heard = (script: Script, kind: number, body: Uint8Array): RoomEvent[] => {
  const order = script.room.talk.received + 1;
  return script.frame(script.directRoute(), { kind, order, id: bytes(200), body }).events();
};
const refusals = (script: Script): string[] =>
  script.events().flatMap((event) => (event.event === "refused" ? [event.reason] : []));

describe("an act of one's own", () => {
  it("is content of its kind, names its message, and is shown", () => {
    const script = secure();
    script.command({ do: "edit", id: OWN, text: "new words", key: "a" });
    script.command({ do: "react", id: OTHERS, emoji: "👍", key: "b" });
    script.command({ do: "delete", id: OWN, key: "c" });
    script.command({ do: "message", text: "answer", key: "d", replyTo: OTHERS });
    const effects = script.look();
    const events = effects.flatMap((effect) => (effect.to === "face" ? [effect.event] : []));
    const of = { id: OWN, from: "self" };
    const receipt = { event: "receipt", id: OWN, state: "sending" };
    expect(events.slice(0, 5)).toEqual([
      { event: "edited", key: "a", text: "new words", ...of },
      receipt,
      { event: "reaction", key: "b", emoji: "👍", ...of, id: OTHERS, state: "sending" },
      { event: "deleted", key: "c", ...of },
      receipt,
    ]);
    expect(events[5]).toMatchObject({ event: "message", key: "d", text: "answer", replyTo: OTHERS });
  });

  it("is refused where there is nothing to do it to, and changes nothing", () => {
    const script = secure();
    const before = script.room;
    for (const id of [OTHERS, NOWHERE, "no id"]) {
      script.command({ do: "edit", id, text: "x", key: "k" });
      script.command({ do: "delete", id, key: "k" });
    }
    script.command({ do: "react", id: NOWHERE, emoji: "👍", key: "k" });
    script.command({ do: "message", text: "x", key: "k", replyTo: "no id" });
    expect(refusals(script)).toEqual(Array.from({ length: 8 }, () => "gone"));
    script.command({ do: "react", id: OWN, emoji: "ok", key: "k" });
    script.command({ do: "edit", id: OWN, text: "", key: "k" });
    script.command({ do: "edit", id: OWN, text: "x".repeat(16_001), key: "k" });
    expect(refusals(script)).toEqual(["no-emoji", "empty", "too-long"]);
    script.command({ do: "delete", id: OWN, key: "k" }).look();
    script.command({ do: "delete", id: OWN, key: "k" });
    script.command({ do: "edit", id: OWN, text: "x", key: "k" });
    script.command({ do: "react", id: OWN, emoji: "👍", key: "k" });
    expect(refusals(script)).toEqual(["gone", "gone", "gone"]);
    expect(script.room.talk.pending.length).toBe(before.talk.pending.length + 1);
  });

  it("is answered, too, when too much waits, and after the end", () => {
    const script = secure();
    for (let n = 0; n < LIMITS.inFlightContents + LIMITS.waitingContents; n += 1)
      script.command({ do: "message", text: "x", key: "k" });
    script.look();
    script.command({ do: "delete", id: OWN, key: "k" }).command({ do: "leave" });
    expect(refusals(script)).toEqual(["too-many-waiting"]);
    script.command({ do: "react", id: OWN, emoji: "👍", key: "k" });
    expect(refusals(script)).toEqual(["no-room"]);
  });

  it("speaks for its message: what was said before is no longer told to be delivered", () => {
    const script = secure();
    script.command({ do: "edit", id: OWN, text: "new", key: "k" }).command({
      do: "react",
      id: OWN,
      emoji: "👍",
      key: "k",
    });
    script.sealAll();
    script.look();
    const delivered = (talk: number): unknown[] =>
      script
        .frame(script.directRoute(), {}, { acks: { signal: 0, talk } })
        .events()
        .map((event) => [event.event, "state" in event && event.state]);
    expect([delivered(1), delivered(2), delivered(3)]).toEqual([
      [],
      [["receipt", "delivered"]],
      [["reaction", "delivered"]],
    ]);
  });

  it("a deletion takes the words out of what is still to be sent, and orders stay", () => {
    const script = secure();
    script.command({ do: "edit", id: OWN, text: "newer words", key: "k" });
    script.command({ do: "delete", id: OWN, key: "k" });
    const { pending } = script.room.talk;
    expect(pending.map(({ content }) => [content.order, content.kind])).toEqual([
      [1, KIND.delete],
      [2, KIND.delete],
      [3, KIND.delete],
    ]);
    for (const { content } of pending) expect(content.body).toEqual(idOf(OWN));
  });
});

describe("an act of the other side", () => {
  it("changes its message", () => {
    const script = secure();
    const edit = bodies.edit.encode({ target: idOf(OTHERS), text: "new" });
    const of = { key: null, from: "other" };
    expect(heard(script, KIND.edit, edit)).toEqual([{ event: "edited", id: OTHERS, text: "new", ...of }]);
    const reaction = bodies.reaction.encode({ target: idOf(OWN), emoji: "👍" });
    expect(heard(script, KIND.reaction, reaction)).toEqual([
      { event: "reaction", id: OWN, emoji: "👍", state: null, ...of },
    ]);
    expect(heard(script, KIND.delete, idOf(OTHERS))).toEqual([{ event: "deleted", id: OTHERS, ...of }]);
    const reply = heard(script, KIND.text, bodies.text.encode("answer", idOf(OWN)));
    expect(reply).toMatchObject([{ event: "message", replyTo: OWN, text: "answer" }]);
  });

  it("does nothing, in silence, to what is not there, not theirs or deleted", () => {
    const script = secure();
    heard(script, KIND.delete, idOf(OTHERS));
    const edits = [OWN, OTHERS, NOWHERE].map((id) => bodies.edit.encode({ target: idOf(id), text: "x" }));
    for (const edit of edits) expect(heard(script, KIND.edit, edit)).toEqual([]);
    for (const id of [OWN, OTHERS, NOWHERE]) expect(heard(script, KIND.delete, idOf(id))).toEqual([]);
    for (const id of [OTHERS, NOWHERE]) {
      const reaction = bodies.reaction.encode({ target: idOf(id), emoji: "👍" });
      expect(heard(script, KIND.reaction, reaction)).toEqual([]);
      expect(heard(script, KIND.receipt, idOf(id))).toEqual([]);
    }
    expect(script.room.talk.received).toBe(1 + 11);
    expect(find(script.room.said, OWN)).toMatchObject({ deleted: false });
  });

  it("that cannot be read is acknowledged and said to be so", () => {
    const script = secure();
    const letters = new Uint8Array([...idOf(OWN), 65, 66]);
    for (const [kind, body] of [
      [KIND.edit, idOf(OTHERS)],
      [KIND.delete, letters],
      [KIND.reaction, letters],
      [KIND.receipt, new Uint8Array(15)],
    ] as const)
      expect(heard(script, kind, body)).toMatchObject([{ event: "notice", notice: "unreadable-content" }]);
    expect(script.room.talk.received).toBe(5);
  });

  it("a second message with an id that is known, of whichever side, is refused", () => {
    const script = secure();
    for (const [order, id] of [
      [2, bytes(2)],
      [3, bytes(101)],
    ] as const) {
      script.frame(script.directRoute(), { ...textOf(order, "again"), id });
      expect(script.events()).toMatchObject([{ event: "notice", notice: "unreadable-content" }]);
    }
  });
});

describe("receipts", () => {
  const sent = (script: Script): string[] =>
    script
      .sealAll()
      .map(({ frame }) => frame.content)
      .filter(({ kind }) => kind === KIND.receipt)
      .map(({ body }) => base64url.encode(body));

  it("go at most once in a second, name the newest message, and never an older one", () => {
    const script = secure();
    for (const order of [2, 3, 4]) script.frame(script.directRoute(), textOf(order, "x"));
    const seen = (order: number): Script =>
      script.command({ do: "read", id: base64url.encode(bytes(100 + order)) });
    seen(1);
    expect(sent(script)).toEqual([OTHERS]);
    seen(2);
    seen(4);
    seen(3);
    expect(sent(script)).toEqual([]);
    script.wait(LIMITS.receiptEveryMs);
    expect(sent(script)).toEqual([base64url.encode(bytes(104))]);
    seen(4);
    seen(1);
    script.command({ do: "read", id: OWN }).wait(1500); // Less than until what is not acknowledged goes again.
    expect(sent(script)).toEqual([]);
  });

  it("of the other side are told once, and an older one says nothing", () => {
    const script = secure();
    script.command({ do: "message", text: "second", key: "k" }).look();
    const second = base64url.encode(bytes(3));
    expect(heard(script, KIND.receipt, idOf(second))).toEqual([{ event: "read", id: second }]);
    expect(heard(script, KIND.receipt, idOf(second))).toEqual([]);
    expect(heard(script, KIND.receipt, idOf(OWN))).toEqual([]);
  });
});

describe("what is known of messages", () => {
  it("is the last 10,000, each with its sender and state", () => {
    let said = nothingSaid;
    const extra = 150;
    for (let n = 1; n <= LIMITS.knownMessages + extra; n += 1)
      said = remember(said, String(n), n % 2 === 0 ? "self" : "other");
    expect(find(said, String(extra))).toBeNull();
    expect(find(said, String(extra + 1))).toEqual({
      from: "other",
      text: true,
      deleted: false,
      number: extra + 1,
    });
    const after = markDeleted(said, String(extra + 1));
    expect(find(after, String(extra + 1))?.deleted).toBe(true);
    expect(find(said, String(extra + 1))?.deleted).toBe(false);
    expect(markDeleted(after, "never")).toBe(after);
    expect(said.pages.length).toBeLessThanOrEqual(LIMITS.knownMessages / 100 + 1);
  });
});
