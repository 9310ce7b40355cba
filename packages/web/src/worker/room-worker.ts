/**
 * The worker: it holds the room, its keys and its session. It opens no socket and has no document; it fetches nothing but
 * parts of its own program. Letters come in and go out; letters.ts names them all.
 */
import {
  CoreError,
  createKem,
  createPairRoom,
  createSystemClock,
  parseInvitation,
  systemRandom,
} from "@tacet/client";
import type { HttpPort, PairRoom } from "@tacet/client";
import { Calls } from "../link/calls.ts";
import { looksLikeWords } from "../model/draft.ts";
import type { QrDrawing } from "../model/qr-path.ts";
import type { SinkCommand } from "../model/room-files.ts";
import type { Checked, FromWorker, HttpAnswer, ToWorker } from "./letters.ts";

const requests = new Calls<HttpAnswer>();

function post(letter: FromWorker, options?: StructuredSerializeOptions): void {
  self.postMessage(letter, options);
}

/** Requests are the page's. */
const http: HttpPort = {
  createRoom: (origin, request) => requests.ask((call) => post({ from: "http", call, origin, request })),
};

/** The part of the page for files tells the two apart. A piece is handed over, not copied. */
const sink = {
  post: (command: SinkCommand): void =>
    post(
      { from: "sink", command },
      "bytes" in command ? { transfer: [command.bytes.buffer as ArrayBuffer] } : {},
    ),
};

/** What a room for two has in common with one for many. A command of the one never comes to the other. */
interface AnyRoom extends Pick<PairRoom, "socketEvent" | "peerEvent" | "sinkEvent"> {
  command(command: (ToWorker & { to: "room" })["command"]): void;
}

/** The room, ready before anyone presses. */
async function prepareRoom(): Promise<AnyRoom> {
  const crypto = { random: systemRandom, kem: await createKem() };
  // It warms code and makes no key that is used: a failure here will show, and be told, in the room.
  void import("@tacet/client/rehearsal").then(({ warmUp }) => warmUp(crypto)).catch(() => undefined);
  return createPairRoom({
    crypto,
    http,
    clock: createSystemClock(),
    socket: { post: (command) => post({ from: "socket", command }) },
    peer: { post: (command) => post({ from: "peer", command }) },
    sink,
    lanes: sink,
    emit: (event) => post({ from: "room", event }),
    done: () => post({ from: "done" }),
  });
}

let room: Promise<AnyRoom> | null = null;
let prepared = false;

/** Nothing is fetched or made before somebody is there, or asks. */
function ready(make = prepareRoom): Promise<AnyRoom> {
  if (room !== null && make === prepareRoom) return room;
  room = make();
  room.then(
    () => {
      prepared = true;
    },
    // What fails here has no one to answer to: it reaches the page as an error of this worker, which ends the room there.
    reportError,
  );
  return room;
}

/** Promises keep their order, so letters that wait for the room are taken in the order in which they came. */
async function take(letter: ToWorker): Promise<void> {
  if (letter.to === "ping") {
    post({ from: "alive", prepared });
    return;
  }
  if (letter.to === "check") {
    const result = looksLikeWords(letter.entry) ? await checkWords(letter.entry) : check(letter.entry);
    post({ from: "checked", call: letter.call, result });
    // Whoever opened an invitation is about to press, or is a preview that spends its own time. What fails is told by ready().
    if (result.ok) void ready();
    return;
  }
  if (letter.to === "complete") {
    post({ from: "completed", call: letter.call, words: await complete(letter.start) });
    return;
  }
  if (letter.to === "draw") {
    post({ from: "drawn", call: letter.call, drawing: await draw(letter.link).catch(() => null) });
    return;
  }
  if (letter.to === "http") {
    requests.answer(letter.call, letter.answer);
    return;
  }
  const present = await ready(letter.to === "many" ? openMany : undefined);
  if (letter.to === "prepare" || letter.to === "many") return;
  if (letter.to === "room") present.command(letter.command);
  else if (letter.to === "sink") present.sinkEvent(letter.event);
  else if (letter.to === "socket") present.socketEvent(letter.event);
  else present.peerEvent(letter.event);
}

/** A room for many, whose program is fetched when one is made or entered (spec/group.md). */
async function openMany(): Promise<AnyRoom> {
  return (await import("./many.ts")).openMany(http, post);
}

function check(entry: string): Checked {
  try {
    // The owner's tag of a room for many is read with its program.
    const { invitation } = parseInvitation(entry.replace(/(1[\w-]{43})\.[\w-]{22}/, "$1"));
    // Read, not used: this copy is erased, and the text will be read again when it is.
    invitation.inviteKey.fill(0);
    return { ok: true, origin: invitation.origin };
  } catch (error) {
    const fault = error instanceof CoreError ? error.detail : undefined;
    return { ok: false, fault: fault ?? "not-an-invitation" };
  }
}

/** The list of words is fetched when the first one is typed. */
async function checkWords(entry: string): Promise<Checked> {
  try {
    return (await import("./typed.ts")).checkWords(entry);
  } catch {
    return { ok: false, fault: "no-words" };
  }
}

async function complete(start: string): Promise<readonly string[]> {
  try {
    return (await import("./typed.ts")).completeWord(start);
  } catch {
    return [];
  }
}

/** The encoder is fetched when the first code is drawn. */
async function draw(link: string): Promise<QrDrawing> {
  const { drawCode } = await import("./drawing.ts");
  return drawCode(link);
}

self.addEventListener("message", (event: MessageEvent<ToWorker>) => {
  take(event.data).catch(reportError);
});
post({ from: "alive", prepared });
