/*
 * The two ends of a data channel, as engines have them: what is sent leaves the queue later, each event is a task of its own, and a test chooses
 * which task is next. So `opened`, `closed`, `bufferedamountlow` and messages come in any order that an engine may give them.
 */
import { FakeChannel } from "../harness/fake-channel.ts";

export type Task = () => void;

class End extends FakeChannel {
  other: End | null = null;
  readonly #events: Task[] = [];
  readonly #leaving: Uint8Array[] = [];
  readonly #arriving: Uint8Array[] = [];

  override send(bytes: Uint8Array): void {
    if (this.readyState !== "open") throw new Error("not open");
    this.bufferedAmount += bytes.length;
    this.#leaving.push(bytes.slice());
  }

  /** Bytes that may leave by now: a path has as many more each second as it can carry. */
  leavesBytes = Infinity;

  /** What may happen next at this end; of its events the first comes first. */
  tasks(): Task[] {
    const [event] = this.#events;
    const tasks: Task[] = [];
    if (event !== undefined) tasks.push(() => this.#events.shift()?.());
    const [first] = this.#leaving;
    if (first !== undefined && first.length <= this.leavesBytes) tasks.push(() => this.#leave());
    return tasks;
  }

  open(): void {
    this.#events.push(() => {
      this.readyState = "open";
      this.onopen?.();
      this.#hear();
    });
  }

  /** What is on its way is gone; that it closed is told later. */
  cut(): void {
    this.#leaving.length = 0;
    this.readyState = "closed";
    this.#events.splice(0, Infinity, () => this.onclose?.());
  }

  /** That a queue has drained is told to nobody. */
  mute = false;

  /** What leaves next is dropped on its way. */
  loses = 0;

  /** Time passed: a path that had nothing to carry has not saved it up. */
  carries(bytes: number): void {
    const most = this.#leaving.length === 0 ? 0 : this.leavesBytes;
    if (this.leavesBytes !== Infinity) this.leavesBytes = most + bytes;
  }

  #leave(): void {
    const bytes = this.#leaving.shift();
    if (bytes === undefined) return;
    this.leavesBytes -= bytes.length;
    const before = this.bufferedAmount;
    this.bufferedAmount -= bytes.length;
    const low = this.bufferedAmountLowThreshold;
    if (before > low && this.bufferedAmount <= low && !this.mute)
      this.#events.push(() => this.onbufferedamountlow?.());
    if (this.loses === 0) this.other?.arrives(bytes);
    else this.loses -= 1;
  }

  arrives(bytes: Uint8Array): void {
    if (this.readyState === "closed") return;
    this.#arriving.push(bytes);
    if (this.readyState === "open") this.#hear();
  }

  #hear(): void {
    for (const bytes of this.#arriving.splice(0))
      this.#events.push(() => {
        if (this.readyState === "open") this.onmessage?.({ data: bytes.buffer });
      });
  }
}

/** Not open yet at either end. */
export function createEnds(label: string): readonly [End, End] {
  const ends = [new End(label, {}), new End(label, {})] as const;
  [ends[0].other, ends[1].other] = [ends[1], ends[0]];
  return ends;
}

export type { End };
