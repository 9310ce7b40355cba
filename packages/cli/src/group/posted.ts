import type { GroupCommand, GroupEvent } from "./open.ts";

/** Own texts of a room for many: a pipe's are read no faster than they get their places, and the room is left when all have arrived. */
export interface Posted {
  say(text: string): void;
  hear(event: GroupEvent): void;
  ready(): Promise<void>;
  inputEnded(): void;
}

const WAITING_MAX = 200;
const KEY = "text-";

export function createPosted(command: (command: GroupCommand) => void): Posted {
  const open = new Set<string>();
  let said = 0;
  let over = 0;
  let ended = false;
  let wake: (() => void) | null = null;
  /** Said before one is in; null from then on. */
  let early: string[] | null = [];
  const post = (text: string, at: number): void => command({ do: "message", text, key: `${KEY}${at}` });
  const enter = (): void => {
    const waiting = early ?? [];
    early = null;
    waiting.forEach((text, at) => post(text, at + 1));
  };
  const advance = (): void => {
    if (said - over < WAITING_MAX) wake?.();
    if (ended && said > 0 && over === said) command({ do: "leave" });
  };
  return {
    say: (text) => {
      if (text.trim() === "") return;
      said += 1;
      if (early === null) post(text, said);
      else early.push(text);
    },
    hear: (event) => {
      if (event.event === "status" && event.value === "open" && early !== null) enter();
      else if (event.event === "message" && event.key?.startsWith(KEY) === true) open.add(event.id);
      else if (event.event === "refused" && event.key.startsWith(KEY)) over += 1;
      else if (event.event === "receipt" && event.state === "delivered")
        over += open.delete(event.id) ? 1 : 0;
      else return;
      advance();
    },
    ready: async () => {
      if (said - over < WAITING_MAX) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
    inputEnded: () => {
      ended = true;
      advance();
    },
  };
}
