import type { RoomEvent } from "@tacet/client";
import type { Door } from "../room/visit.ts";

/** Own texts of one conversation. */
export interface Post {
  say(text: string): void;
  /** A text that cannot be said: it counts as one that did not arrive. */
  lose(): void;
  hear(event: RoomEvent): void;
  /** Resolves when few enough wait to arrive, so that a pipe's texts are read no faster than the room takes them. */
  ready(): Promise<void>;
  /** The pipe that texts came from is at its end: when all of them have arrived the room is left. One that said nothing stays. */
  inputEnded(): void;
  /** How many of them are not known to have arrived. */
  missed(): number;
}

const KEY = "text-";
/** A room takes 1,000 contents that wait (spec/content.md 4). */
const WAITING_MAX = 200;

export function createPost(door: Door): Post {
  const open = new Set<string>();
  let said = 0;
  let arrived = 0;
  let refused = 0;
  let ended = false;
  let wake: (() => void) | null = null;
  const isFull = (): boolean => said - arrived - refused >= WAITING_MAX;
  const advance = (): void => {
    if (!isFull()) wake?.();
    if (ended && said > 0 && arrived + refused === said) door.command({ do: "leave" });
  };
  return {
    say: (text) => {
      if (text.trim() === "") return;
      said += 1;
      door.command({ do: "message", text, key: `${KEY}${said}` });
    },
    lose: () => {
      said += 1;
      refused += 1;
    },
    hear: (event) => {
      if (event.event === "message" && isOurs(event.key)) open.add(event.id);
      else if (event.event === "refused" && isOurs(event.key)) refused += 1;
      else if (event.event === "receipt" && event.state === "delivered")
        arrived += open.delete(event.id) ? 1 : 0;
      else return;
      advance();
    },
    ready: async () => {
      if (!isFull()) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
    inputEnded: () => {
      ended = true;
      advance();
    },
    missed: () => said - arrived,
  };
}

function isOurs(key: string | null): boolean {
  return key?.startsWith(KEY) === true;
}
