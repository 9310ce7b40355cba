/**
 * What crosses between the page and its worker. The worker holds the room: keys, session, what is said. It asks for no
 * network of its own: sockets, peer connections and requests are the page's, and only sealed frames and signals cross for
 * them.
 */
import type {
  HttpPort,
  PeerCommand,
  PeerEvent,
  RoomCommand,
  RoomEvent,
  SocketCommand,
  SocketEvent,
} from "@tacet/client";
import type { GroupFace } from "@tacet/client/group";
import type { QrDrawing } from "../model/qr-path.ts";
import type { SinkCommand, SinkEvent } from "../model/room-files.ts";

export type HttpRequest = Parameters<HttpPort["createRoom"]>[1];
export type HttpAnswer = Awaited<ReturnType<HttpPort["createRoom"]>>;

export type ToWorker =
  /** Somebody is there: what takes time is done while the person still reads. */
  | { readonly to: "prepare" }
  /** The room of this worker is one for many. */
  | { readonly to: "many" }
  | { readonly to: "room"; readonly command: RoomCommand | GroupFace["command"] }
  | { readonly to: "socket"; readonly event: SocketEvent }
  | { readonly to: "peer"; readonly event: PeerEvent }
  | { readonly to: "sink"; readonly event: SinkEvent }
  | { readonly to: "http"; readonly call: number; readonly answer: HttpAnswer }
  | { readonly to: "check"; readonly call: number; readonly entry: string }
  | { readonly to: "complete"; readonly call: number; readonly start: string }
  | { readonly to: "draw"; readonly call: number; readonly link: string }
  | { readonly to: "ping" };

export type FromWorker =
  | { readonly from: "room"; readonly event: RoomEvent | GroupFace["event"] }
  | { readonly from: "socket"; readonly command: SocketCommand }
  | { readonly from: "peer"; readonly command: PeerCommand }
  | { readonly from: "sink"; readonly command: SinkCommand }
  | { readonly from: "http"; readonly call: number; readonly origin: string; readonly request: HttpRequest }
  | { readonly from: "checked"; readonly call: number; readonly result: Checked }
  | { readonly from: "completed"; readonly call: number; readonly words: readonly string[] }
  | { readonly from: "drawn"; readonly call: number; readonly drawing: QrDrawing | null }
  /** The last one: the room's keys are erased and its paths closed. */
  | { readonly from: "done" }
  /** Comes once at the start and in answer to each ping; `prepared` when the room takes commands. */
  | { readonly from: "alive"; readonly prepared: boolean };

/** Whether an entry is an invitation, and for which relay (null: it names none). Of a phrase, `word` is the place of a wrong word. */
export type Checked =
  | { readonly ok: true; readonly origin: string | null }
  | { readonly ok: false; readonly fault: string; readonly word?: number | null };
