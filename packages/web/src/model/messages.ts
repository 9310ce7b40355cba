import { signal, type ReadonlySignal } from "@preact/signals";

export type MessageState = "sending" | "sent" | "delivered" | "failed";

export interface Message {
  readonly id: string;
  /** `room`: a line of the room itself, of somebody who came or went. */
  readonly from: "self" | "other" | "room";
  /** Whose it is in a room for many; empty in a room for two. */
  readonly who: string;
  /** A file, whose name is the text. */
  readonly file: boolean;
  /** Empty once it is deleted. */
  readonly text: string;
  /** Wall clock of this page at arrival, in ms. */
  readonly atMs: number;
  /** Only one's own messages have a state. */
  readonly state: MessageState | null;
  /** The message that it answers. */
  readonly replyTo: string | null;
  readonly edited: boolean;
  readonly deleted: boolean;
  /** An own message that was on the other person's screen. */
  readonly read: boolean;
  /** One emoji of each person, or none: of `self`, and of `other` or whoever it is in a room for many. */
  readonly reactions: Readonly<Record<string, string>>;
}

/** A message as it is when it comes. */
export function newMessage(
  said: Pick<Message, "id" | "from" | "text" | "atMs" | "state" | "replyTo">,
  file = false,
  who = "",
): Message {
  return { ...said, who, file, edited: false, deleted: false, read: false, reactions: NO_REACTIONS };
}

const NO_REACTIONS = { other: "", self: "" };

/** How often each emoji was given, the first one first; `own` where one of them is one's own. */
export function countReactions({ reactions }: Message): readonly {
  readonly emoji: string;
  readonly count: number;
  readonly own: boolean;
}[] {
  const given = Object.values(reactions).filter((emoji) => emoji !== "");
  return [...new Set(given)].map((emoji) => ({
    emoji,
    count: given.filter((one) => one === emoji).length,
    own: reactions["self"] === emoji,
  }));
}

/** A run is broken by another sender or a pause of this length: then the name and the time are shown again. */
const RUN_PAUSE_MS = 5 * 60_000;

/** What was said, in order. It lives in memory only and is emptied by `clear`. */
export class Messages {
  #list: Message[] = [];
  readonly #places = new Map<string, number>();
  /** A receipt may overtake the message it belongs to, when both cross from the worker in one turn. */
  readonly #early = new Map<string, MessageState>();
  readonly #version = signal(0);
  readonly #soon: (run: () => void) => void;
  #told = true;

  /** `soon` gathers the changes of a burst into one; without it each is told at once. */
  constructor(
    soon: (run: () => void) => void = (run) => {
      run();
    },
  ) {
    this.#soon = soon;
  }

  /** Changes after every change: reading it subscribes. */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  get count(): number {
    return this.#list.length;
  }

  /** How many of others' and of one's own have come, those that are gone again included. */
  readonly came = { self: 0, other: 0, room: 0 };

  /** Told when a message comes between others (1) or goes (-1): those at its place and below have moved. */
  shifted: (at: number, by: 1 | -1) => void = () => undefined;

  at(index: number): Message | undefined {
    return this.#list[index];
  }

  /** At the end, or `fromEnd` places before it. */
  add(message: Message, fromEnd = 0): void {
    if (this.#places.has(message.id)) return;
    const early = this.#early.get(message.id);
    this.#early.delete(message.id);
    this.came[message.from] += 1;
    this.#put(early === undefined ? message : { ...message, state: early }, this.count - fromEnd);
  }

  /** Up to `fromEnd` places before the end: a message gets the place that the room gave it. */
  move(id: string, fromEnd: number): void {
    const message = this.find(id);
    if (message === undefined || this.placeOf(id) === this.count - 1 - fromEnd) return;
    this.take(id);
    this.#put(message, this.count - fromEnd);
  }

  /** It is here no more, and nothing says that it was. */
  take(id: string): void {
    const at = this.placeOf(id);
    if (at < 0) return;
    this.#list.splice(at, 1);
    this.#places.delete(id);
    this.#settle(at);
    this.shifted(at, -1);
  }

  #put(message: Message, at: number): void {
    const between = at < this.count;
    this.#list.splice(at, 0, message);
    this.#settle(at);
    if (between) this.shifted(at, 1);
  }

  /** From here on places have changed. */
  #settle(from: number): void {
    for (let at = from; at < this.count; at += 1) this.#places.set(this.#list[at]?.id ?? "", at);
    this.#changed();
  }

  mark(id: string, state: MessageState): void {
    if (!this.#change(id, { state })) this.#early.set(id, state);
  }

  find(id: string): Message | undefined {
    return this.#list[this.placeOf(id)];
  }

  /** The message's place from the top, -1 for one that is not here. */
  placeOf(id: string): number {
    return this.#places.get(id) ?? -1;
  }

  /** The newest message for which this holds. */
  last(holds: (message: Message) => boolean): Message | undefined {
    return this.#list.findLast(holds);
  }

  edit(id: string, text: string): void {
    this.#change(id, { text, edited: true });
  }

  /** What it said is forgotten here; its line stays, to say so. */
  remove(id: string): void {
    this.#change(id, {
      text: "",
      replyTo: null,
      edited: false,
      deleted: true,
      read: false,
      reactions: NO_REACTIONS,
    });
  }

  /** Another emoji takes the place of the one before. */
  react(id: string, from: string, emoji: string): void {
    const message = this.find(id);
    if (message === undefined || message.deleted) return;
    this.#change(id, { reactions: { ...message.reactions, [from]: emoji } });
  }

  /** This own message and all earlier ones were on the other person's screen. */
  read(id: string): void {
    for (let place = this.placeOf(id); place >= 0; place -= 1) {
      const message = this.#list[place];
      if (message === undefined || message.read) return;
      if (message.from === "self" && !message.deleted) this.#change(message.id, { read: true });
    }
  }

  #change(id: string, change: Partial<Message>): boolean {
    const place = this.placeOf(id);
    const message = this.#list[place];
    if (message === undefined) return false;
    this.#list[place] = { ...message, ...change };
    this.#changed();
    return true;
  }

  #changed(): void {
    if (!this.#told) return;
    this.#told = false;
    this.#soon(() => {
      this.#told = true;
      this.#version.value += 1;
    });
  }

  /** True when the message at `index` begins a run: another sender, or a pause before it. */
  beginsRun(index: number): boolean {
    const message = this.#list[index];
    const before = this.#list[index - 1];
    if (message === undefined || before === undefined) return true;
    const other = before.from !== message.from || before.who !== message.who;
    return other || message.atMs - before.atMs > RUN_PAUSE_MS;
  }

  clear(): void {
    this.#list = [];
    this.#places.clear();
    this.#early.clear();
    this.#version.value += 1;
  }
}
