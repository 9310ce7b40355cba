import { text } from "../text/room-text.ts";

/** So long after the first message of a burst it is spoken: a burst becomes one sentence. */
const GROUP_MS = 900;

export interface Announcer {
  /** `name` is empty for someone who has given none. */
  message(name: string, body: string): void;
  /** Forgets what has not been spoken. */
  clear(): void;
}

/** Tells screen readers of messages, grouped, without the log being a live region: its rows come and go by scrolling. */
export function createAnnouncer(
  after: (ms: number, run: () => void) => () => void,
  say: (sentence: string) => void,
): Announcer {
  let count = 0;
  let last = { name: "", body: "" };
  let cancel: (() => void) | null = null;
  const speak = (): void => {
    const { body } = last;
    const name = last.name === "" ? text.room.other : last.name;
    const sentence =
      count === 1 ? text.room.announcement(name, body) : text.room.announcements(count, name, body);
    clear();
    say(sentence);
  };
  const clear = (): void => {
    cancel?.();
    cancel = null;
    count = 0;
    last = { name: "", body: "" };
  };
  return {
    message(name, body) {
      count += 1;
      last = { name, body };
      cancel ??= after(GROUP_MS, speak);
    },
    clear,
  };
}
