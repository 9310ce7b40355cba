import { expect, test } from "vitest";
import { type Camera, type CameraFault, Scanner } from "../src/scan/scanner.ts";
import { text } from "../src/text/scan-text.ts";

const LINK = `https://here/rooms/${"A".repeat(22)}#1${"k".repeat(43)}`;

/** A camera that sees what it is told to, and a clock that is moved by hand. */
function stage(answer: CameraFault | null = null) {
  const waiting: (() => void)[] = [];
  const entered: string[] = [];
  const log: string[] = [];
  const stopped: (() => void)[] = [];
  let seen: string | null = null;
  let fault: string | null = null;
  let grant = (): void => undefined;
  const camera: Camera = {
    read: () => Promise.resolve(seen),
    close: () => log.push("closed"),
    onStopped: (report) => stopped.push(report),
  };
  const scanner = new Scanner({
    openCamera: () =>
      new Promise((resolve) => {
        log.push("asked");
        grant = () => {
          resolve(answer ?? camera);
        };
      }),
    after: (_ms, run) => {
      waiting.push(run);
      return () => waiting.splice(waiting.indexOf(run), 1);
    },
    enter: (entry) => {
      entered.push(entry);
      const said = fault;
      return Promise.resolve(said === null ? null : () => said);
    },
  });
  void scanner.start();
  return {
    scanner,
    entered,
    log,
    waiting,
    grant: async () => {
      grant();
      await turns();
    },
    sees: async (found: string | null, says: string | null = null) => {
      seen = found;
      fault = says;
      for (const run of waiting.splice(0)) run();
      await turns();
    },
    stops: () => {
      for (const report of stopped) report();
    },
  };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

test("a room's code is entered once, as if pasted, and the camera is closed at once", async () => {
  const { scanner, entered, log, waiting, grant, sees } = stage();
  expect(scanner.state.value).toBe("asking");
  await grant();
  expect([scanner.state.value, log]).toEqual(["looking", ["asked"]]);
  await sees(null);
  await sees(LINK);
  expect([entered, log]).toEqual([[LINK], ["asked", "closed"]]);
  expect(waiting).toEqual([]);
});

test("another code is said once to be none of a room's, and the looking goes on", async () => {
  const { scanner, entered, log, grant, sees } = stage();
  await grant();
  await sees("https://elsewhere.example/", "not one");
  expect(scanner.fault.value?.()).toBe(text.other);
  await sees("https://elsewhere.example/", "not one");
  expect(entered).toHaveLength(1);
  // Of a room's code that cannot be used it is said why.
  await sees(LINK, "This room is on another relay.");
  expect(scanner.fault.value?.()).toBe("This room is on another relay.");
  await sees(`${LINK}x`);
  expect([entered.length, log]).toEqual([3, ["asked", "closed"]]);
});

test("words in a code are not entered: they would join by themselves", async () => {
  const { scanner, entered, grant, sees } = stage();
  await grant();
  await sees("amber fox seven rain");
  expect([entered, scanner.fault.value?.()]).toEqual([[], text.other]);
});

test("whoever closes the dialog before the camera is granted leaves none open", async () => {
  const { scanner, log, grant, waiting } = stage();
  scanner.stop();
  await grant();
  expect([log, waiting]).toEqual([["asked", "closed"], []]);
});

test("without a camera it says why, and can try again", async () => {
  for (const fault of ["denied", "none", "busy"] as const) {
    const { scanner, log, grant } = stage(fault);
    await grant();
    expect(scanner.state.value).toBe(fault);
    void scanner.start();
    expect([scanner.state.value, log]).toEqual(["asking", ["asked", "asked"]]);
  }
});

test("a camera that stops by itself is told, and nothing more is read", async () => {
  const { scanner, log, grant, stops, waiting } = stage();
  await grant();
  stops();
  expect([scanner.state.value, log, waiting]).toEqual(["stopped", ["asked", "closed"], []]);
});
