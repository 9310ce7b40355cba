import type { RoomCommand } from "@tacet/client";
import { words } from "@tacet/client/words";
import { CliError } from "../errors.ts";
import { createFolder } from "../files/folder.ts";
import { offerOf } from "../files/source.ts";
import { linesOf } from "../room/lines.ts";
import type { Door, Face } from "../room/visit.ts";
import { jsonLine } from "../say/harmless.ts";
import { lossesText, withLosses } from "../say/losses.ts";
import type { Shell } from "../shell.ts";
import { createEvents } from "./events.ts";
import { readOrder } from "./orders.ts";

/** A text of 16,000 characters, each spelled by an escape of six, and some more. */
const LINE_UNITS_MAX = 200_000;

/** A chat for programs: events on standard output, orders on standard input, one JSON object for each line. */
export function createJsonChat(shell: Shell, door: Door, folder: string): Face {
  const files = createFolder(folder, (event) => door.sunk(event));
  const events = createEvents(words);
  const write = (value: object): void => void shell.output.write(jsonLine(value));
  const complain = (message: string): void => write({ event: "error", code: "usage", message });
  let orders = 0;
  const obey = async (line: string | null): Promise<void> => {
    orders += 1;
    const order = line === null ? null : readOrder(line, `order-${orders}`);
    if (order === null) complain("That line is too long.");
    else if (order.kind === "wrong") complain(order.why);
    else if (order.kind === "command") door.command(order.command);
    else await offer(door, order.path, `order-${orders}`, complain);
  };
  const listen = async (): Promise<void> => {
    for await (const line of linesOf(shell.input, LINE_UNITS_MAX)) if (line !== "") await obey(line);
  };
  // A standard input that breaks off gives no more orders; the room lives on.
  listen().catch(() => undefined);
  return {
    take: (event) => {
      for (const told of events(event))
        write(withPlace(told, files.place(event.event === "file" ? event.id : "")));
      if (event.event === "room") door.command({ do: "phrase" });
      if (event.event === "verification" && event.state === "open") door.command({ do: "safety" });
    },
    sink: (command) => files.post(command),
    lacks: (message) => write({ event: "notice", notice: "no-library", message }),
    result: async (end, ending) => {
      await files.abandon();
      if (ending === null && end.failure !== null)
        write({ event: "error", code: end.failure, message: end.sentence });
      return ending === null ? end : withLosses(end, lossesText(ending), ending.undelivered > 0);
    },
  };
}

async function offer(door: Door, path: string, key: string, complain: (why: string) => void): Promise<void> {
  try {
    const command: RoomCommand = await offerOf(path, key);
    door.command(command);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    complain(error.message);
  }
}

/** Where a file was saved, once it was. */
function withPlace(told: object, place: string | null): object {
  return place === null ? told : { ...told, path: place };
}
