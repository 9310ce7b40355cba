import type { Folder } from "../files/folder.ts";
import type { Face } from "../room/visit.ts";
import type { End } from "../say/ends.ts";
import { harmlessLine } from "../say/harmless.ts";
import { reasonText } from "../say/files.ts";
import { MARK } from "./errand.ts";
import type { Errand } from "./errand.ts";

/** Takes every file that the other person offers, until they leave, or a program there says that no other follows. The run is done when something came and all of it was whole. */
export function createReceiving(errand: Errand, accept: (id: string) => void, folder: Folder): Face {
  const failures: string[] = [];
  const open = new Set<string>();
  let saved = 0;
  return {
    take: (event) => {
      errand.tell(event, event.event === "file" ? folder.place(event.id) : null);
      if (event.event === "reaction" && event.from === "other" && event.emoji === MARK && open.size === 0) {
        errand.settle(judge({ failure: null, sentence: "" }, saved, failures));
      }
      if (event.event !== "file" || event.from === "self") return;
      if (event.state === "offered") {
        open.add(event.id);
        accept(event.id);
      } else if (isEnd(event.state)) open.delete(event.id);
      if (event.state === "offered") return;
      if (event.state === "done") saved += 1;
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

function isEnd(state: string): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

function judge(end: End, saved: number, failures: readonly string[]): End {
  if (failures.length > 0)
    return { failure: "failed", sentence: `Not everything arrived. ${failures.join("; ")}.` };
  if (end.failure !== null || saved > 0) return end;
  return { failure: "failed", sentence: `No file came. ${end.sentence}` };
}
