/*
 * A room's files, as pure machines (spec/files.md 7): step(files, input, nowMs) -> {files, effects}. Own files are S (sending.ts) and share
 * one pump (pump.ts); the other side's are R (receiving.ts). Every input is followed by `settle`: whatever it or time has made due is done.
 *
 * Doubt: what is said travels as talk content, so a room that has no path for talk has none for a cancel either; both ends are told when
 * there is one, or when the session is over.
 */
import { KIND, base64url } from "@tacet/core";
import { fileBodies } from "@tacet/core/files";
import type { FileCommand } from "../face-files.ts";
import { acknowledge } from "./credit.ts";
import { closeAll, lanesAtMs, onLane, onLaneSaid, settleLanes } from "./lanes.ts";
import { onDrained, onPath, pump, resendAtMs, sendAtMs } from "./pump.ts";
import {
  endIn,
  failIn,
  onAccepted,
  onDeclined,
  onInCancelled,
  onOffer,
  onOpened,
  onPiece,
  onSinkClosed,
  onSinkFailed,
  onSinkOpened,
  onWritten,
  settleIn,
  stallsInMs,
} from "./receiving.ts";
import {
  cancelOut,
  onAccept,
  onAcknowledge,
  onDone,
  onOffered,
  onOutCancelled,
  onSealed,
  onSend,
  onSessionEnd,
  settleOut,
  stallsOutMs,
} from "./sending.ts";
import { arrive, breakSilence } from "./silence.ts";
import type { FileJobResult, Files, FilesInput } from "./state.ts";
import { tellAtMs, tellChanges } from "./telling.ts";
import { askRoom, chain, findOut, stay } from "./turn.ts";
import type { Step, Turn } from "./turn.ts";

export function step(files: Files, input: FilesInput, nowMs: number): Turn {
  const taken = onInput(input)({ ...files, nowMs });
  // Of each piece, in between: nothing is due by it, and what time makes due comes with the alarm.
  if (isOnTheWay(input) && taken.files.in.length === files.in.length) return taken;
  return chain(taken.files, () => taken, settleOut, settleIn, settleLanes, pump, tellChanges);
}

/** A piece that came, and one that was opened: it counts once it is written. */
function isOnTheWay(input: FilesInput): boolean {
  if (input.on === "piece" || input.on === "channel-piece") return true;
  return input.on === "job" && input.result.did === "open";
}

/** When the files next want to be asked, though nothing happens. */
export function nextAlarmMs(files: Files): number | null {
  let firstMs = Infinity;
  // Asked after every input: it makes no list.
  const wants = (atMs: number | null): void => {
    if (atMs !== null && atMs < firstMs) firstMs = atMs;
  };
  for (const file of files.out) {
    wants(stallsOutMs(file));
    wants(tellAtMs(file));
  }
  for (const file of files.in) {
    wants(stallsInMs(file));
    wants(tellAtMs(file));
    wants(file.acknowledgeAtMs);
  }
  for (const atMs of [resendAtMs, sendAtMs, lanesAtMs]) wants(atMs(files));
  return firstMs === Infinity ? null : firstMs;
}

function onInput(input: FilesInput): Step {
  switch (input.on) {
    case "command":
      return onCommand(input.command, input.id);
    case "content":
      return onContent(input);
    case "piece":
      return onPiece(input.path, input.block);
    case "channel-piece":
      return onPiece("channel", input.block);
    case "path":
      return (files) => chain(files, onPath(input.path), acknowledgeMoved(files));
    case "drained":
      return onDrained(input.generation, input.totalBytes);
    case "lane":
      return onLane(input.event);
    case "job":
      return onResult(input.result);
    case "sink":
      return onSink(input);
    case "end":
      return (files) =>
        chain(
          files,
          ...files.out.map(onSessionEnd),
          ...files.in.map((file) => endIn(file, "ended")),
          closeAll,
        );
    case "clock":
      return stay;
    default:
      return input satisfies never;
  }
}

function onCommand(command: FileCommand, id: Uint8Array): Step {
  switch (command.do) {
    case "file":
      return onSend(base64url.encode(id), id, command);
    case "accept":
      return onAccepted(command.id, command.save);
    case "decline":
      return onDeclined(command.id);
    case "cancel":
      return (files) =>
        findOut(files, command.id) === null
          ? failIn(command.id, "cancelled")(files)
          : cancelOut(command.id, "cancelled")(files);
    default:
      return command satisfies never;
  }
}

/** What the other side says. A body that the table does not describe is a line that could not be read (spec/content.md 7). */
function onContent({ kind, id, body, known }: FilesInput & { on: "content" }): Step {
  if (kind === KIND.fileOffer) return onOffer(base64url.encode(id), id, body, known);
  return onAnswer(kind, body) ?? askRoom({ do: "unreadable" });
}

function onAnswer(kind: number, body: Uint8Array): Step | null {
  switch (kind) {
    case KIND.fileAccept: {
      const said = fileBodies.accept.decode(body);
      return said && onAccept(base64url.encode(said.file), said.credit);
    }
    case KIND.fileDone: {
      const said = fileBodies.done.decode(body);
      return said && onDone(base64url.encode(said.file), said.root);
    }
    case fileBodies.lane.kind:
      return onLaneSaid(body);
    case KIND.fileAcknowledge: {
      const said = fileBodies.acknowledge.decode(body);
      return said && onHeard(base64url.encode(said.file), said);
    }
    default: {
      const said = fileBodies.cancel.decode(body);
      return said && onCancel(base64url.encode(said.file), said.reason);
    }
  }
}

function onHeard(id: string, said: Parameters<typeof onAcknowledge>[1]): Step {
  return (files) => chain(files, arrive(id, said), onAcknowledge(id, said), breakSilence(id));
}

/** Of R about our file, its outcome; of S about its own, a request. */
function onCancel(id: string, reason: Parameters<typeof onInCancelled>[1]): Step {
  return (files) =>
    findOut(files, id) === null ? onInCancelled(id, reason)(files) : onOutCancelled(id, reason)(files);
}

function onResult(result: FileJobResult): Step {
  switch (result.did) {
    case "offer":
      return onOffered(result);
    case "seal":
      return onSealed(result);
    case "unreadable":
      return cancelOut(result.id, "unreadable");
    case "open":
      return onOpened(result);
    default:
      return result satisfies never;
  }
}

function onSink({ event, blob }: FilesInput & { on: "sink" }): Step {
  switch (event.on) {
    case "opened":
      return onSinkOpened(event.id);
    case "written":
      return onWritten(event.id);
    case "closed":
      return onSinkClosed(event.id, blob);
    case "failed":
      return onSinkFailed(event.id);
    default:
      return event.on satisfies never;
  }
}

/** Another path: S is told what is here, so that it goes on from there. */
function acknowledgeMoved(before: Files): Step {
  return (files) => {
    const [now, was] = [files.path.route, before.path.route];
    const moved = now !== null && (now.path !== was?.path || now.number !== was.number);
    const moving = moved ? files.in.filter(({ state }) => state === "moving") : [];
    return chain(files, ...moving.map(acknowledge));
  };
}
