import type { SocketCommand } from "@tacet/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openRoomLink, type RoomLinkPorts } from "../src/link/room-link.ts";
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
  const told: Parameters<RoomLinkPorts["event"]>[0][] = [];
  let closed = false;
  const link = openRoomLink({
    openOutside: () => ({
      reach: () => undefined,
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
    event: (event) => {
      if (event.event === "end") link.close();
      else told.push(event);
    },
    sink: () => undefined,
    broken: () => undefined,
  });
  return { link, worker: PlayedWorker.last, sockets, told, closed: () => closed };
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

test("a worker that never is done is ended after 105 s, and nobody is taken for told", () => {
  const { worker, told } = linked();
  worker.say({ from: "room", event: { event: "end", ...ending("left-here", { telling: true }) } });
  vi.advanceTimersByTime(104_999);
  expect([worker.terminated, told]).toEqual([false, []]);
  vi.advanceTimersByTime(1);
  const nobody = { event: "told", otherTold: false, relayTold: false, telling: false };
  expect([worker.terminated, told]).toEqual([true, [nobody]]);
});

test("a worker that said what became of the last words is believed", () => {
  const { worker, told } = linked();
  worker.say({ from: "room", event: { event: "end", ...ending("left-here", { telling: true }) } });
  const both: Parameters<RoomLinkPorts["event"]>[0] = {
    event: "told",
    otherTold: true,
    relayTold: true,
    telling: false,
  };
  worker.say({ from: "room", event: both });
  worker.say({ from: "done" });
  vi.advanceTimersByTime(2000);
  expect([worker.terminated, told]).toEqual([true, [both]]);
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
