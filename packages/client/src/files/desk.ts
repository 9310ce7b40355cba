/*
 * Runs a room's files: one input after the other, jobs and sinks beside it, and back when the alarm rings.
 */
import type { Crypto } from "@tacet/core";

import type { RoomEvent } from "../face.ts";
import type { Clock, FilesPeerEvent, LaneEvent, LanePort, SinkEvent, SinkPort } from "../ports.ts";
import { createPatientAlarm } from "./alarm.ts";
import { createChannels } from "./channels.ts";
import { createKeeper } from "./keeper.ts";
import { createMemorySink } from "./memory.ts";
import type { FilesEffect, FilesInput, FilesSay } from "./state.ts";
import { noFiles } from "./state.ts";
import { nextAlarmMs, step } from "./step.ts";

/** What the holder of a room lends to its files. Without a `sink` only what fits into memory can be taken. */
export interface FilesPorts {
  readonly clock: Clock;
  readonly random: Crypto["random"];
  readonly sink?: SinkPort;
  emit(event: RoomEvent): void;
  say(says: FilesSay): void;
  /** What a channel that was handed over says. */
  take(input: { readonly from: "peer"; readonly event: FilesPeerEvent }): void;
  /** Without one there are no lanes. */
  readonly lanes?: LanePort;
}

export interface FilesDesk {
  take(input: FilesInput): void;
  /** What the room's sink says, and its lanes. */
  sinkEvent(event: SinkEvent | LaneEvent): void;
  /** Erases everything; nothing is told any more. */
  close(): void;
}

export function createFilesDesk(ports: FilesPorts): FilesDesk {
  const { clock } = ports;
  const inputs: FilesInput[] = [];
  let files = noFiles;
  let working = false;
  let closed = false;

  const take = (input: FilesInput): void => {
    if (closed) return;
    inputs.push(input);
    if (working) return;
    working = true;
    try {
      for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) advance(next);
    } finally {
      working = false;
    }
    alarm(closed ? null : nextAlarmMs(files));
  };
  const withoutLanes = (input: FilesInput): FilesInput =>
    input.on === "path" && ports.lanes === undefined
      ? { ...input, path: { ...input.path, iceServers: null } }
      : input;
  const advance = (input: FilesInput): void => {
    const taken = step(files, withoutLanes(input), clock.monotonicMs());
    ({ files } = taken);
    taken.effects.forEach(perform);
  };
  const alarm = createPatientAlarm(clock, () => take({ on: "clock" }));
  const keeper = createKeeper(ports.random, (result) => take({ on: "job", result }));
  const memory = createMemorySink((event, blob) => take({ on: "sink", event, blob }));
  const channels = createChannels(ports, take);
  const perform = (effect: FilesEffect): void => {
    if (effect.to === "face") ports.emit(effect.event);
    else if (effect.to === "room") {
      if (!channels.sends(effect.says)) ports.say(effect.says);
    } else if (effect.to === "lane") channels.command(effect.command);
    else if (effect.to === "count") channels.count();
    else if (effect.to === "job") keeper.run(effect.job);
    else if (effect.memory) memory.post(effect.command);
    else if (ports.sink === undefined)
      take({ on: "sink", event: { on: "failed", id: effect.command.id }, blob: null });
    else ports.sink.post(effect.command);
  };
  return {
    take,
    sinkEvent: (event) => {
      if ("number" in event) channels.event(event);
      else take({ on: "sink", event, blob: null });
    },
    close: () => {
      closed = true;
      inputs.length = 0;
      alarm(null);
      keeper.wipe();
      memory.wipe();
    },
  };
}
