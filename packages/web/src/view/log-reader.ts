import { signal } from "@preact/signals";
import type { TalkView } from "../model/talk-view.ts";
import type { LogScroller } from "./log-scroller.ts";
import { nextFrame } from "./platform.ts";

/** A place that is only estimated is near after one drawing and right after the next. */
const DRAWINGS = 3;

/**
 * Where somebody is in the log. The arrow keys go from message to message; Tab then goes on to what can be done with it, and Escape leaves
 * to the box. Where nothing hovers, a press on a message reaches it. What was on a screen that is seen is told to the room.
 */
export class LogReader {
  /** The message that is reached: its buttons are among the stops of the keyboard. */
  readonly reached = signal<string | null>(null);
  /** The message for which a reaction is being chosen. */
  readonly choosing = signal<string | null>(null);
  readonly #view: TalkView;
  readonly #scroller: LogScroller;
  #element: HTMLElement | null = null;
  #told = -1;

  constructor(view: TalkView, scroller: LogScroller) {
    this.#view = view;
    this.#scroller = scroller;
  }

  /** Starts listening; the answer stops it. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    element.addEventListener("click", (event) => this.#clicked(event), { signal });
    element.addEventListener("focusin", (event) => this.#focused(event), { signal });
    element.addEventListener("scroll", () => this.#tellRead(), { signal, passive: true });
    document.addEventListener("visibilitychange", () => this.#tellRead(), { signal });
    return () => {
      stop.abort();
    };
  }

  /** Called after each drawing. A row that went away by scrolling gives the focus back to the log. */
  drawn(): void {
    this.#tellRead();
    const reached = this.reached.peek();
    if (reached === null || document.activeElement !== document.body) return;
    if (this.#rowOf(this.#view.messages.placeOf(reached)) !== null) return;
    this.#element?.focus({ preventScroll: true });
  }

  /** A message has come between others, or gone. */
  shift(at: number, by: 1 | -1): void {
    if (at <= this.#told) this.#told += by;
  }

  /** Goes to a message, wherever it is, with the focus. */
  goTo(index: number): void {
    const message = this.#view.messages.at(index);
    if (message === undefined) return;
    this.reached.value = message.id;
    // Whatever had the focus, its row may go away by this.
    this.#element?.focus({ preventScroll: true });
    this.#bring(index, DRAWINGS);
  }

  #bring(index: number, drawings: number): void {
    const row = this.#rowOf(index);
    const { activeElement } = document;
    const awaited = activeElement === this.#element || activeElement === document.body;
    // Who went on meanwhile is not called back.
    if (!awaited && activeElement !== row) return;
    this.#scroller.show(index);
    row?.focus({ preventScroll: true });
    if (drawings > 0)
      nextFrame(() => {
        this.#bring(index, drawings - 1);
      });
  }

  #rowOf(index: number): HTMLElement | null {
    return this.#element?.querySelector<HTMLElement>(`li[data-index="${index}"]`) ?? null;
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape") this.#leave();
    // The arrows of a slider are its own.
    else if (event.target instanceof HTMLInputElement) return;
    else {
      const next = this.#nextOf(event.key);
      if (next === null) return;
      this.choosing.value = null;
      this.goTo(Math.max(0, Math.min(next, this.#view.messages.count - 1)));
    }
    event.preventDefault();
  }

  /** Where a key leads; null for one that leads nowhere. */
  #nextOf(key: string): number | null {
    const { messages } = this.#view;
    const at = messages.placeOf(this.#messageAt(document.activeElement) ?? "");
    if (key === "Home") return 0;
    if (key === "End") return messages.count - 1;
    if (key !== "ArrowUp" && key !== "ArrowDown") return null;
    if (at < 0) return this.#scroller.lastSeen;
    return key === "ArrowUp" ? at - 1 : at + 1;
  }

  /** First out of the reactions, then out of the log. */
  #leave(): void {
    if (this.choosing.peek() === null) document.getElementById("message")?.focus();
    else {
      this.choosing.value = null;
      this.goTo(this.#view.messages.placeOf(this.reached.peek() ?? ""));
    }
  }

  #focused({ target }: FocusEvent): void {
    const id = this.#messageAt(target);
    // A press gives the focus to the message itself, before it is told as a press. What a file's own buttons do needs nothing shown beside
    // it: a row that grew under the finger would move the button away.
    const isFile = target instanceof Element && target.closest(".file") !== null;
    if (id !== null && !isFile && !(target instanceof HTMLLIElement)) this.reached.value = id;
  }

  /** A finger has nothing that hovers: its press shows what can be done, and the next one hides it. */
  #clicked({ target }: MouseEvent): void {
    const onWords = target instanceof Element && target.closest("a, button, input") === null;
    if (!onWords || !matchMedia("(hover: none)").matches || getSelection()?.isCollapsed === false) return;
    const id = this.#messageAt(target);
    this.choosing.value = null;
    this.reached.value = this.reached.peek() === id ? null : id;
  }

  #messageAt(target: EventTarget | null): string | null {
    const row = target instanceof Element ? target.closest("li") : null;
    return row === null ? null : (this.#view.messages.at(Number(row.dataset["index"]))?.id ?? null);
  }

  /** The newest message of the other person among what is seen stands for all before it. */
  #tellRead(): void {
    if (document.visibilityState !== "visible") return;
    const { messages } = this.#view;
    const seen = this.#scroller.lastSeen;
    for (let index = Math.min(seen, messages.count - 1); index > this.#told; index -= 1) {
      const message = messages.at(index);
      if (message?.from !== "other" || message.deleted) continue;
      this.#view.saw(message.id);
      break;
    }
    this.#told = Math.max(this.#told, seen);
  }
}
