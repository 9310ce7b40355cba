import type { ReadonlySignal } from "@preact/signals";
import type { PairRoom, PairRoomPorts, RoomCommand, RoomEvent } from "@tacet/client";
import type { ComponentType } from "preact";

export type FileEvent = RoomEvent & { event: "file" };
/** What the room asks of where its files go and of their lanes, and what is said to it of them. */
export type SinkCommand = Parameters<NonNullable<PairRoomPorts["sink" | "lanes"]>["post"]>[0];
export type SinkEvent = Parameters<PairRoom["sinkEvent"]>[0];
/** Of a file's bytes alone. */
export type SaveCommand = Exclude<SinkCommand, { readonly number: number }>;
export type FileReason = NonNullable<FileEvent["reason"]>;
export type FileCommand = RoomCommand & { do: "file" | "accept" | "decline" | "cancel" };

/** A room's files: the part of the page that is fetched when files can be sent. Its components are drawn where the room says. */
export interface RoomFiles {
  take(event: FileEvent): void;
  /** Files can be offered now, or not. */
  allow(open: boolean): void;
  /** An offer was not taken. */
  refused(key: string, reason: string): void;
  sink(command: SinkCommand): void;
  /** Offers what waits in the tray; false where a person must first decide about some of it. */
  send(): boolean;
  /** True while something waits in the tray. */
  readonly waits: ReadonlySignal<boolean>;
  /** Forgets, closes and stops everything. */
  clear(): void;
  /** The button that adds files. */
  readonly Attach: ComponentType;
  readonly Record: ComponentType;
  /** What waits to be sent, what is being recorded, and where files are dropped. */
  readonly Tray: ComponentType;
  readonly Transfer: ComponentType<{ readonly id: string }>;
}

/** What files need of their room. */
export interface FilesHost {
  command(command: FileCommand): void;
  /** What became of the bytes that were to be saved, and of lanes. Throws for a channel that this browser does not hand over. */
  sunk(event: SinkEvent, transfer?: Transferable[]): void;
  /** A file was saved where the room's end does not reach it. */
  saved(): void;
}

export type OpenFiles = (host: FilesHost) => RoomFiles;
