import type { SocketCommand } from "@tacet/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openRoomLink } from "../src/link/room-link.ts";
import type { FromWorker, ToWorker } from "../src/worker/letters.ts";
import { ending } from "./ending.ts";

/** The worker's program, played by hand. */
class PlayedWorker extends EventTarget {
  static last: PlayedWorker;
  readonly heard: ToWorker[] = [];
  terminated = false;
  constructor() {
    super();
    PlayedWorker.last = this;
  }
  postMessage(letter: ToWorker): void {
    this.heard.push(letter);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(letter: FromWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data: letter }));
  }
}

/** A link whose page lets go of it with the room's end, as the app does. */
function linked() {
  const sockets: SocketCommand[] = [];
  let closed = false;
  const link = openRoomLink({
    openOutside: () => ({
      socket: (command) => sockets.push(command),
      peer: () => undefined,
      http: { createRoom: () => new Promise(() => undefined) },
      note: () => undefined,
      speakLast: () => undefined,
      forget: () => undefined,
      close: () => {
        closed = true;
      },
    }),
    event: ({ event }) => {
      if (event === "end") link.close();
    },
    sink: () => undefined,
    broken: () => undefined,
  });
  return { link, worker: PlayedWorker.last, sockets, closed: () => closed };
}

const END: FromWorker = { from: "room", event: { event: "end", ...ending("left-here") } };
const OPEN: FromWorker = { from: "socket", command: { do: "open", connection: 1, url: "wss://here/relay" } };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("Worker", PlayedWorker);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a worker that still leaves its room at the relay is kept, and its paths are", () => {
  const { worker, sockets, closed } = linked();
  worker.say(END);
  vi.advanceTimersByTime(15_000);
  worker.say(OPEN);
  expect([worker.terminated, closed(), sockets.length]).toEqual([false, false, 1]);
  worker.say({ from: "done" });
  vi.advanceTimersByTime(1499);
  expect(worker.terminated).toBe(false);
  vi.advanceTimersByTime(1);
  expect([worker.terminated, closed()]).toEqual([true, true]);
});

test("a worker that never is done is ended after 25 s", () => {
  const { worker } = linked();
  worker.say(END);
  vi.advanceTimersByTime(24_999);
  expect(worker.terminated).toBe(false);
  vi.advanceTimersByTime(1);
  expect(worker.terminated).toBe(true);
});

test("a worker that breaks while it leaves is ended at once, and nobody is told", () => {
  const { worker, closed } = linked();
  worker.say(END);
  worker.dispatchEvent(new Event("error"));
  expect([worker.terminated, closed()]).toEqual([true, false]);
});

test("a worker without a room is given a moment, also when it broke before", () => {
  for (const breaks of [false, true]) {
    const { link, worker } = linked();
    if (breaks) worker.dispatchEvent(new Event("error"));
    link.close();
    vi.advanceTimersByTime(1500);
    expect(worker.terminated).toBe(true);
  }
});
