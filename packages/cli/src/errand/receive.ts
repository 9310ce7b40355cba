import type { RoomEvent } from "@tacet/client";
import { isOver } from "../chat/transfers.ts";
import type { Folder } from "../files/folder.ts";
import type { Face } from "../room/visit.ts";
import type { End } from "../say/ends.ts";
import { reasonText } from "../say/files.ts";
import type { FileEvent } from "../say/files.ts";
import { MARK } from "./errand.ts";
import type { Errand } from "./errand.ts";
import { createFailures } from "./failures.ts";
import type { Failures } from "./failures.ts";

/**
 * Takes every file that the other person offers, until they leave, or a program there says that no other follows: by a mark on the file that was whole
 * last, and by no other. The run is done when something came and all of it was whole.
 */
export function createReceiving(errand: Errand, accept: (id: string) => void, folder: Folder): Face {
  const failures = createFailures();
  const open = new Set<string>();
  let last: string | null = null;
  const saved = (): boolean => last !== null;
  const isLastWord = (event: RoomEvent): boolean =>
    event.event === "reaction" &&
    event.from === "other" &&
    event.emoji === MARK &&
    event.id === last &&
    open.size === 0;
  const onFile = (event: FileEvent): void => {
    if (event.state === "offered") {
      open.add(event.id);
      accept(event.id);
    } else if (isOver(event)) {
      open.delete(event.id);
      if (event.state === "done") last = event.id;
      else failures.add(event.name, reasonText(event.reason));
    }
  };
  return {
    take: (event) => {
      errand.tell(event, event.event === "file" ? folder.place(event.id) : null);
      if (isLastWord(event)) errand.settle(judge({ failure: null, sentence: "" }, saved(), failures));
      if (event.event === "file" && event.from === "other") onFile(event);
    },
    sink: (command) => folder.post(command),
    lacks: (sentence) => errand.lacks(sentence),
    result: async (end, ending) => {
      await folder.abandon();
      const result = errand.settled() ?? judge(end, saved(), failures);
      if (ending === null || result !== end) errand.complain(result);
      return result;
    },
  };
}

function judge(end: End, saved: boolean, failures: Failures): End {
  const failed = failures.end();
  if (failed !== null) return failed;
  if (end.failure !== null || saved) return end;
  return { failure: "failed", sentence: `No file came. ${end.sentence}` };
}
