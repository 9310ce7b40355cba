import { signal } from "@preact/signals";
import type { RoomCommand, RoomEvent } from "@tacet/client";

/** Which paths the room may take (spec/content.md 8), as the room's event says it. */
export interface RoomPolicy {
  readonly path: "any" | "direct" | "relayed";
  /** What this side asks for. */
  readonly own: "any" | "direct" | "relayed";
  /** Whose press is awaited, for what is said to go through the relay. */
  readonly awaits: "self" | "other" | null;
  /** Hidden now, and the other side may have seen this side's address before. */
  readonly seen: boolean;
}

const DIRECT: RoomPolicy = { path: "direct", own: "direct", awaits: null, seen: false };

/** What a screen shows of the paths, and can ask of them. */
export class PathView {
  readonly policy = signal<RoomPolicy>(DIRECT);
  readonly #command: (command: RoomCommand) => void;

  constructor(ports: { command(command: RoomCommand): void }) {
    this.#command = (command) => {
      ports.command(command);
    };
  }

  take({ path, own, awaits, seen }: RoomEvent & { event: "policy" }): void {
    this.policy.value = { path, own, awaits, seen };
  }

  /** For good: the room goes through the relay from now on. */
  hide(): void {
    this.#command({ do: "hide-address" });
  }

  /** Lets what is said go through the relay, or agrees to it. */
  allowRelay(): void {
    this.#command({ do: "use-relay" });
  }
}
