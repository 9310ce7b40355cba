import { effect } from "@preact/signals";
import { afterEach, expect, test, vi } from "vitest";
import { canRun, formatBytes, formatSeconds } from "../src/files/format.ts";
import { type Hold, type HoldEvent, stepHold } from "../src/files/hold.ts";
import { Pace } from "../src/files/pace.ts";
import { lookAt } from "../src/files/picked.ts";
import { redraw } from "../src/files/redraw.ts";
import { Files } from "../src/files/room-files.ts";
import { KEPT_BYTES_MAX, type SaveHandle, Sinks } from "../src/files/sinks.ts";
import { namesOf, PICKED_MAX, sentOf, Tray } from "../src/files/tray.ts";
import { Transfers } from "../src/files/transfer.ts";
import { FilesSlot } from "../src/model/files-slot.ts";
import type { FileEvent, RoomFiles, SinkEvent } from "../src/model/room-files.ts";
import * as make from "./picture-makers.ts";

const EVENT: FileEvent = {
  event: "file",
  id: "a",
  key: null,
  from: "other",
  name: "a.bin",
  type: "",
  size: 1000,
  state: "offered",
  bytes: 0,
  reason: null,
  blob: null,
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test("lengths and times are said with few digits and their unit", () => {
  expect([0, 1, 999, 1000, 5_242_880, 99_940_000, 640_000_000, 2 ** 40].map(formatBytes)).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1 kB",
    "5.2 MB",
    "99.9 MB",
    "640 MB",
    "1.1 TB",
  ]);
  expect([0, 59.4, 61, 3_600].map(formatSeconds)).toEqual(["0:00", "0:59", "1:01", "1:00:00"]);
});

test("what can run is known by its last ending, in any case of letters", () => {
  for (const name of ["a.exe", "invoice.pdf.EXE", "b.lnk", "c.scr", "d.tar.sh"])
    expect(canRun(name), name).toBe(true);
  const more =
    "html htm xhtml shtml mht mhtml svg svgz msc rdp appref-ms vb wsc sct pyw pyz iqy slk themepack diagcab msu mst xlsb xltm xla potm ppsm sldm accde mde scpt scptd applescript webloc inetloc fileloc crx xpi flatpakref snap";
  for (const ending of more.split(" ")) expect(canRun(`a.${ending}`), ending).toBe(true);
  for (const name of ["a.pdf", "exe", "exe.txt", "b.jpg"]) expect(canRun(name), name).toBe(false);
});

test("speed is that of the last seconds, and unknown before there are some", () => {
  const pace = new Pace();
  pace.note(0, 0);
  pace.note(400, 400);
  expect([pace.bytesASecond, pace.secondsFor(100)]).toEqual([null, null]);
  pace.note(1_000, 2_000);
  expect([pace.bytesASecond, pace.secondsFor(4_000)]).toEqual([2_000, 2]);
  for (let atMs = 2_000; atMs <= 6_000; atMs += 1_000) pace.note(atMs, 2_000);
  expect([pace.bytesASecond, pace.secondsFor(1)]).toEqual([0, null]);
});

function played(...events: readonly HoldEvent[]): readonly (string | null)[] {
  let hold: Hold = { at: "resting" };
  return events.map((event) => {
    const step = stepHold(hold, event);
    ({ hold } = step);
    return step.does;
  });
}

test("held down it records until let go; a short press, or one by the keyboard, until the next", () => {
  const down = (atMs: number): HoldEvent => ({ on: "down", atMs });
  const up = (atMs: number): HoldEvent => ({ on: "up", atMs });
  expect(played(down(0), up(2_000))).toEqual(["start", "stop"]);
  expect(played(down(0), up(100), down(5_000), up(5_050))).toEqual(["start", null, "stop", null]);
  expect(played({ on: "press" }, { on: "press" })).toEqual(["start", "stop"]);
  expect(played(down(0), { on: "cancel", atMs: 3_000 }, { on: "press" })).toEqual(["start", null, "stop"]);
  expect(played(down(0), { on: "ended" }, up(9_000), { on: "press" })).toEqual([
    "start",
    null,
    null,
    "start",
  ]);
});

function sinks(kept = 0) {
  const told: SinkEvent[] = [];
  const gathered: Blob[] = [];
  const made = new Sinks({
    tell: (event) => told.push(event),
    gathered: (_id, blob) => gathered.push(blob),
    keptBesides: () => kept,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  return { made, told, gathered, settle, ons: () => told.map(({ on }) => on) };
}

function disk(fails: "write" | "none" = "none", ownBytes = 0) {
  let opened = false;
  const done: string[] = [];
  const handle: SaveHandle = {
    createWritable: () => {
      opened = true;
      return Promise.resolve({
        write: (bytes) =>
          fails === "write"
            ? Promise.reject(new Error("full"))
            : Promise.resolve(void done.push(`write ${bytes.length}`)),
        close: () => Promise.resolve(void done.push("close")),
        abort: () => Promise.resolve(void done.push("abort")),
      });
    },
    getFile: () => Promise.resolve({ size: opened ? 0 : ownBytes }),
    remove: () => Promise.resolve(void done.push("remove")),
  };
  return { handle, done };
}

const open = { do: "open", id: "a", name: "a", type: "", size: 3 } as const;
const write = (length: number) => ({ do: "write", id: "a", bytes: new Uint8Array(length) }) as const;

test("bytes gathered in memory come out whole, and only with the end", async () => {
  const { made, gathered, settle, ons } = sinks();
  made.prepare("a", null);
  for (const command of [open, write(2), write(1)]) made.take(command);
  await settle();
  expect([ons(), gathered]).toEqual([["opened", "written", "written"], []]);
  made.take({ do: "close", id: "a" });
  await settle();
  expect([ons().at(-1), gathered[0]?.size, gathered[0]?.type]).toEqual([
    "closed",
    3,
    "application/octet-stream",
  ]);
});

test("memory has its end, what nobody prepared fails, and an abort leaves nothing", async () => {
  const full = sinks(KEPT_BYTES_MAX - 1);
  full.made.prepare("a", null);
  for (const command of [open, write(1), write(1)]) full.made.take(command);
  await full.settle();
  expect(full.ons()).toEqual(["opened", "written", "failed"]);
  const none = sinks();
  none.made.take(open);
  none.made.take({ do: "abort", id: "a" });
  await none.settle();
  expect(none.ons()).toEqual(["failed"]);
});

test("on the disk: in order, closed at the end; what fails or is aborted is taken away again", async () => {
  const good = disk();
  const one = sinks();
  one.made.prepare("a", good.handle);
  for (const command of [open, write(3), { do: "close", id: "a" } as const]) one.made.take(command);
  await one.settle();
  expect([one.ons(), good.done]).toEqual([
    ["opened", "written", "closed"],
    ["write 3", "close"],
  ]);
  const bad = disk("write");
  const two = sinks();
  two.made.prepare("a", bad.handle);
  for (const command of [open, write(3)]) two.made.take(command);
  await two.settle();
  expect([two.ons(), bad.done]).toEqual([
    ["opened", "failed"],
    ["abort", "remove"],
  ]);
  const left = disk();
  const three = sinks();
  three.made.prepare("a", left.handle);
  three.made.take(open);
  three.made.clear();
  await three.settle();
  expect(left.done).toEqual(["abort", "remove"]);
});

test("on the disk: what the person had there before is never taken away", async () => {
  const own = disk("write", 5);
  const one = sinks();
  one.made.prepare("a", own.handle);
  for (const command of [open, write(3)]) one.made.take(command);
  await one.settle();
  expect([one.ons(), own.done]).toEqual([["opened", "failed"], ["abort"]]);
});

function room() {
  const commands: string[] = [];
  const files = new Files({
    command: (command) => commands.push(command.do),
    sunk: () => undefined,
    saved: () => commands.push("saved"),
  });
  vi.stubGlobal("removeEventListener", () => undefined);
  vi.stubGlobal("document", { ariaNotify: () => undefined });
  return { files, commands };
}

test.each(["room", "offer", "none"] as const)(
  "a place that is chosen when it is no longer needed is left without an empty file: over is the %s",
  async (over) => {
    const { files, commands } = room();
    const { handle, done } = disk();
    let choose: (handle: SaveHandle) => void = () => undefined;
    vi.stubGlobal("showSaveFilePicker", () => new Promise<SaveHandle>((resolve) => (choose = resolve)));
    const offer = { ...EVENT, size: 2 ** 30 };
    files.take(offer);
    const transfer = files.transfers.find("a");
    if (transfer === undefined) throw new Error("It was offered.");
    const accepted = files.accept(transfer);
    if (over === "room") files.clear();
    if (over === "offer") files.take({ ...offer, state: "cancelled", reason: "cancelled" });
    choose(handle);
    await accepted;
    expect([done, commands]).toEqual(over === "none" ? [[], ["accept"]] : [["remove"], []]);
  },
);

test("what was given to the browser to save stays, and can be saved again", () => {
  const { files } = room();
  const blob = new Blob([new Uint8Array(33 * 1024 * 1024)]);
  files.take({ ...EVENT, size: blob.size, state: "done", blob });
  const given: Blob[] = [];
  files.addresses.download = (one) => given.push(one);
  for (let press = 1; press <= 2; press += 1) {
    const transfer = files.transfers.find("a");
    if (transfer === undefined) throw new Error("It has arrived.");
    files.save(transfer);
  }
  expect(given).toEqual([blob, blob]);
});

const file = (name: string, bytes: make.Bytes, type = ""): File => new File([bytes], name, { type });
const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

test("a picture is cleaned by what it is, whatever it is called; others wait for a word", async () => {
  const secret = make.jpeg(make.segment(0xe1, make.exif(1)));
  const look = await lookAt(file("letter.txt", secret, "text/plain"));
  expect(look.kind === "clean" && (await bytesOf(look.blob))).toEqual(make.jpeg());
  expect(await lookAt(file("a.txt", make.ascii("hello")))).toEqual({ kind: "file" });
  expect(await lookAt(file("a.heic", make.ascii("hello")))).toEqual({ kind: "uncleanable", why: "other" });
  expect(await lookAt(file("a.jpg", secret.slice(0, 60)))).toEqual({ kind: "uncleanable", why: "broken" });
});

test("where nothing can be drawn anew, how a picture is turned stays, and nothing else", async () => {
  const look = await lookAt(file("a.jpg", make.jpeg(make.segment(0xe1, make.exif(6)))));
  if (look.kind !== "clean") throw new Error("It is a picture.");
  const bytes = Buffer.from(await bytesOf(look.blob));
  expect(look.turned).toBe(false);
  expect(bytes.includes(make.SECRET)).toBe(false);
  expect(bytes.length).toBe(make.jpeg().length + 36);
});

test("the tray hands out what is decided, and holds back the whole while one is not", async () => {
  const tray = new Tray();
  const secret = make.png(make.chunk("tEXt", make.ascii(make.SECRET)));
  await tray.add([file("a.png", secret), file("b.heic", make.ascii("x"))]);
  expect(tray.takeAll()).toBeNull();
  expect(tray.note.value?.()).toContain("Send original");
  const [first, second] = tray.picked;
  if (first === undefined || second === undefined) throw new Error("Two were added.");
  expect(await bytesOf(sentOf(first))).toEqual(make.png());
  tray.choose(first.key, true);
  tray.choose(second.key, true);
  const taken = tray.takeAll();
  expect(taken?.map((it) => sentOf(it).size)).toEqual([secret.length, 1]);
  expect(tray.waits.value).toBe(false);
});

test("a file that cannot be looked at waits for a word, whatever it may be", async () => {
  const unread = file("a.jpg", make.jpeg(make.segment(0xe1, make.exif(1))));
  const broken = new Blob();
  broken.arrayBuffer = () => Promise.reject(new Error("locked"));
  unread.slice = () => broken;
  const tray = new Tray();
  await tray.add([unread]);
  expect(tray.picked[0]?.look).toEqual({ kind: "uncleanable", why: "unread" });
  expect(tray.takeAll()).toBeNull();
});

test("drawing anew answers nothing where it fails, and never throws", async () => {
  const torn = new Blob();
  torn.arrayBuffer = () => Promise.reject(new Error("gone"));
  expect(await redraw(torn)).toBeNull();
});

test("a cleaned picture goes under a plain name, which the tray shows; an original and any other file keep theirs", async () => {
  const named: string[] = [];
  const files = new Files({
    command: (command) => {
      if (command.do === "file") named.push(command.name);
    },
    sunk: () => undefined,
    saved: () => undefined,
  });
  files.open.value = true;
  vi.stubGlobal("document", { querySelector: () => null });
  const { tray } = files;
  await tray.add([
    file("PXL_20261121_101112.jpg", make.jpeg()),
    file("notes.txt", make.ascii("x")),
    file("Screenshot_20261121.png", make.png()),
    file("IMG_1.jpg", make.jpeg()),
  ]);
  tray.choose(tray.picked.at(-1)?.key ?? "", true);
  const names = ["picture.jpg", "notes.txt", "picture-2.png", "IMG_1.jpg"];
  expect([...namesOf(tray.picked).values()]).toEqual(names);
  expect(files.send()).toBe(true);
  expect(named).toEqual(names);
});

test("no more wait than can be open at a time, and the rest is named", async () => {
  const tray = new Tray();
  await tray.add(Array.from({ length: PICKED_MAX + 1 }, (_, at) => file(`${at}.txt`, make.ascii("x"))));
  expect([tray.picked.length, tray.note.value !== null]).toEqual([PICKED_MAX, true]);
});

test("a transfer keeps its bytes and its place through what is told of it; memory is counted once", () => {
  const transfers = new Transfers();
  expect(transfers.take(EVENT, 0).turned).toBe(true);
  transfers.change("a", { place: "memory" });
  expect([transfers.keptBesides("b"), transfers.keptBesides("a")]).toEqual([1000, 0]);
  transfers.take({ ...EVENT, state: "moving", bytes: 0 }, 0);
  const { transfer, turned } = transfers.take({ ...EVENT, state: "moving", bytes: 500 }, 1_000);
  expect([turned, transfer.bytesASecond, transfer.secondsLeft, transfers.moves]).toEqual([
    false,
    500,
    1,
    true,
  ]);
  const blob = new Blob(["x"]);
  transfers.take({ ...EVENT, state: "done", bytes: 1000, blob }, 2_000);
  expect([transfers.find("a")?.blob, transfers.keptBesides("b"), transfers.moves]).toEqual([
    blob,
    1000,
    false,
  ]);
  transfers.change("a", { blob: null });
  expect(transfers.keptBesides("b")).toBe(0);
  transfers.take({ ...EVENT, id: "c", state: "failed", reason: "stalled" }, 0);
  transfers.take({ ...EVENT, id: "d", state: "done", blob }, 0);
  const seen: (Blob | null | undefined)[] = [];
  const stop = effect(() => {
    const last = transfers.find("d");
    seen.push(last?.blob, last?.event.blob);
  });
  transfers.clear();
  stop();
  expect(seen).toEqual([blob, blob, null, null]);
  expect(transfers.find("a")).toBeUndefined();
});

test("what was told of files before their part came is told to it once, the last word of each; a part that does not come is asked for again", async () => {
  const told: string[] = [];
  const nothing = (): null => null;
  const part: RoomFiles = {
    take: ({ id, state }) => told.push(`${id} ${state}`),
    allow: (open) => told.push(`open ${String(open)}`),
    refused: () => undefined,
    sink: () => undefined,
    send: () => true,
    waits: new Tray().waits,
    clear: () => told.push("clear"),
    Attach: nothing,
    Record: nothing,
    Tray: nothing,
    Transfer: nothing,
  };
  let asked = 0;
  const load = () => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error("no network")) : Promise.resolve(() => part);
  };
  const slot = new FilesSlot(load, { command: () => undefined, sunk: () => undefined });
  slot.allow(true);
  // Joining goes before: nothing is fetched until the room is secure.
  expect(asked).toBe(0);
  slot.settle();
  expect(asked).toBe(1);
  await Promise.resolve();
  expect(slot.part.value).toBeNull();
  slot.take(EVENT);
  slot.take({ ...EVENT, state: "cancelled", reason: "cancelled" });
  slot.take({ ...EVENT, id: "b" });
  await new Promise((resolve) => setTimeout(resolve));
  expect(told).toEqual(["open true", "a cancelled", "b offered"]);
  slot.clear();
  expect([told.at(-1), slot.part.value]).toEqual(["clear", null]);
});
