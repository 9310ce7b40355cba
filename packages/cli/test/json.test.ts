import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEvents } from "../src/chat/events.ts";
import { createJsonChat } from "../src/chat/json-chat.ts";
import { readOrder } from "../src/chat/orders.ts";
import { testShell } from "./test-shell.ts";

const words = Array.from({ length: 2048 }, (_, at) => `word${at}`);
const ID = "AAAAAAAAAAAAAAAAAAAAAA";

describe("an order", () => {
  it.each([
    [
      { do: "message", text: "hello" },
      { do: "message", text: "hello", key: "k" },
    ],
    [
      { do: "accept", id: ID },
      { do: "accept", id: ID, save: "sink" },
    ],
    [
      { do: "cancel", id: ID },
      { do: "cancel", id: ID },
    ],
    [
      { do: "verified", match: false },
      { do: "verified", match: false },
    ],
    [{ do: "burn" }, { do: "burn" }],
  ])("%j is the room's command", (order, command) => {
    expect(readOrder(JSON.stringify(order), "k")).toEqual({ kind: "command", command });
  });

  it.each([
    [""],
    ["[]"],
    ["null"],
    ["{"],
    ['{"do":"message"}'],
    ['{"do":"message","text":1}'],
    ['{"do":"accept","id":"../../x"}'],
    ['{"do":"verified","match":"yes"}'],
    ['{"do":"create"}'],
    ['{"do":"__proto__"}'],
  ])("%s is refused", (line) => {
    expect(readOrder(line, "k").kind).toBe("wrong");
  });

  it("of any form breaks nothing, and what is wrong is not repeated", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        const order = readOrder(line, "k");
        if (order.kind === "wrong" && line.length > 12) expect(order.why).not.toContain(line);
      }),
    );
  });
});

describe("what a room tells", () => {
  it("is told by names that do not change", () => {
    const tell = createEvents(words);
    const status = { event: "status", value: "secure", path: "direct" } as const;
    expect(tell(status)).toEqual([status]);
    expect(tell({ event: "room", roomId: "r", link: "l", code: "c" })).toEqual([
      { event: "room", link: "l", code: "c", room_id: "r" },
    ]);
    expect(tell({ event: "phrase", phrase: "a-b-c-d", expiresInMs: 180_000 })).toEqual([
      { event: "phrase", phrase: "a-b-c-d", expires_in: 180 },
    ]);
    expect(tell({ event: "safety", emoji: [0, 1, 2, 3, 4, 5, 6], words: [0, 1, 2, 3, 2047] })).toMatchObject([
      { event: "safety", words: ["word0", "word1", "word2", "word3", "word2047"] },
    ]);
    expect(tell({ event: "receipt", id: ID, state: "sending" })).toEqual([]);
    expect(tell({ event: "receipt", id: ID, state: "delivered" })).toEqual([
      { event: "receipt", id: ID, state: "delivered" },
    ]);
  });

  it("makes a member of the other person when there is a session, and takes them back when they go", () => {
    const tell = createEvents(words);
    const other = (name: string) => tell({ event: "other", presence: "present", name });
    expect(other("")).toEqual([]);
    expect(tell({ event: "verification", state: "open" })).toMatchObject([
      { event: "member", change: "joined" },
      { event: "verification" },
    ]);
    expect(other("Bob")).toEqual([{ event: "member", id: "other", name: "Bob", change: "renamed" }]);
    expect(other("Bob")).toEqual([]);
    const ending = {
      unopenedBlocks: 0,
      undelivered: 2,
      met: true,
      otherTold: true,
      relayTold: true,
    } as const;
    const end = { event: "end", reason: "left-there", hindrance: null, telling: false, ...ending } as const;
    expect(tell(end)).toEqual([
      { event: "member", id: "other", name: "Bob", change: "left" },
      { event: "end", reason: "left-there", undelivered: 2, unopened: 0 },
    ]);
  });
});

describe("a chat of programs", () => {
  it.each([
    [0, 0, null, "Left."],
    [2, 0, "failed", "2 of your messages were not confirmed as received. Left."],
    [0, 3, null, "3 blocks that arrived did not open. Left."],
  ])(
    "that ends with %i texts not confirmed and %i blocks not opened",
    async (undelivered, unopenedBlocks, failure, sentence) => {
      const input = new PassThrough();
      const nothing = (): void => undefined;
      const face = createJsonChat(testShell({ input }), { command: nothing, sunk: nothing }, ".");
      const ending = { reason: "left-here", undelivered, unopenedBlocks } as never;
      expect(await face.result({ failure: null, sentence: "Left." }, ending, false)).toEqual({
        failure,
        sentence,
      });
      input.end();
    },
  );
});
