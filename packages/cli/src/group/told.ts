import { timeText } from "../say/amount.ts";
import { harmlessLine } from "../say/harmless.ts";
import type { GroupEvent } from "./open.ts";

/** A line for a person about what happened; null where nothing is to be said. @param nameOf of a member that is here */
export function toldText(event: GroupEvent, nameOf: (tag: string) => string): string | null {
  switch (event.event) {
    case "status":
      return STATUS[event.value] ?? null;
    case "membership":
      return membership(event, nameOf);
    case "notice":
      return event.notice === null ? null : NOTICES[event.notice];
    case "gap":
      return `${event.last - event.first + 1} frames of this room were missed, and what was said in them.`;
    case "password":
      return event.state === "wait"
        ? `No password is taken for ${timeText(event.waitMs)}.`
        : `${event.state === "wrong" ? "That was not the password. " : ""}This room asks for a password. Type it and press Enter; it is shown as you type.`;
    case "request":
      return event.state === "over"
        ? null
        : `${harmlessLine(event.name) || "Somebody"} has the link and asks to come in: /yes ${event.request} or /no ${event.request}.`;
    case "edited":
      return `${nameOf(event.from)} now says: ${event.text}`;
    case "deleted":
      return `${nameOf(event.from)} deleted a message.`;
    case "reaction":
      return event.key !== null || event.emoji === ""
        ? null
        : `${nameOf(event.from)} reacts with ${event.emoji}`;
    default:
      return null;
  }
}

const STATUS: Readonly<Partial<Record<(GroupEvent & { event: "status" })["value"], string>>> = {
  entering: "Asking the relay for a place.",
  asking: "Asking the people in the room to let you in.",
  open: "You are in the room.",
  reconnecting: "The connection to the relay is lost. It comes back by itself.",
};

const NOTICES: Readonly<Record<NonNullable<(GroupEvent & { event: "notice" })["notice"]>, string>> = {
  "relay-unreachable": "The relay cannot be reached. Check the connection.",
  split: "What others say does not open here: the room may be split. It is entered anew.",
  "newer-content": "Somebody said something that needs a newer version.",
  "unreadable-content": "Something that somebody said could not be read.",
};

function membership(
  { change, member, name, by }: GroupEvent & { event: "membership" },
  nameOf: (tag: string) => string,
): string {
  const who = harmlessLine(name) || nameOf(member);
  switch (change) {
    case "joined":
      return `${who} came in.`;
    case "left":
      return `${who} left.`;
    case "removed":
      return `${who} was removed${by === null ? "" : ` by ${nameOf(by)}`}.`;
    case "absent":
      return `${who} was not heard for long, and keeps a seat for a day.`;
    case "keys":
      return `${who} has new keys.`;
    case "owner":
      return `${who} owns the room now.`;
    case "different":
      return `${who} was shown another room than you, or says so. What it says is not shown.`;
    case "unusable":
      return `${who} made a change that cannot be used here. The room may be split by it.`;
    default:
      return `${who} moderates now.`;
  }
}
