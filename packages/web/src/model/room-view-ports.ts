import type { RoomEnding } from "@tacet/client";
import type { QrDrawing } from "./qr-path.ts";
import type { FilesHost, OpenFiles } from "./room-files.ts";
import type { EndText } from "../text/ends.ts";
import type { SafetyViewPorts } from "./safety-view.ts";

/** How a room ended, and whether files of it are saved outside the page, where they stay. */
export type RoomEnd = RoomEnding & {
  readonly savedFiles?: boolean;
  /** What a return room says of an end, if it is other than usual (spec/pair.md 9). */
  readonly said?: (reason: RoomEnding["reason"]) => EndText | null;
};

/** Where the view gets the time and what it can ask of the room and of screen readers. */
export interface RoomViewPorts extends SafetyViewPorts {
  wallMs(): number;
  /** Runs with the next frame that is drawn. */
  readonly soon: (run: () => void) => void;
  /** Draws a link as a QR code; null where that fails. */
  draw(link: string, drawn: (drawing: QrDrawing | null) => void): void;
  /** A message from the other person is to be spoken. */
  heard(name: string, body: string): void;
  ended(end: RoomEnd): void;
  /** Fetches the part of the page that carries files. */
  files(): Promise<OpenFiles>;
  readonly sunk: FilesHost["sunk"];
}
