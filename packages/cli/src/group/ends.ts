import { type End, hindered } from "../say/ends.ts";
import type { GroupEvent } from "./open.ts";

type Ending = GroupEvent & { event: "end" };

const ENDS: Readonly<Record<Ending["reason"], End>> = {
  "left-here": { failure: null, sentence: "You left the room. The others are told." },
  "ended-here": { failure: null, sentence: "You deleted the room for everybody." },
  "ended-there": { failure: null, sentence: "The owner deleted the room for everybody." },
  "owner-left": { failure: null, sentence: "The owner left, and the room has ended with that." },
  removed: { failure: "refused", sentence: "You were removed from the room." },
  expired: {
    failure: null,
    sentence: "The time is up: this room had a set time. To go on, make a new room.",
  },
  full: { failure: "refused", sentence: "The room is full. Ask again when somebody has left." },
  locked: {
    failure: "refused",
    sentence: "The room is locked: nobody comes in now. Ask whoever sent the link.",
  },
  declined: {
    failure: "refused",
    sentence: "You were not let in: somebody inside declined, or nobody answered.",
  },
  "no-answer": {
    failure: "network",
    sentence: "Nobody in the room answered. Try again when somebody is there.",
  },
  password: {
    failure: "refused",
    sentence: "Without the password nobody comes in. Ask whoever sent the link.",
  },
  absent: {
    failure: "refused",
    sentence: "This room has ended, never existed, or its link is void. Ask for a new link.",
  },
  version: { failure: "refused", sentence: "This room needs another version. Update tacet." },
  different: {
    failure: "failed",
    sentence:
      "The relay shows different rooms to different people, so this room was left. Use another relay.",
  },
  lost: { failure: "network", sentence: "What was missed cannot be caught up. Join again with the link." },
  elsewhere: {
    failure: "failed",
    sentence: "This room went on in another place, where this seat was taken.",
  },
  relay: {
    failure: "network",
    sentence: "The relay cannot be reached, or makes no room. Check the connection and the relay's address.",
  },
  fault: { failure: "failed", sentence: "The program met a mistake of its own, and has left the room." },
};

const REFUSED: End = {
  failure: "failed",
  sentence: "The relay refused what was asked. Check --ttl and --relay, or update tacet.",
};

/** How a room for many ended, for a person and for the exit code. */
export function groupEnd({ reason, hindrance, undelivered }: Ending): End {
  const end = reason === "relay" && hindrance !== "network" ? hindered(hindrance, REFUSED) : ENDS[reason];
  if (undelivered === 0) return end;
  const lost = `Of what you wrote, ${undelivered === 1 ? "one message is" : `${undelivered} messages are`} not confirmed by everybody.`;
  return { failure: end.failure ?? "failed", sentence: `${end.sentence} ${lost}` };
}
