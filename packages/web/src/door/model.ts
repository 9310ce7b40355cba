import { computed, type ReadonlySignal } from "@preact/signals";
import type { DoorHost } from "../model/door-slot.ts";

/** What is said above the messages; one at a time. */
export type Saying = "knock" | "late" | "compare" | "shut" | "vacant" | "asking" | "returnable";

/** A return room as its screen shows it. */
export class DoorModel {
  readonly saying: ReadonlySignal<Saying | null>;
  readonly speaks: ReadonlySignal<boolean>;
  /** The creator lets people come back: null once somebody has come. */
  readonly offered: ReadonlySignal<boolean | null>;
  readonly host: DoorHost;

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
    const told = this.host.told.peek();
    if (told?.knock === undefined) return;
    this.host.command({ do: "door", says: letIn ? "let-in" : "refuse", knock: told.knock });
    this.host.told.value = { ...told, state: "quiet" };
  }

  /** What was said once is not said again. */
  understand(): void {
    const told = this.host.told.peek();
    if (told !== null) this.host.told.value = { ...told, state: "quiet" };
  }

  /** What waits for an answer comes first; then what keeps people from writing. */
  #say(): Saying | null {
    const { told, compared, stage, role } = this.host;
    const state = told.value?.state;
    if (state === "knock" || state === "asking" || state === "late") return state;
    if (stage.value === "compare" && !compared.value) return "compare";
    if (state === "shut") return state;
    if (stage.value === "empty") return "vacant";
    return state === "returnable" && role === "guest" ? state : null;
  }
}
