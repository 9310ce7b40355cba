import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RoomCommand, RoomEvent } from "@tacet/client";
import { EMOJI } from "@tacet/client/safety";

export interface SafetyViewPorts {
  command(command: RoomCommand): void;
  /** The list that spells the words; rejects where it does not load. */
  words(): Promise<readonly string[]>;
}

/** One of the seven: an id for the dictionary of names, and what is drawn. */
export interface SafetyEmoji {
  readonly id: string;
  readonly symbol: string;
}

interface Places {
  readonly emoji: readonly number[];
  readonly words: readonly number[];
}

/** The safety check of one room (spec/pair.md 5): what can be compared, and whether it was. */
export class SafetyView {
  /** Null until there is a session. */
  readonly state = signal<"open" | "verified" | null>(null);
  /** Empty until the room has answered. */
  readonly emoji: ReadonlySignal<readonly SafetyEmoji[]>;
  readonly words: ReadonlySignal<readonly string[] | "coming" | "missing">;
  readonly #places = signal<Places>({ emoji: [], words: [] });
  readonly #list = signal<readonly string[] | "coming" | "missing">("coming");
  readonly #ports: SafetyViewPorts;

  constructor(ports: SafetyViewPorts) {
    this.#ports = ports;
    this.emoji = computed(() => this.#places.value.emoji.map(emojiAt));
    this.words = computed(() => {
      const list = this.#list.value;
      if (typeof list === "string") return list;
      return this.#places.value.words.map((place) => list[place] ?? "");
    });
  }

  /** Asks for what is to be compared. The emoji wait for nothing but the room. */
  show(): void {
    this.#ports.command({ do: "safety" });
    if (typeof this.#list.value !== "string") return;
    this.#list.value = "coming";
    this.#ports.words().then(
      (list) => {
        this.#list.value = list;
      },
      () => {
        this.#list.value = "missing";
      },
    );
  }

  /** What the person found. A mismatch ends the room. */
  say(match: boolean): void {
    this.#ports.command({ do: "verified", match });
  }

  take(event: RoomEvent & { event: "safety" | "verification" }): void {
    if (event.event === "verification") this.state.value = event.state;
    else this.#places.value = { emoji: event.emoji, words: event.words };
  }

  clear(): void {
    this.state.value = null;
    this.#places.value = { emoji: [], words: [] };
  }
}

function emojiAt(place: number): SafetyEmoji {
  const [id = "", symbol = ""] = EMOJI[place] ?? [];
  return { id, symbol };
}
