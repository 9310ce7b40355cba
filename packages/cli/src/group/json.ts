import { words } from "@tacet/client/words";
import { linesOf } from "../room/lines.ts";
import { jsonLine } from "../say/harmless.ts";
import type { Shell } from "../shell.ts";
import type { GroupCommand, GroupEvent, Members } from "./open.ts";
import { readGroupOrder } from "./orders.ts";
import { refusedText } from "./refused.ts";
import type { GroupHolder } from "./run.ts";

type Json = Readonly<Record<string, unknown>>;

/** A text of 16,000 characters, each spelled by an escape of six, and some more. */
const LINE_UNITS_MAX = 200_000;

/** A room for many for programs: events on standard output, orders on standard input, one JSON object for each line. */
export function createGroupJson(shell: Shell, command: (command: GroupCommand) => void): GroupHolder {
  const write = (value: object): void => void shell.output.write(jsonLine(value));
  const told = createTeller();
  let orders = 0;
  const obey = (line: string | null): void => {
    orders += 1;
    const order = line === null ? "That line is too long." : readGroupOrder(line, `order-${orders}`);
    if (typeof order === "string") write({ event: "error", code: "usage", message: order });
    else command(order);
  };
  const listen = async (): Promise<void> => {
    for await (const line of linesOf(shell.input, LINE_UNITS_MAX)) if (line !== "") obey(line);
  };
  // A standard input that breaks off gives no more orders; the room lives on.
  listen().catch(() => undefined);
  return {
    take: (event) => told(event).forEach(write),
    result: ({ failure, sentence }) => {
      if (failure !== null) write({ event: "error", code: failure, message: sentence });
    },
  };
}

/** Events of the room as JSON. Members who come, go and change names are told one by one. */
function createTeller(): (event: GroupEvent) => readonly Json[] {
  let members: Members = [];
  return (event): readonly Json[] => {
    switch (event.event) {
      case "members": {
        const renamed = event.members.filter(({ id, name }) => {
          const before = members.find((one) => one.id === id);
          return before !== undefined && before.name !== name;
        });
        ({ members } = event);
        return [
          { ...event },
          ...renamed.map(({ id, name }) => ({ event: "member", id, name, change: "renamed" })),
        ];
      }
      case "membership": {
        const { member, name, change, by } = event;
        return [{ event: "member", id: member, name, change, ...(by === null ? {} : { by }) }];
      }
      case "room":
        return [{ event: "room", link: event.link, code: event.code, room_id: event.roomId }];
      case "message": {
        const { id, from, number, text, replyTo, disappearsMs } = event;
        const reply = replyTo === null ? {} : { reply_to: replyTo };
        const ends = disappearsMs === null ? {} : { disappears_in: disappearsMs / 1000 };
        return [{ event: "message", id, from, number, text, ...reply, ...ends }];
      }
      case "time-left":
        return [{ event: "time-left", seconds: event.ms === null ? null : Math.round(event.ms / 1000) }];
      case "refused":
        return [{ event: "error", code: event.reason, message: refusedText(event.reason) }];
      case "safety":
        return [{ ...event, words: event.words.map((place) => words[place] ?? "") }];
      case "receipt":
        return event.state === "sending" ? [] : [{ ...event }];
      case "farewell":
      case "done":
        return [];
      default:
        return [withoutKey(event)];
    }
  };
}

function withoutKey(event: object): Json {
  return Object.fromEntries(Object.entries(event).filter(([field]) => field !== "key"));
}
