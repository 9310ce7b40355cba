import { signal } from "@preact/signals";
import { EMOJI } from "@tacet/client/safety";
import type { Event, GroupCommand } from "./room-events.ts";
import { changed } from "./settling.ts";

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
  /** This person has said what they found. */
  readonly answered: boolean;
}

/** Comparing with one member, and who asks for it. */
export class Safety {
  readonly now = signal<Comparison | null>(null);
  /** Who has asked to compare, and was not answered. */
  readonly asked = signal<string | null>(null);
  readonly list = signal<readonly string[] | "coming" | "missing">("coming");
  /** There is no check of the room as a whole. */
  readonly state = signal(null);
  /** With whom it did not match, and has not matched since. */
  readonly differs = signal<ReadonlySet<string>>(new Set());
  /** Whether that is to be read still. */
  readonly warns = signal(false);
  readonly #ports: SafetyPorts;
  /** What came for whoever has asked. */
  #told: Event<"safety"> | null = null;

  constructor(ports: SafetyPorts) {
    this.#ports = ports;
  }

  /** Whoever was asked answers by looking: both pages have what is shown already, or will. */
  begin(member: string): void {
    const wasAsked = this.asked.peek() === member;
    const told = wasAsked && this.#told?.member === member ? this.#told : null;
    this.now.value = { member, shown: told, over: false, answered: false };
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
    this.now.value = { ...now, answered: true };
    this.differs.value = changed(this.differs.peek(), now.member, !match);
    this.warns.value = this.differs.peek().size > 0 && (!match || this.warns.peek());
  }

  take(event: Event<"verification"> | Event<"safety">): void {
    const now = this.now.peek();
    const isNow = now?.member === event.member;
    if (event.event === "safety") {
      if (!isNow) this.#told = event;
      else this.now.value = { ...now, shown: event, over: false, answered: false };
    } else if (event.state === "asked") {
      this.#told = null;
      if (!isNow) this.asked.value = event.member;
    } else {
      if (this.asked.peek() === event.member) this.asked.value = null;
      if (isNow && event.state === "over" && !now.answered)
        this.now.value = { ...now, shown: null, over: true };
    }
  }

  /** Not now: whoever asks can ask again. */
  putOff(): void {
    this.asked.value = null;
  }

  close(): void {
    this.now.value = null;
  }

  clear(): void {
    this.now.value = null;
    this.asked.value = null;
    this.differs.value = new Set();
    this.warns.value = false;
    this.#told = null;
  }
}

/** One of the seven: an id for the dictionary of names, and what is drawn. */
export function emojiAt(place: number): { readonly id: string; readonly symbol: string } {
  const [id = "", symbol = ""] = EMOJI[place] ?? [];
  return { id, symbol };
}
