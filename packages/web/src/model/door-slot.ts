import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import type { EndReason, RoomCommand, RoomEvent } from "@tacet/client";
import type { EndText } from "../text/ends.ts";
import type { OpenDialog } from "../view/room.tsx";

export type DoorEvent = RoomEvent & { event: "door" };

/** What the part of the page for return rooms (spec/pair.md 9) reads and does. */
export interface DoorHost {
  readonly role: "creator" | "guest";
  /** What was told last, and at what time of the wall clock; null in a room that is entered once. */
  readonly told: Signal<(DoorEvent & { readonly atMs: number }) | null>;
  /** `empty`: a session is over, and no other has begun; `compare`: nothing can be said before this side has compared. */
  readonly stage: ReadonlySignal<"open" | "empty" | "compare">;
  /** Own texts of the session before that were not confirmed. */
  readonly lost: ReadonlySignal<number>;
  /** This side has compared the safety check. */
  readonly compared: ReadonlySignal<boolean>;
  command(command: RoomCommand): void;
}

/** That part, once it is here. */
export interface DoorParts {
  /** Whether there is something to say above the messages. */
  readonly speaks: ReadonlySignal<boolean>;
  readonly Bar: FunctionComponent<{ readonly dialog: Signal<OpenDialog> }>;
  /** Where the link is shown: whether it may be used to come back. */
  readonly Offer: FunctionComponent;
  /** What is said above the link, or null for the usual. */
  readonly lead: () => string | null;
  /** What is said of a check that was confirmed: it holds for the session, which ends before the room may. */
  readonly confirmed: string;
  /** What is said of an end, where the usual would not be so. */
  readonly endText: (reason: EndReason) => EndText | null;
}

export type OpenDoor = (host: DoorHost) => DoorParts;

/** A room's place for it. */
export class DoorSlot {
  readonly part = signal<DoorParts | null>(null);
  readonly told: DoorHost["told"] = signal(null);
  readonly lost = signal(0);
  /** Nothing can be said now. */
  readonly blocks: ReadonlySignal<boolean>;
  readonly #stage = signal<"open" | "empty" | "compare">("open");
  readonly #load: () => Promise<OpenDoor>;
  /** What the part works with. */
  readonly host: DoorHost;

  constructor(load: () => Promise<OpenDoor>, host: Omit<DoorHost, "told" | "lost" | "stage">) {
    this.#load = load;
    this.host = { ...host, told: this.told, lost: this.lost, stage: this.#stage };
    this.blocks = computed(() => {
      const stage = this.#stage.value;
      return stage === "compare" ? !host.compared.value : stage === "empty";
    });
  }

  /**
   * What does not come is asked for again with the next word.
   * @param unanswered own texts that the room had not answered when the session was over: they were lost with it
   */
  take(event: DoorEvent, atMs: number, unanswered = 0): void {
    if (event.state === "vacant") this.lost.value = (event.undelivered ?? 0) + unanswered;
    this.told.value = { ...event, atMs };
    this.#stage.value = STAGES[event.state] ?? this.#stage.peek();
    if (this.part.peek() !== null) return;
    this.#load().then(
      (open) => {
        this.part.value ??= open(this.host);
      },
      () => undefined,
    );
  }
}

/** Nothing can be said between two sessions of a creator, while a guest waits to be let in, and before a comparison. A knock changes nothing in that. */
const STAGES: { readonly [State in DoorEvent["state"]]?: "open" | "empty" | "compare" } = {
  vacant: "empty",
  asking: "empty",
  returnable: "open",
  compare: "compare",
};
