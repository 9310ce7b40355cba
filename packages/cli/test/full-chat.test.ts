import { PassThrough } from "node:stream";
import type { RoomCommand, RoomEvent } from "@tacet/client";
import { describe, expect, it } from "vitest";
import { createClosing } from "../src/full/closing.ts";
import { createFullChat } from "../src/full/full-chat.ts";
import type { End } from "../src/say/ends.ts";
import { ABLE, testShell } from "./test-shell.ts";

interface Seat {
  readonly asked: RoomCommand[];
  readonly output: PassThrough & { columns: number; rows: number };
  type(keys: string): void;
  /** All that the terminal was told. */
  shown(): string;
  hear(event: object): void;
  end(ending: object): Promise<End>;
}

const LEFT: End = { failure: null, sentence: "The other person left." };
const OWN_SCREEN = "\u001b[?1049l";

function sit(): Seat {
  const parts: string[] = [];
  const asked: RoomCommand[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => 0 });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 160, rows: 24 });
  output.on("data", (part: Buffer) => parts.push(part.toString("utf8")));
  const endings: (() => void)[] = [];
  const shell = testShell({ input, output, terminal: ABLE, atEnd: (run) => void endings.push(run) });
  const door = { command: (command: RoomCommand) => void asked.push(command), sunk: () => undefined };
  const face = createFullChat(shell, door, ".");
  return {
    asked,
    output,
    type: (keys) => void input.write(keys),
    shown: () => parts.join(""),
    hear: (event) => face.take(event as RoomEvent),
    end: (ending) => face.result(LEFT, ending as never, false),
  };
}

const ENDING = { reason: "left-there", met: true, undelivered: 1, unopenedBlocks: 0 };

describe("a chat on the whole screen", () => {
  it("stays until somebody closes it where the other side ended the room, and says what did not arrive", async () => {
    const ada = sit();
    ada.hear({ event: "message", id: "1", key: null, from: "other", text: "goodbye", replyTo: null });
    const ended = ada.end(ENDING);
    await expect.poll(() => ada.shown()).toContain("closes this");
    expect(ada.shown()).toContain("1 of your messages");
    expect(ada.shown()).not.toContain(OWN_SCREEN);
    ada.type("\r");
    expect(await ended).toMatchObject({ failure: null });
    const after = ada.shown().slice(ada.shown().indexOf(OWN_SCREEN));
    expect(after).toContain("* 1 of your messages was not confirmed as received. The other person left.");
    expect(after).not.toContain("goodbye");
  });

  it("gives a refused text back, with a sentence, where nothing else is being typed", async () => {
    const ada = sit();
    ada.type("hello\r");
    await expect.poll(() => ada.asked).toContainEqual({ do: "message", text: "hello", key: "text-1" });
    const before = ada.shown().length;
    ada.hear({ event: "refused", key: "text-1", reason: "compare" });
    await expect.poll(() => ada.shown().slice(before)).toContain("safety check comes first");
    expect(ada.shown().slice(before)).toContain("> hello");
    ada.type("!\r");
    await expect.poll(() => ada.asked).toContainEqual({ do: "message", text: "hello!", key: "text-2" });
    await ada.end({ ...ENDING, reason: "left-here" });
  });

  it("takes no /match before all that is compared has stood on the screen", async () => {
    const ada = sit();
    ada.output.rows = 8;
    ada.hear({ event: "safety", emoji: [0, 1, 2, 3, 4, 5, 6], words: [0, 1, 2, 3, 4] });
    await expect.poll(() => ada.shown()).toContain("Make the window larger");
    ada.type("/match\r");
    await expect.poll(() => ada.shown()).toContain("First compare");
    expect(ada.asked.some((command) => command.do === "verified")).toBe(false);
    ada.output.rows = 30;
    ada.output.emit("resize");
    await expect.poll(() => ada.shown()).toContain("abandon  ability");
    ada.type("/match\r");
    await expect.poll(() => ada.asked).toContainEqual({ do: "verified", match: true });
    await ada.end({ ...ENDING, reason: "left-here" });
  });

  it("closes at once where it is this side that left", async () => {
    const ada = sit();
    await ada.end({ ...ENDING, reason: "left-here" });
    expect(ada.shown()).toContain(OWN_SCREEN);
  });

  it("closes by itself after a minute", async () => {
    const timers: { ms: number; run: () => void }[] = [];
    const closing = createClosing((ms, run) => {
      timers.push({ ms, run });
      return () => undefined;
    });
    const closed = closing.until();
    expect(closing.waits()).toBe(true);
    expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
    timers[0]?.run();
    await closed;
    expect(closing.waits()).toBe(false);
  });
});
