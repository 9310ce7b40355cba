import { PassThrough } from "node:stream";
import type { RoomCommand, RoomEvent } from "@tacet/client";
import { describe, expect, it } from "vitest";
import { createPlainChat } from "../src/chat/plain-chat.ts";
import type { End } from "../src/say/ends.ts";
import { ABLE, testShell } from "./test-shell.ts";

interface Stage {
  readonly input: PassThrough;
  readonly asked: RoomCommand[];
  said(): string;
  /** The room takes a text, and the other side confirms it where `arrives`. */
  take(key: string, arrives: boolean): void;
  hear(event: object): void;
  end(ending?: object): Promise<End>;
}

const LEFT: End = { failure: null, sentence: "The other person left." };

function stage(output: { isTTY?: boolean; columns?: number } = {}, typed: { isTTY?: boolean } = {}): Stage {
  const input = Object.assign(new PassThrough(), typed);
  const asked: RoomCommand[] = [];
  const parts: string[] = [];
  const out = Object.assign(new PassThrough(), output);
  out.on("data", (part: Buffer) => parts.push(part.toString("utf8")));
  const shell = testShell({ input, output: out, terminal: ABLE });
  const door = { command: (command: RoomCommand) => void asked.push(command), sunk: () => undefined };
  const face = createPlainChat(shell, door, ".");
  const hear = (event: object): void => face.take(event as RoomEvent);
  return {
    input,
    asked,
    said: () => parts.join(""),
    hear,
    take: (key, arrives) => {
      hear({ event: "message", id: `id-${key}`, key, from: "self", text: "" });
      if (arrives) hear({ event: "receipt", id: `id-${key}`, state: "delivered" });
    },
    end: (ending = { undelivered: 0, unopenedBlocks: 0 }) =>
      face.result(LEFT, { reason: "left-there", ...ending } as never, false),
  };
}

const texts = ({ asked }: Stage): number => asked.filter((command) => command.do === "message").length;
const came = (one: Stage, count: number): Promise<void> => expect.poll(() => texts(one)).toBe(count);

describe("a chat that a pipe talks in", () => {
  it("is done when all of its texts have arrived, and has failed where one has not, though the other side left before its end", async () => {
    const one = stage();
    one.input.write("first\nsecond\n");
    await came(one, 2);
    one.take("text-1", true);
    one.take("text-2", false);
    const { failure, sentence } = await one.end();
    expect([failure, sentence]).toEqual(["failed", "1 of the texts did not arrive. The other person left."]);
    one.hear({ event: "receipt", id: "id-text-2", state: "delivered" });
    expect(await one.end()).toMatchObject({ failure: null });
  });

  it("has failed where its input broke off, and where a line was too long to be a text", async () => {
    const broken = stage();
    broken.input.write("first\n");
    await came(broken, 1);
    broken.take("text-1", true);
    broken.input.destroy(new Error("gone"));
    await expect.poll(() => broken.asked.at(-1)?.do).toBe("leave");
    expect(await broken.end()).toMatchObject({ failure: "failed" });
    const long = stage();
    long.input.end(`${"x".repeat(50_000)}\n`);
    await expect.poll(() => long.said()).toContain("too long");
    expect(await long.end()).toMatchObject({ failure: "failed" });
  });

  it("is read no faster than its texts arrive", async () => {
    const one = stage();
    one.input.end("a text\n".repeat(500));
    await came(one, 200);
    one.take("text-1", true);
    await came(one, 201);
    for (let at = 2; at <= 500; at++) {
      await expect.poll(() => texts(one), { interval: 1 }).toBeGreaterThanOrEqual(at);
      one.take(`text-${at}`, true);
    }
    expect(one.asked.at(-1)).toEqual({ do: "leave" });
    expect(await one.end()).toMatchObject({ failure: null });
  });

  it("says how many blocks did not open, which is no failure", async () => {
    const { failure, sentence } = await stage().end({ undelivered: 0, unopenedBlocks: 1 });
    expect([failure, sentence]).toEqual([null, "1 block that arrived did not open. The other person left."]);
  });

  it("breaks lines for the terminal it is shown on, so that none of another's can look like its own", () => {
    const one = stage({ isTTY: true, columns: 40 });
    one.hear({ event: "message", id: "a", key: null, from: "other", text: "x".repeat(60), replyTo: null });
    const lines = one.said().trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^ {7}x+$/);
  });
});

describe("a chat that a keyboard talks in, shown elsewhere than on a terminal", () => {
  it("takes commands, and never sends them as texts", async () => {
    const one = stage({}, { isTTY: true });
    one.input.write("hello\n/burn\n");
    await expect.poll(() => one.asked.map((command) => command.do)).toContain("burn");
    expect(texts(one)).toBe(1);
  });

  it("has failed where a text did not arrive, and says how many", async () => {
    const one = stage({}, { isTTY: true });
    const { failure, sentence } = await one.end({ undelivered: 2, unopenedBlocks: 0 });
    expect(failure).toBe("failed");
    expect(sentence).toBe("2 of your messages were not confirmed as received. The other person left.");
  });
});

describe("a chat line by line in a terminal", () => {
  it("takes pasted lines as texts, and a command that is finished by a paste as one", async () => {
    const one = stage({ isTTY: true, columns: 80 }, { isTTY: true });
    expect(one.said()).toContain("\u001b[?2004h");
    one.input.write("\u001b[200~/burn\r//x\r\u001b[201~/name \u001b[200~Ada\r\u001b[201~/leave\r");
    await expect.poll(() => one.asked).toContainEqual({ do: "leave" });
    expect(one.asked.filter(({ do: does }) => does !== "typing")).toEqual([
      { do: "message", text: "/burn", key: "text-1" },
      { do: "message", text: "//x", key: "text-2" },
      { do: "name", name: "Ada" },
      { do: "leave" },
    ]);
    await one.end();
    expect(one.said()).toContain("\u001b[?2004l");
  });
});
