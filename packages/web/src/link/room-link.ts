import type { HttpPort, RoomCommand, RoomEvent } from "@tacet/client";
import type { GroupFace } from "@tacet/client/group";
import type { QrDrawing } from "../model/qr-path.ts";
import type { SinkCommand, SinkEvent } from "../model/room-files.ts";
import type { Checked, FromWorker, ToWorker } from "../worker/letters.ts";
import { Calls } from "./calls.ts";
import { createLingering } from "./lingering.ts";
import type { Outside } from "./outside.ts";
import { workerUrl } from "./trusted.ts";
import { createWatchdog } from "./watchdog.ts";

/** What the page holds of a room: a way in for commands. Events come out through {@link RoomLinkPorts}. */
export interface RoomLink {
  /** Lets the worker make ready what takes time. A command does so too. `many`: for a room for many, which is said before its first command. */
  prepare(kind?: "prepare" | "many"): void;
  /** Opens the relay's socket for a room that is about to be joined, while the worker still hears of it. Nothing is sent on it before the command. */
  reach(origin: string): void;
  command(command: RoomCommand | GroupFace["command"]): void;
  /** What became of the bytes of a file that were to be saved. */
  readonly sunk: (event: SinkEvent, transfer?: Transferable[]) => void;
  /** Reads an invitation without using it; null when the worker broke before it answered. */
  check(entry: string): Promise<Checked | null>;
  /** Words that begin like this; none where that cannot be told. */
  complete(start: string): Promise<readonly string[]>;
  /** Draws a link as a QR code; null where that cannot be done, since a room goes on without its picture. */
  draw(link: string): Promise<QrDrawing | null>;
  /** Ends the worker and everything in it, as soon as the room has said its last words and is left at the relay. */
  close(): void;
  /** Says the last words at once on every path, closes them and ends the worker: the room breaks off here. */
  abandon(): void;
}

export interface RoomLinkPorts {
  /** Makes the network of a room that begins: there is none before a press. */
  openOutside(post: (letter: ToWorker, transfer?: Transferable[]) => void): Outside;
  event(event: RoomEvent | GroupFace["event"]): void;
  /** Bytes of a file that are to be saved. */
  sink(command: SinkCommand): void;
  /** The worker did not load, died, or hangs: nothing of it can be trusted to go on. Told once. */
  broken(): void;
}

/** Starts the worker. That touches no network but the fetch of its program, so it is done ahead of any press. */
export function openRoomLink(ports: RoomLinkPorts): RoomLink {
  const worker = new Worker(workerUrl(), { type: "module", name: "tacet" });
  const post = (letter: ToWorker, transfer?: Transferable[]): void => {
    worker.postMessage(letter, transfer ?? []);
  };
  let outside: Outside | null = null;
  const reach = (): Outside => (outside ??= ports.openOutside(post));
  const checks = new Calls<Checked | null>();
  const drawings = new Calls<QrDrawing | null>();
  const completions = new Calls<readonly string[]>();
  let [over, telling] = [false, false];
  const lingering = linger(() => {
    worker.terminate();
    outside?.close();
    // A worker that broke, or took too long, says no more what became of the last words.
    if (telling) ports.event({ event: "told", otherTold: false, relayTold: false, telling: false });
  });
  const broken = (): void => {
    lingering.stop();
    if (over) return;
    over = true;
    ports.broken();
    for (const calls of [checks, drawings]) calls.answerAll(null);
    completions.answerAll([]);
  };
  const watchdog = watch(post, broken);

  const take = (letter: FromWorker): void => {
    watchdog.heard();
    if (letter.from === "socket") reach().socket(letter.command);
    else if (letter.from === "peer") reach().peer(letter.command);
    else if (letter.from === "checked") checks.answer(letter.call, letter.result);
    else if (letter.from === "completed") completions.answer(letter.call, letter.words);
    else if (letter.from === "drawn") drawings.answer(letter.call, letter.drawing);
    else if (letter.from === "sink") ports.sink(letter.command);
    else if (letter.from === "done") lingering.done();
    else if (letter.from === "alive") watchdog.prepared(letter.prepared);
    else if (letter.from === "room") {
      for (const each of letter.event.event === "end" ? [watchdog, lingering] : []) each.ended();
      if ("telling" in letter.event) ({ telling } = letter.event);
      outside?.note(letter.event);
      ports.event(letter.event);
    } else void makeRoom(reach().http, letter, post); // It catches what it meets.
  };
  listen(worker, take, broken);

  return {
    prepare: (kind = "prepare") => post({ to: kind }),
    reach: (origin) => reach().reach(origin),
    command: (command) => {
      post({ to: "room", command });
      watchdog.commanded(command.do === "leave" || command.do === "burn");
    },
    sunk: (event, transfer) => post({ to: "sink", event }, transfer),
    check: (entry) => checks.ask((call) => post({ to: "check", call, entry })),
    complete: (start) => completions.ask((call) => post({ to: "complete", call, start })),
    draw: (link) => drawings.ask((call) => post({ to: "draw", call, link })),
    close: () => {
      over = true;
      watchdog.close();
      outside?.forget();
      lingering.release();
    },
    abandon: () => {
      over = true;
      watchdog.close();
      outside?.speakLast();
      outside?.forget();
      outside?.close();
      worker.terminate();
    },
  };
}

async function makeRoom(
  http: HttpPort,
  { call, origin, request }: FromWorker & { from: "http" },
  post: (letter: ToWorker) => void,
): Promise<void> {
  post({ to: "http", call, answer: await http.createRoom(origin, request) });
}

function listen(worker: Worker, take: (letter: FromWorker) => void, broken: () => void): void {
  worker.addEventListener("message", (event: MessageEvent<FromWorker>) => {
    take(event.data);
  });
  for (const kind of ["error", "messageerror"]) {
    worker.addEventListener(kind, (event) => {
      // Otherwise the browser reports it to the window a second time.
      event.preventDefault();
      broken();
    });
  }
}

function linger(finish: () => void): ReturnType<typeof createLingering> {
  return createLingering({
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    finish,
  });
}

function watch(post: (letter: ToWorker) => void, dead: () => void): ReturnType<typeof createWatchdog> {
  return createWatchdog({
    nowMs: () => performance.now(),
    every: (ms, run) => {
      const timer = setInterval(run, ms);
      return () => {
        clearInterval(timer);
      };
    },
    ask: () => {
      post({ to: "ping" });
    },
    dead,
  });
}
