/*
 * What R says of how far it is (spec/files.md 3 and 5): the credit, which never falls, and acknowledgements.
 */
import { KIND, equal } from "@tacet/core";
import { assemblies, fileBodies, pieces } from "@tacet/core/files";
import { FILE_LIMITS } from "./limits.ts";
import type { Incoming } from "./state.ts";
import { askRoom, turn, withIn } from "./turn.ts";
import type { Step } from "./turn.ts";

/** Credit was given, or all is there and being closed. */
export function isMoving({ state }: Incoming): boolean {
  return state === "moving" || state === "closing";
}

/** The file's turn has come: from now on it has 64 pieces of credit past what is written. */
export function giveCredit(file: Incoming, nowMs: number): Incoming {
  const assembly = { ...file.assembly, windowPieces: pieces.limits.windowPiecesMax };
  return { ...file, state: "moving", assembly, progressMs: nowMs, acknowledgeAtMs: againAtMs(file, nowMs) };
}

/** Whether something must come, or be written. A stream may be silent: what is awaited of it is what came before a piece that is there, and that all of it is written. */
export function awaitsMore({ size, state, assembly }: Incoming): boolean {
  const waits = assembly.held.size > 0 || assembly.written < assembly.handed;
  return size !== null || state === "closing" || waits;
}

/** Nobody knows whether a stream is silent or its piece, or this word, was lost: so that is said a few times. */
function againAtMs(file: Incoming, nowMs: number): number | null {
  const again = awaitsMore(file) || file.repeats < FILE_LIMITS.streamRepeats;
  return again ? nowMs + FILE_LIMITS.silenceMs.said : null;
}

/** Says what has been written, where that is due. */
export function acknowledgeFile(file: Incoming): Step {
  return (files) => {
    if (file.state !== "moving") return turn(files);
    const { written } = file.assembly;
    const many = FILE_LIMITS.acknowledgePieces[file.byRelay ? "relay" : "direct"];
    const late = file.acknowledgeAtMs !== null && files.nowMs >= file.acknowledgeAtMs;
    // All that S may send is here, or nothing may be sent yet although it could.
    const usedUp = written === file.given && assemblies.credit(file.assembly) > written;
    return file.unsaid >= many || late || usedUp ? acknowledge(file)(files) : turn(files);
  };
}

/** Says it now: also where the path for pieces is another. Where nothing comes then it is said again, for a word may have found no room. */
export function acknowledge(file: Incoming): Step {
  const { assembly } = file;
  const [written, credit] = [assembly.written, assemblies.credit(assembly)];
  const early = assemblies.early(assembly);
  const body = fileBodies.acknowledge.encode({ file: file.file, next: written, credit, early });
  const repeats = file.said !== null && equal(file.said, body) ? file.repeats + 1 : 0;
  const next = { ...file, given: credit, unsaid: 0, said: body, repeats };
  return (files) =>
    askRoom({ do: "say", kind: KIND.fileAcknowledge, id: file.file, body })(
      withIn(files, { ...next, acknowledgeAtMs: againAtMs(next, files.nowMs) }),
    );
}
