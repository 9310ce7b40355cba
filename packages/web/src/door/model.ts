import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { DoorHost } from "../model/door-slot.ts";

/** What is said above the messages; one at a time. */
export type Saying = "knock" | "compare" | "shut" | "vacant" | "asking" | "returnable";

/** A return room as its screen shows it. */
export class DoorModel {
  readonly saying: ReadonlySignal<Saying | null>;
  readonly speaks: ReadonlySignal<boolean>;
  /** The creator lets people come back: null once somebody has come. */
  readonly offered: ReadonlySignal<boolean | null>;
  readonly host: DoorHost;
  readonly #understood = signal(false);

  constructor(host: DoorHost) {
    this.host = host;
    this.saying = computed(() => this.#say());
    this.speaks = computed(() => this.saying.value !== null);
    this.offered = computed(() => {
      const state = host.told.value?.state;
      return state === "offered" ? true : state === "withdrawn" ? false : null;
    });
  }

  allow(allowed: boolean): void {
    this.host.command({ do: "door", says: allowed ? "offer" : "withdraw" });
  }

  /** The room tells nothing of an answer but its effect: until then, the knock is no longer asked about. */
  answer(letIn: boolean): void {
    this.host.command({ do: "door", says: letIn ? "let-in" : "refuse" });
    const told = this.host.told.peek();
    if (told !== null) this.host.told.value = { ...told, state: "quiet" };
  }

  understand(): void {
    this.#understood.value = true;
  }

  #say(): Saying | null {
    const { told, compared, empty } = this.host;
    const state = told.value?.state;
    switch (state) {
      case "knock":
      case "shut":
      case "asking":
      case "vacant":
        return state;
      case "compare":
        return compared.value ? null : state;
      case "returnable":
        return this.host.role === "guest" && !this.#understood.value ? state : null;
      default:
        return empty.value ? "vacant" : null;
    }
  }
}
