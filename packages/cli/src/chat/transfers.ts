import type { RoomCommand } from "@tacet/client";
import { bytesText } from "../say/amount.ts";
import { fileTitle, reasonText } from "../say/files.ts";
import type { FileEvent } from "../say/files.ts";
import { harmlessLine } from "../say/harmless.ts";

/** Files of a conversation by the small numbers under which a person names them. */
export interface Transfers {
  /** A line about what happened, or null where nothing is to be said. */
  tell(event: FileEvent, place: string | null): string | null;
  /** The number of a file that was told; null for one that is over and forgotten. */
  number(id: string): number | null;
  /** The command about the file of that number, or about the newest that fits; null where there is none. */
  answer(does: "accept" | "decline" | "cancel", number: string): RoomCommand | null;
}

interface Known {
  readonly id: string;
  readonly number: number;
  event: FileEvent;
  tenths: number;
}

/** What is over is forgotten, the oldest first, beyond so many; at most 16 of each side are open (spec/files.md 2). */
const KNOWN_MAX = 100;
/** Of these it is known that they were forgotten. */
const FORGOTTEN_MAX = 1000;

/** @param hinted whether a person is there who can type what is to be done */
export function createTransfers(hinted: boolean): Transfers {
  const known: Known[] = [];
  const forgotten = new Set<string>();
  let numbers = 0;
  const forget = (at: number): void => {
    for (const { id } of known.splice(at, 1)) forgotten.add(id);
    for (const id of forgotten) if (forgotten.size > FORGOTTEN_MAX) forgotten.delete(id);
  };
  const find = (event: FileEvent): Known | null => {
    const found = known.find(({ id }) => id === event.id);
    if (found !== undefined) return found;
    if (forgotten.has(event.id)) return null;
    numbers += 1;
    const made = { id: event.id, number: numbers, event, tenths: 0 };
    known.push(made);
    const over = known.length > KNOWN_MAX ? known.findIndex((one) => isOver(one.event)) : -1;
    if (over >= 0) forget(over);
    return made;
  };
  const fits = (does: string, { event }: Known): boolean =>
    does === "cancel" ? !isOver(event) : event.from === "other" && event.state === "offered";
  return {
    tell: (event, place) => {
      const file = find(event);
      if (file === null) return null;
      const before = file.event.state;
      const first = file.event === event;
      file.event = event;
      if (event.state === "moving") return progress(file);
      return first || before !== event.state ? change(file, place, hinted) : null;
    },
    number: (id) => known.find((file) => file.id === id)?.number ?? null,
    answer: (does, number) => {
      const open = known.filter((file) => fits(does, file));
      const file = number === "" ? open.at(-1) : open.find((one) => String(one.number) === number);
      if (file === undefined) return null;
      return does === "accept" ? { do: "accept", id: file.id, save: "sink" } : { do: does, id: file.id };
    },
  };
}

/** Whole, failed or given up: nothing more comes of it. */
export function isOver({ state }: FileEvent): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

/** Every tenth of the way, where the way is long enough to wait for. */
function progress(file: Known): string | null {
  const { size, bytes } = file.event;
  const tenths = size === null || size < 1_000_000 ? 0 : Math.floor((10 * bytes) / size);
  if (tenths <= file.tenths || tenths >= 10) return null;
  file.tenths = tenths;
  return `File ${file.number}: ${tenths}0 %, ${bytesText(bytes)}.`;
}

function change({ number, event }: Known, place: string | null, hinted: boolean): string | null {
  const title = fileTitle(event);
  const mine = event.from === "self";
  switch (event.state) {
    case "offered":
      return mine
        ? `File ${number}: ${title} is offered.`
        : `File ${number}: they offer ${title}.${hinted ? ` /accept ${number} takes it, /decline ${number} does not.` : ""}`;
    case "done":
      return mine
        ? `File ${number}: ${title} arrived, whole and verified.`
        : `File ${number}: ${title} is whole and verified${place === null ? "." : `, saved as ${harmlessLine(place)}`}`;
    case "failed":
      return `File ${number}: ${title} failed: ${reasonText(event.reason)}.`;
    case "cancelled":
      return `File ${number}: ${title} was ${reasonText(event.reason)}.`;
    default:
      return null;
  }
}
