import type { Folder } from "../files/folder.ts";
import type { Face } from "../room/visit.ts";
import type { End } from "../say/ends.ts";
import { harmlessLine } from "../say/harmless.ts";
import { reasonText } from "../say/files.ts";
import type { Errand } from "./errand.ts";

/** Takes every file that the other person offers, until they leave. The run is done when something came and all of it was whole. */
export function createReceiving(errand: Errand, accept: (id: string) => void, folder: Folder): Face {
  const failures: string[] = [];
  let saved = 0;
  return {
    take: (event) => {
      errand.tell(event, event.event === "file" ? folder.place(event.id) : null);
      if (event.event !== "file" || event.from === "self") return;
      if (event.state === "offered") accept(event.id);
      else if (event.state === "done") saved += 1;
      else if (event.state === "failed" || event.state === "cancelled")
        failures.push(`${harmlessLine(event.name)}: ${reasonText(event.reason)}`);
    },
    sink: (command) => folder.post(command),
    result: async (end, ending) => {
      await folder.abandon();
      const result = errand.settled() ?? judge(end, saved, failures);
      if (ending === null || result !== end) errand.complain(result);
      return result;
    },
  };
}

function judge(end: End, saved: number, failures: readonly string[]): End {
  if (failures.length > 0)
    return { failure: "failed", sentence: `Not everything arrived. ${failures.join("; ")}.` };
  if (end.failure !== null || saved > 0) return end;
  return { failure: "failed", sentence: `No file came. ${end.sentence}` };
}
