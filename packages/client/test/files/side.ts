/*
 * One side's files on a virtual clock: the machine as it is, real keys and seals behind its jobs, and lists in place of a room. Nothing
 * happens by itself: a test moves what waits.
 */
import { seededCrypto } from "@tacet/core";
import { pieces } from "@tacet/core/files";
import { createKeeper } from "../../src/files/keeper.ts";
import { createMemorySink } from "../../src/files/memory.ts";
import { noFiles } from "../../src/files/state.ts";
import type { FileJob, FilesEffect, FilesInput, FilesSay, PiecePath } from "../../src/files/state.ts";
import { nextAlarmMs, step } from "../../src/files/step.ts";
import type { FileCommand, FileEvent } from "../../src/face-files.ts";
import type { SinkCommand } from "../../src/ports.ts";

export type FileTold = FileEvent & { event: "file" };
export type Said = FilesSay & { do: "say" };
type Told = (FilesEffect & { to: "face" })["event"];

export const PIECE_BYTES: number = pieces.limits.pieceBytesMax;

export const DIRECT: PiecePath = {
  route: { path: "direct", number: 1 },
  busy: false,
  policy: "direct",
  iceServers: null,
  limits: { direct: 0, relayed: 16_777_216 },
};

export class Side {
  nowMs = 0;
  files = noFiles;
  readonly told: Told[] = [];
  /** What was said and has not been carried to the other side. */
  readonly says: Said[] = [];
  readonly sent: (FilesSay & { do: "piece" })[] = [];
  readonly judged: (FilesSay & { do: "judged" })[] = [];
  unreadable = 0;
  counted = 0;
  readonly jobs: FileJob[] = [];
  readonly lanes: (FilesEffect & { to: "lane" })["command"][] = [];
  /** What a sink that is not memory was asked, answered by the test. */
  readonly sink: SinkCommand[] = [];
  readonly #random;
  readonly #keeper;
  readonly #memory;
  readonly #inputs: FilesInput[] = [];
  #working = false;
  #pending = 0;
  readonly #idle: (() => void)[] = [];
  readonly #streams = new Set<string>();

  constructor(seed: string, path: PiecePath = DIRECT) {
    this.#random = seededCrypto(seed).random;
    this.#keeper = createKeeper(this.#random, (result) => {
      this.take({ on: "job", result });
      // A stream's pieces are sealed when they come: nobody can wait for them.
      if (!this.#streams.has(result.id)) this.#done();
    });
    this.#memory = createMemorySink((event, blob) => this.take({ on: "sink", event, blob }));
    this.path(path);
  }

  take(input: FilesInput): void {
    this.#inputs.push(input);
    if (this.#working) return;
    this.#working = true;
    for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
      const taken = step(this.files, next, this.nowMs);
      this.files = taken.files;
      for (const effect of taken.effects) this.#perform(effect);
    }
    this.#working = false;
  }

  command(command: FileCommand): void {
    this.take({ on: "command", command, id: this.#random.bytes(16) });
  }

  /** Offers a file and gives its id. */
  send(bytes: Uint8Array<ArrayBuffer> | Blob, name = "a"): string {
    const source = bytes instanceof Blob ? bytes : new Blob([bytes]);
    this.command({ do: "file", key: name, name, type: "", source });
    return this.files.out.at(-1)?.id ?? "";
  }

  /** Offers a stream and gives its id. */
  stream(source: Exclude<(FileCommand & { do: "file" })["source"], Blob>): string {
    this.command({ do: "file", key: "stream", name: "stream", type: "", source });
    const id = this.files.out.at(-1)?.id ?? "";
    this.#streams.add(id);
    return id;
  }

  path(path: PiecePath): void {
    this.take({ on: "path", path });
  }

  /** Takes what the other side has said: a copy, as over a path. */
  hear(said: Said, known = false): void {
    this.take({ on: "content", kind: said.kind, id: said.id, body: said.body.slice(), known });
  }

  /** Time passes, with every alarm in it. */
  wait(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (
      let atMs = nextAlarmMs(this.files);
      atMs !== null && atMs <= untilMs;
      atMs = nextAlarmMs(this.files)
    ) {
      this.nowMs = Math.max(this.nowMs, atMs);
      this.take({ on: "clock" });
    }
    this.nowMs = untilMs;
    this.take({ on: "clock" });
  }

  /** All sealing and opening is done. */
  async settled(): Promise<void> {
    if (this.#pending > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** What the face was told of a file, the newest last. */
  events(id: string): FileTold[] {
    return this.told.filter((event): event is FileTold => event.event === "file" && event.id === id);
  }

  last(id: string): FileTold | undefined {
    return this.events(id).at(-1);
  }

  #perform(effect: FilesEffect): void {
    if (effect.to === "face") this.told.push(effect.event);
    else if (effect.to === "job") {
      this.jobs.push(effect.job);
      if (!["forget", "hold", "erase", "seal-next"].includes(effect.job.job)) this.#pending += 1;
      this.#keeper.run(effect.job);
    } else if (effect.to === "sink") {
      if (effect.memory) this.#memory.post(effect.command);
      else this.sink.push(effect.command);
    } else if (effect.to === "count") this.counted += 1;
    else if (effect.to === "lane") this.lanes.push(effect.command);
    else if (effect.says.do === "say") this.says.push(effect.says);
    else if (effect.says.do === "piece") this.#queue(effect.says);
    else if (effect.says.do === "judged") this.judged.push(effect.says);
    else this.unreadable += 1;
  }

  #queue(piece: FilesSay & { do: "piece" }): void {
    this.sent.push(piece);
  }

  #done(): void {
    this.#pending -= 1;
    if (this.#pending === 0) for (const wake of this.#idle.splice(0)) wake();
  }
}
