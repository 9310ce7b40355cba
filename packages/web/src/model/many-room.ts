import type { GroupFace } from "@tacet/client/group";
import type { RoomCommand, RoomEvent } from "@tacet/client";
import type { FunctionComponent } from "preact";
import type { App } from "./app.ts";
import { forgetMatched } from "./matched.ts";
import type { RoomViewPorts } from "./room-view-ports.ts";
import type { FilesSlot } from "./files-slot.ts";

/** A screen that another part of the page draws. */
export type Part = FunctionComponent<{ readonly app: App }>;

/** What the app itself needs of a room that is shown. */
export interface ShownRoom {
  readonly role: "creator" | "guest";
  /** The relay has given a seat. */
  readonly seated: boolean;
  readonly files: Pick<FilesSlot, "sink">;
  handle(event: RoomEvent | GroupFace["event"]): void;
  /** Forgets everything. */
  scrub(): void;
}

/** What it asks of the world. */
export interface ManyPorts extends Omit<RoomViewPorts, "command"> {
  command(command: RoomCommand | GroupFace["command"]): void;
}

/** A room for many, and its screen. */
export interface ManyView extends ShownRoom {
  readonly Part: Part;
}

/** A room for many that is to begin: what shows it, and the command that begins it. */
export interface ManyRoom {
  readonly View: new (role: "creator" | "guest", name: string, ports: ManyPorts) => ManyView;
  /** `invitation`: null where it is made, and not entered. */
  begin(origin: string, name: string, invitation: string | null): GroupFace["command"];
}

/** Whether a text holds an invitation to a room for many: its key has an owner tag after it (spec/invite.md 1). */
export function isForMany(text: string): boolean {
  const found = /1[\w-]{43}\.[\w-]{22}/.test(text);
  forgetMatched();
  return found;
}
