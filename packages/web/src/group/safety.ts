import { signal } from "@preact/signals";
import { EMOJI } from "@tacet/client/safety";
import type { Event, GroupCommand } from "./room-events.ts";

export interface SafetyPorts {
  command(command: GroupCommand): void;
  /** The list that spells the words; rejects where it does not load. */
  words(): Promise<readonly string[]>;
}

/** What two members compare, drawn anew for them (spec/group.md 18). */
export interface Comparison {
  readonly member: string;
  /** Null until both pages have answered. */
  readonly shown: Pick<Event<"safety">, "emoji" | "words"> | null;
  readonly over: boolean;
}

/** Comparing with one member, and who asks for it. */
export class Safety {
  readonly now = signal<Comparison | null>(null);
  /** Who has asked to compare, and was not answered. */
  readonly asked = signal<string | null>(null);
  readonly list = signal<readonly string[] | "coming" | "missing">("coming");
  /** There is no check of the room as a whole. */
  readonly state = signal(null);
  /** With whom it did not match. */
  readonly differs = signal<string | null>(null);
  readonly #ports: SafetyPorts;
  /** What came for whoever has asked. */
  #told: Event<"safety"> | null = null;

  constructor(ports: SafetyPorts) {
    this.#ports = ports;
  }

  /** Whoever was asked answers by looking: both pages have what is shown already, or will. */
  begin(member: string): void {
    const wasAsked = this.asked.peek() === member;
    this.now.value = { member, shown: wasAsked ? this.#told : null, over: false };
    if (wasAsked) this.asked.value = null;
    else this.#ports.command({ do: "verify", member });
    if (typeof this.list.peek() !== "string") return;
    this.list.value = "coming";
    this.#ports.words().then(
      (list) => {
        this.list.value = list;
      },
      () => {
        this.list.value = "missing";
      },
    );
  }

  say(match: boolean): void {
    const now = this.now.peek();
    if (now === null) return;
    this.#ports.command({ do: "verified", member: now.member, match });
    if (!match) this.differs.value = now.member;
  }

  take(event: Event<"verification"> | Event<"safety">): void {
    const now = this.now.peek();
    const isNow = now?.member === event.member;
    if (event.event === "safety") {
      if (isNow) this.now.value = { ...now, shown: event };
      else this.#told = event;
    } else if (event.state === "asked") {
      this.#told = null;
      if (!isNow) this.asked.value = event.member;
    } else {
      if (this.asked.peek() === event.member) this.asked.value = null;
      if (isNow && event.state === "over") this.now.value = { ...now, shown: null, over: true };
    }
  }

  close(): void {
    this.now.value = null;
  }

  clear(): void {
    this.now.value = null;
    this.asked.value = null;
    this.differs.value = null;
    this.#told = null;
  }
}

/** One of the seven: an id for the dictionary of names, and what is drawn. */
export function emojiAt(place: number): { readonly id: string; readonly symbol: string } {
  const [id = "", symbol = ""] = EMOJI[place] ?? [];
  return { id, symbol };
}
