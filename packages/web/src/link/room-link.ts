import type { RoomCommand, RoomEvent } from "@tacet/client";
import type { QrDrawing } from "../model/qr-path.ts";
import type { Checked, FromWorker, ToWorker } from "../worker/letters.ts";
import { Calls } from "./calls.ts";
import { createFarewell } from "./farewell.ts";
import { openNetwork } from "./network.ts";
import { workerUrl } from "./trusted.ts";

/** What the page holds of a room: a way in for commands. Events come out through {@link RoomLinkPorts}. */
export interface RoomLink {
  command(command: RoomCommand): void;
  /** Reads an invitation without using it. */
  check(entry: string): Promise<Checked>;
  /** Draws a link as a QR code; null where that cannot be done, since a room goes on without its picture. */
  draw(link: string): Promise<QrDrawing | null>;
  /** Ends the worker and everything in it. Paths that still carry last words are given a moment. */
  close(): void;
  /** Says the last words at once on every path and ends the worker: the room breaks off here. */
  abandon(): void;
}

export interface RoomLinkPorts {
  event(event: RoomEvent): void;
  /** The worker did not load, or died: nothing of it can be trusted to go on. */
  broken(): void;
}

/** So long last words may take to leave before the worker is ended. */
const LAST_WORDS_MS = 1_500;

/**
 * Starts the worker and joins it to the network. Starting one touches no network but the fetch of its program, so it is
 * done ahead of any press.
 */
export function openRoomLink(ports: RoomLinkPorts): RoomLink {
  const worker = new Worker(workerUrl(), { type: "module", name: "tacet" });
  const post = (letter: ToWorker): void => {
    worker.postMessage(letter);
  };
  const { sockets, peers, http } = openNetwork(post);
  const farewell = createFarewell(sockets, peers);
  const checks = new Calls<Checked>();
  const drawings = new Calls<QrDrawing | null>();

  const take = (letter: FromWorker): void => {
    if (letter.from === "socket") sockets.post(letter.command);
    else if (letter.from === "peer") peers.post(letter.command);
    else if (letter.from === "checked") checks.answer(letter.call, letter.result);
    else if (letter.from === "drawn") drawings.answer(letter.call, letter.drawing);
    else if (letter.from === "room") {
      farewell.note(letter.event);
      ports.event(letter.event);
    } else {
      const { call } = letter;
      // Never rejects: what goes wrong is an answer too.
      void http.createRoom(letter.origin, letter.request).then((answer) => {
        post({ to: "http", call, answer });
      });
    }
  };
  const broken = (event: Event): void => {
    // Otherwise the browser reports it to the window a second time.
    event.preventDefault();
    ports.broken();
  };
  worker.addEventListener("message", (event: MessageEvent<FromWorker>) => {
    take(event.data);
  });
  worker.addEventListener("error", broken);
  worker.addEventListener("messageerror", broken);

  return {
    command: (command) => {
      post({ to: "room", command });
    },
    check: (entry) => checks.ask((call) => post({ to: "check", call, entry })),
    draw: (link) => drawings.ask((call) => post({ to: "draw", call, link })),
    close: () => {
      farewell.close();
      setTimeout(() => {
        worker.terminate();
      }, LAST_WORDS_MS);
    },
    abandon: () => {
      farewell.speak();
      farewell.close();
      worker.terminate();
    },
  };
}
