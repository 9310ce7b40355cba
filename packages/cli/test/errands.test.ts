import type { RoomCommand } from "@tacet/client";
import { describe, expect, it } from "vitest";
import { createTransfers } from "../src/chat/transfers.ts";
import { createErrand } from "../src/errand/errand.ts";
import { createFailures } from "../src/errand/failures.ts";
import { createReceiving } from "../src/errand/receive.ts";
import type { Folder } from "../src/files/folder.ts";
import type { FileEvent } from "../src/say/files.ts";

const file = (id: string, state: string, from = "other"): FileEvent =>
  ({
    event: "file",
    id,
    key: null,
    from,
    name: `${id}.txt`,
    type: "",
    size: 5,
    state,
    bytes: 0,
    reason: state === "failed" ? "ended" : null,
    blob: null,
  }) as FileEvent;

const FOLDER: Folder = {
  post: () => undefined,
  place: () => null,
  settled: () => Promise.resolve(),
  abandon: () => Promise.resolve(),
};

describe("receiving", () => {
  it("ends by the agreed mark on the file that was whole last, and by no other reaction", () => {
    const asked: RoomCommand[] = [];
    const door = { command: (command: RoomCommand) => void asked.push(command), sunk: () => undefined };
    const errand = createErrand(door, { write: () => true }, false, () => () => undefined);
    const face = createReceiving(errand, () => undefined, FOLDER);
    const mark = (id: string, emoji = "✅"): void =>
      face.take({ event: "reaction", id, key: null, from: "other", emoji, state: null });
    mark("a text");
    mark("");
    face.take(file("one", "offered"));
    face.take(file("one", "done"));
    face.take(file("two", "offered"));
    face.take(file("two", "done"));
    mark("one");
    mark("two", "👍");
    mark("a text");
    expect(errand.settled()).toBeNull();
    mark("two");
    expect(errand.settled()).toMatchObject({ failure: null });
    expect(asked.at(-1)).toEqual({ do: "leave" });
  });
});

describe("lists of what happened", () => {
  it("name twenty failures and count the others", () => {
    const failures = createFailures();
    expect(failures.end()).toBeNull();
    for (let at = 0; at < 100; at++) failures.add(`file-${at}`, "declined");
    const { failure, sentence = "" } = failures.end() ?? {};
    expect(failure).toBe("failed");
    expect(sentence).toContain("file-19: declined");
    expect(sentence).not.toContain("file-20");
    expect(sentence).toMatch(/and 80 more\.$/);
  });

  it("forget the oldest files that are over, never an open one, and count on", () => {
    const transfers = createTransfers(true);
    const open = file("open", "offered");
    transfers.tell(open, null);
    for (let at = 0; at < 300; at++) transfers.tell(file(`over-${at}`, "done"), null);
    expect(transfers.answer("accept", "1")).toMatchObject({ id: "open" });
    expect(transfers.tell(file("newest", "offered"), null)).toContain("File 302:");
    // One that is over and forgotten is not a new one.
    expect(transfers.tell(file("over-0", "done"), null)).toBeNull();
    expect([transfers.number("over-0"), transfers.number("newest")]).toEqual([null, 302]);
    expect(transfers.tell(file("next", "offered"), null)).toContain("File 303:");
    expect(transfers.tell(file("over-299", "done"), null)).toBeNull();
  });
});
