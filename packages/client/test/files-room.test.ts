import { KIND, base64url, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import { encodePass } from "@tacet/wire";
import { describe, expect, it } from "vitest";
import type { FilesInput } from "../src/files/state.ts";
import { Script } from "./harness/script.ts";

/** Where a room meets its files: the machines of files stand apart, and a test speaks for them (spec/files.md 5). */
const source = new Blob(["x"]);
const FILE = { do: "file", key: "k", name: "a", type: "", source } as const;

function inputs(script: Script): FilesInput[] {
  return script.look().flatMap((effect) => (effect.to === "files" ? [effect.input] : []));
}

/** A piece's block, as far as a room looks at it. */
const piece = (): Uint8Array => new Uint8Array(65_535).fill(4, 0, 1);

const fileContent = (order: number, kind: number, id = 9): Content => ({
  kind,
  order,
  id: new Uint8Array(16).fill(id),
  body: new Uint8Array(0),
});

const acksOf = ({ room }: Script): { signal: number; talk: number } => ({
  signal: room.signal.acknowledged + room.signal.pending.length,
  talk: room.talk.acknowledged + room.talk.pending.length,
});

describe("a room and its files", () => {
  it("refuses a file before there is a session, and after the end", () => {
    const script = new Script();
    script.command(FILE);
    expect(script.events()).toEqual([{ event: "refused", key: "k", reason: "no-room" }]);
    script.create();
    script.command(FILE).command({ do: "accept", id: "x", save: "memory" });
    expect(script.events()).toContainEqual({ event: "refused", key: "k", reason: "not-yet" });
    script.command({ do: "leave" });
    script.look();
    script.command(FILE);
    expect(script.events()).toEqual([{ event: "refused", key: "k", reason: "no-room" }]);
  });

  it("tells the face how long a file may be, and loads nothing for a piece that nobody offered", () => {
    const script = new Script().create("present").established().secured();
    const limits = script.events().filter((event) => event.event === "files");
    expect(limits).toEqual([{ event: "files", open: true, bytesMax: 2 ** 40 }]);
    const dropped = script.room.unopenedBlocks;
    script.peer({ on: "files", generation: 1, did: "received", bytes: encodePass(piece()) });
    script.bytes(encodePass(piece()));
    expect([inputs(script), script.room.unopenedBlocks]).toEqual([[], dropped + 2]);
    // Nothing but pieces flows on their channel, in any room.
    script.command(FILE);
    const others = [new Uint8Array(0), encodePass(new Uint8Array(255).fill(2)), piece()];
    for (const bytes of others) script.peer({ on: "files", generation: 1, did: "received", bytes });
    expect(inputs(script).map(({ on }) => on)).toEqual(["path", "command"]);
    expect(script.room.unopenedBlocks).toBe(dropped + 5);
  });

  it("tells the face of no limit beyond what any file may have", () => {
    const script = new Script().create("present").established().secured();
    const { policy } = script.room;
    const own = { ...policy.own, directFileBytesMax: 2 ** 50 };
    script.room = {
      ...script.room,
      policy: { ...policy, own },
      files: { ...script.room.files, bytesMax: 1 },
    };
    script.look();
    script.wait(0).input({ from: "clock" });
    const limits = script.events().filter((event) => event.event === "files");
    expect(limits).toEqual([{ event: "files", open: true, bytesMax: 2 ** 40 }]);
  });

  it("holds pieces back while it is asked whether the other page lives", () => {
    const script = new Script().create("present").established().secured();
    script.peer({ on: "files", generation: 1, did: "opened" }).command(FILE);
    const busy = (): boolean | undefined => script.room.files.told?.busy;
    script.sealAll();
    script.frame(script.directRoute(), { kind: KIND.heartbeat }, { acks: acksOf(script) });
    expect(busy()).toBe(false);
    script.relay({ kind: "presence", other: "going" });
    script.sealAll();
    expect(busy()).toBe(true);
    script.relay({ kind: "presence", other: "present" });
    script.sealAll();
    expect(busy()).toBe(false);
  });

  it("tells the path first, then whatever concerns files, and takes each offer for a message", () => {
    const script = new Script().create("present").established().secured();
    script.peer({ on: "files", generation: 1, did: "opened" });
    script.look();
    script.frame(script.directRoute(), fileContent(1, KIND.fileOffer));
    script.frame(script.directRoute(), fileContent(2, KIND.fileOffer));
    script.frame(script.directRoute(), fileContent(3, KIND.fileCancel));
    const told = inputs(script);
    const route = { path: "direct", number: 1 };
    expect(told[0]).toMatchObject({
      on: "path",
      path: { route, limits: { direct: 0, relayed: 16_777_216 } },
    });
    expect(
      told.slice(1).map((input) => (input.on === "content" ? [input.kind, input.known] : input.on)),
    ).toEqual([
      [KIND.fileOffer, false],
      [KIND.fileOffer, true],
      [KIND.fileCancel, false],
    ]);
    const id = base64url.encode(new Uint8Array(16).fill(9));
    script
      .command({ do: "edit", id, text: "t", key: "e" })
      .command({ do: "react", id, emoji: "👍", key: "r" });
    expect(script.events().map((event) => event.event)).toEqual(["refused", "reaction"]);
    const body = bodies.delete.encode(new Uint8Array(16).fill(9));
    script.frame(script.directRoute(), { ...fileContent(4, KIND.delete, 1), body });
    expect(script.events()).toEqual([]);
  });

  it("gives pieces to the channel of the present path alone, and talk goes on beside them", () => {
    const script = new Script().create("present").established().secured();
    script.peer({ on: "files", generation: 1, did: "opened" }).command(FILE);
    const send = (number: number): Script =>
      script.input({
        from: "files",
        says: { do: "piece", route: { path: "direct", number }, lane: 0, block: piece() },
      });
    script.look();
    send(1);
    send(2);
    const sent = script.look().flatMap((effect) => (effect.to === "peer" ? [effect.command.do] : []));
    expect(sent).toEqual(["send-piece"]);
    script.peer({ on: "files", generation: 1, did: "received", bytes: encodePass(piece()) });
    const { waiting } = script.room.intake;
    script.input({ from: "files", says: { do: "judged", path: "direct", opened: false, counts: true } });
    expect(script.room.intake.waiting.direct).toBe(waiting.direct - 1);
  });

  it("ends files before it tells of its end", () => {
    const script = new Script().create("present").established().secured().command(FILE);
    script.look();
    script.command({ do: "burn" });
    const order = script.look().flatMap((effect) => {
      if (effect.to === "files") return [effect.input.on];
      return effect.to === "face" && effect.event.event === "end" ? ["the end"] : [];
    });
    expect(order).toEqual(["end", "the end"]);
  });
});
