/*
 * What a person sees of a room in a full screen, as a value: each event of the room makes the next one. Texts and names come harmless from here on.
 */
import type { RoomEvent } from "@tacet/client";
import { timeText } from "../say/amount.ts";
import { refusalText } from "../say/files.ts";
import type { FileEvent } from "../say/files.ts";
import { harmless, harmlessLine } from "../say/harmless.ts";
import { toldText } from "../say/told.ts";
import { isOver } from "../chat/transfers.ts";

/** Something said by one of the two. */
export interface Said {
  readonly kind: "said";
  readonly id: string;
  readonly own: boolean;
  readonly text: string;
  readonly edited: boolean;
  /** Of one's own: sending, sent, delivered, failed or read. */
  readonly state: string;
  /** The beginning of what it answers. */
  readonly answers: string | null;
  readonly reaction: string;
}

/** Something that this program says. */
export interface Told {
  readonly kind: "told";
  readonly text: string;
}

export interface Filed {
  readonly kind: "filed";
  readonly number: number;
  readonly event: FileEvent;
  readonly place: string | null;
}

export type Entry = Said | Told | Filed;

export interface View {
  readonly status: RoomEvent & { event: "status" };
  readonly verified: boolean;
  /** By the clock that `hear` is given. */
  readonly endsAtMs: number | null;
  /** The invitation, as long as it opens something. */
  readonly room: { readonly link: string; readonly code: string } | null;
  readonly phrase: string | null;
  readonly other: string;
  readonly typing: boolean;
  readonly entries: readonly Entry[];
  /** Rows that are scrolled back, and how many entries came since. */
  readonly back: number;
  readonly unseen: number;
  readonly panel: "none" | "check" | "code";
  readonly safety: (RoomEvent & { event: "safety" }) | null;
}

/** What is said and shown in one session stays in memory up to so many entries; the oldest go. */
const ENTRIES_MAX = 2000;
const QUOTE_UNITS = 60;

export const BEGIN: View = {
  status: { event: "status", value: "connecting", path: null },
  verified: false,
  endsAtMs: null,
  room: null,
  phrase: null,
  other: "",
  typing: false,
  entries: [],
  back: 0,
  unseen: 0,
  panel: "none",
  safety: null,
};

/** A file as the commands name it, and where it was saved once it is whole. */
export interface Numbered {
  readonly number: number;
  readonly place: string | null;
}

/** @param file of a file's event; null where that file is over and forgotten */
export function hear(view: View, event: RoomEvent, nowMs: number, file: Numbered | null): View {
  switch (event.event) {
    case "room":
      return { ...view, room: { link: event.link, code: event.code } };
    case "phrase":
      return { ...view, phrase: `${event.phrase} (good for ${timeText(event.expiresInMs)})` };
    case "phrase-over":
      return toldOf({ ...view, phrase: null }, event);
    case "invitation":
      return event.state === "used"
        ? toldOf({ ...view, room: null, panel: closed(view, "code") }, event)
        : view;
    case "status":
      return statusOf(view, event);
    case "time-left":
      return { ...view, endsAtMs: nowMs + event.ms };
    case "other":
      return { ...view, other: harmlessLine(event.name) };
    case "typing":
      return { ...view, typing: event.active };
    case "verification":
      return verificationOf(view, event.state);
    case "safety":
      return { ...view, safety: event, panel: "check" };
    case "file":
      return file === null ? view : fileOf(view, event, file);
    case "refused":
      return told(view, refusalText(event.reason));
    default:
      return talked(view, event);
  }
}

/** Texts, and what happens to them. */
function talked(view: View, event: RoomEvent): View {
  switch (event.event) {
    case "message":
      return added({ ...view, typing: event.from === "self" && view.typing }, messageOf(view, event));
    case "receipt":
      return changed(view, event.id, (said) =>
        said.own ? { state: event.state === "sending" ? said.state : event.state } : {},
      );
    case "read":
      return changed(view, event.id, (said) => (said.own ? { state: "read" } : {}));
    case "edited":
      return changed(view, event.id, () => ({ text: harmless(event.text), edited: true }));
    case "deleted":
      return changed(view, event.id, () => ({ text: "(deleted)", edited: false, reaction: "" }));
    case "reaction":
      return changed(view, event.id, () => ({ reaction: harmlessLine(event.emoji) }));
    default:
      return toldOf(view, event);
  }
}

export function told(view: View, text: string): View {
  return added(view, { kind: "told", text: harmless(text) });
}

function toldOf(view: View, event: RoomEvent): View {
  const text = toldText(event);
  return text === null ? view : told(view, text);
}

/** The status stands above; the first way and every loss are said in the talk as well. */
function statusOf(view: View, event: View["status"]): View {
  const next = { ...view, status: event };
  const before = view.status;
  const turned = before.value !== event.value || before.path !== event.path;
  const said = event.value === "secure" || event.value === "reconnecting";
  return turned && said ? toldOf(next, event) : next;
}

function verificationOf(view: View, state: "open" | "verified"): View {
  const next = { ...view, verified: state === "verified", room: null, panel: closed(view, "code") };
  return state === "verified"
    ? told({ ...next, panel: closed(next, "check") }, "Verified: you compared, and nobody stands between.")
    : told(
        next,
        "Type /check to compare with the other person that nobody stands between. /help lists what else there is.",
      );
}

function closed({ panel }: View, which: View["panel"]): View["panel"] {
  return panel === which ? "none" : panel;
}

function messageOf({ entries }: View, event: RoomEvent & { event: "message" }): Said {
  const answered = entries.find((entry) => entry.kind === "said" && entry.id === event.replyTo);
  const answers =
    answered?.kind === "said" ? answered.text.replaceAll("\n", " ").slice(0, QUOTE_UNITS) : null;
  const { id } = event;
  const own = event.from === "self";
  return {
    kind: "said",
    id,
    own,
    text: harmless(event.text),
    edited: false,
    state: own ? "sending" : "",
    answers,
    reaction: "",
  };
}

function added(view: View, entry: Entry): View {
  const entries = [...view.entries, entry].slice(-ENTRIES_MAX);
  return { ...view, entries, unseen: view.back > 0 ? view.unseen + 1 : 0 };
}

function changed(view: View, id: string, change: (said: Said) => Partial<Said>): View {
  const at = view.entries.findLastIndex((entry) => entry.kind === "said" && entry.id === id);
  const entry = view.entries[at];
  if (entry?.kind !== "said") return view;
  return { ...view, entries: view.entries.with(at, { ...entry, ...change(entry) }) };
}

function fileOf(view: View, event: FileEvent, { number, place }: Numbered): View {
  const at = view.entries.findLastIndex((entry) => entry.kind === "filed" && entry.event.id === event.id);
  const entry = view.entries[at];
  if (entry?.kind === "filed") {
    const next = { ...entry, event: isOver(entry.event) ? entry.event : event, place };
    return { ...view, entries: view.entries.with(at, next) };
  }
  return added(view, { kind: "filed", number, event, place });
}
