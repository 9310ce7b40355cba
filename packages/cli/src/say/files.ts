import type { RoomEvent } from "@tacet/client";
import { bytesText } from "./amount.ts";
import { harmlessLine } from "./harmless.ts";

export type FileEvent = RoomEvent & { event: "file" };

const REASONS: Readonly<Record<NonNullable<FileEvent["reason"]>, string>> = {
  declined: "declined",
  cancelled: "cancelled",
  stalled: "nothing moved for a minute",
  "too-large": "it is longer than this room allows",
  "too-many": "too many files are open",
  unreadable: "it could not be read on, or has changed",
  unwritable: "it could not be written",
  broken: "what came was not what was offered",
  refused: "the other side's version cannot take it",
  ended: "the room ended before it was whole",
  unconfirmed: "the room ended, and it is not known whether it arrived",
};

/** `report.pdf (1.5 MB)`, safe to print. */
export function fileTitle({ name, size }: FileEvent): string {
  return `${harmlessLine(name)} (${size === null ? "a stream" : bytesText(size)})`;
}

export function reasonText(reason: FileEvent["reason"]): string {
  return reason === null ? "" : REASONS[reason];
}

const REFUSALS: Readonly<Record<string, string>> = {
  empty: "There is nothing to send.",
  "too-long": "That text is too long: 16,000 characters are the most.",
  "too-many-waiting": "Too many messages wait to be sent. Wait until some are through.",
  "no-room": "The room is over.",
  compare:
    "It was not sent: this is a new session, and the safety check comes first. /check shows it, /match or /differ says what you found.",
  gone: "That message is not there any more.",
  "no-emoji": "That is no emoji.",
  invitation: "That is no invitation.",
  "too-large": "That file is longer than this room allows.",
  "too-many-files": "16 files are open. Wait until one is through.",
  "not-yet": "Files can be sent as soon as the other person is there.",
  unavailable: "The part of the program for files did not load.",
};

/** Why a command was not taken. */
export function refusalText(reason: string): string {
  return REFUSALS[reason] ?? "That was not taken.";
}
