import type { RoomCommand } from "@tacet/client";
import type { Face } from "../room/visit.ts";
import type { End } from "../say/ends.ts";
import { reasonText, refusalText } from "../say/files.ts";
import type { FileEvent } from "../say/files.ts";
import type { Errand } from "./errand.ts";
import { createFailures } from "./failures.ts";

type Offer = RoomCommand & { do: "file" };

const DONE: End = { failure: null, sentence: "" };

/** Offers that may be open at a time (spec/files.md 2). */
const OPEN_MAX = 16;

/**
 * Offers files as soon as the other person is there, and stays until they leave, so that what came can be saved there. The run is done when each was confirmed,
 * whole, by the other side.
 */
export function createSending(
  errand: Errand,
  offer: (command: Offer) => void,
  decline: (id: string) => void,
  files: readonly Offer[],
): Face {
  const waiting = [...files];
  const open = new Set<string>();
  const names = new Map(files.map(({ key, name }) => [key, name]));
  const failures = createFailures();
  let asked = 0;
  let arrived = "";
  let allowed = false;
  const next = (): void => {
    const free = allowed ? OPEN_MAX - open.size - asked : 0;
    for (const file of waiting.splice(0, Math.max(0, free))) {
      asked += 1;
      offer(file);
    }
    if (waiting.length + open.size + asked > 0 || errand.settled() !== null) return;
    const outcome = failures.end() ?? DONE;
    if (arrived === "") errand.settle(outcome);
    else errand.conclude(outcome, arrived);
  };
  const hear = (event: FileEvent): void => {
    if (event.from === "other") {
      if (event.state === "offered") decline(event.id);
      return;
    }
    if (event.key !== null) {
      asked -= 1;
      open.add(event.id);
    }
    if (event.state !== "done" && event.state !== "failed" && event.state !== "cancelled") return;
    open.delete(event.id);
    if (event.state === "done") arrived = event.id;
    else failures.add(event.name, reasonText(event.reason));
    next();
  };
  return {
    take: (event) => {
      errand.tell(event);
      if (event.event === "file") hear(event);
      else if (event.event === "files") {
        allowed = event.open;
        next();
      } else if (event.event === "refused" && names.has(event.key)) {
        asked -= 1;
        failures.add(names.get(event.key) ?? "", refusalText(event.reason));
        next();
      }
    },
    sink: () => undefined,
    lacks: (sentence) => errand.lacks(sentence),
    result: (end, ending) => {
      const unsent = waiting.length + open.size + asked;
      const result = errand.settled() ?? (end.failure === null && unsent > 0 ? cutShort(end) : end);
      if (ending === null || result !== end) errand.complain(result);
      return Promise.resolve(result);
    },
  };
}

function cutShort({ sentence }: End): End {
  return { failure: "failed", sentence: `Not everything was sent. ${sentence}` };
}
