import { signal } from "@preact/signals";
import { Heights } from "../model/heights.ts";
import { windowOf, type RowWindow } from "../model/window.ts";

/** A row that has not been drawn yet is taken for two lines and its frame. */
const ESTIMATE_PX = 60;
/** So near the end counts as at the end. */
const END_PX = 32;

/**
 * Moves a window of drawn rows over a long log. It stays at the end while the reader is there, and stays where the
 * reader is otherwise: a row above that turns out taller than estimated moves the scroll position by the same amount.
 */
export class LogScroller {
  readonly rows = signal<RowWindow>({ first: 0, end: 0, beforePx: 0, afterPx: 0 });
  /** True while the reader is at the end. */
  readonly atEnd = signal(true);
  readonly #heights = new Heights(ESTIMATE_PX);
  /** By how much rows above what is seen have changed since the last drawing. */
  #owedPx = 0;
  #element: HTMLElement | null = null;
  #observer: ResizeObserver | null = null;

  /** Starts watching the scrolling element; the answer stops it. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    this.#observer ??= this.#watch();
    this.#observer.observe(element);
    const scrolled = (): void => {
      this.#scrolled();
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      element.removeEventListener("scroll", scrolled);
      this.#observer?.disconnect();
      this.#observer = null;
      this.#element = null;
    };
  }

  /** A row was drawn: its height is measured now and whenever it changes. */
  drawn(row: HTMLElement): void {
    this.#observer ??= this.#watch();
    this.#observer.observe(row);
  }

  /** There are `count` messages now. */
  grow(count: number): void {
    this.#heights.grow(count);
    this.#place();
  }

  /** A row has come between others, or gone: with the next drawing the reader is where the reader was. */
  shift(at: number, by: 1 | -1): void {
    const { totalPx } = this.#heights;
    const isAbove = this.#heights.offsetPx(at) < (this.#element?.scrollTop ?? 0);
    this.#heights.shift(at, by);
    if (isAbove) this.#owedPx += this.#heights.totalPx - totalPx;
    this.#place();
  }

  /** Brings a row into what is seen; its place is an estimate until it has been drawn, so whoever asks, asks again then. */
  show(index: number): void {
    const element = this.#element;
    if (element === null) return;
    const topPx = this.#heights.offsetPx(index);
    const endPx = this.#heights.offsetPx(index + 1);
    const { scrollTop, clientHeight } = element;
    if (topPx < scrollTop || endPx > scrollTop + clientHeight) {
      this.atEnd.value = false;
      element.scrollTop = topPx < scrollTop ? topPx - END_PX : endPx - clientHeight + END_PX;
    }
    this.#scrolled();
  }

  /** The last row of which more than its edge is seen; -1 where there is none. */
  get lastSeen(): number {
    const element = this.#element;
    if (element === null || this.#heights.count === 0) return -1;
    return this.#heights.indexAt(element.scrollTop + element.clientHeight - END_PX / 2);
  }

  toEnd(): void {
    this.atEnd.value = true;
    this.#place();
    this.pin();
  }

  /** Called after each drawing: at the end means at the very end of what is drawn now. */
  pin(): void {
    const element = this.#element;
    if (element === null) return;
    if (this.atEnd.peek()) element.scrollTop = element.scrollHeight;
    else if (this.#owedPx !== 0) element.scrollTop += this.#owedPx;
    this.#owedPx = 0;
  }

  #watch(): ResizeObserver {
    return new ResizeObserver((entries) => {
      this.#measured(entries);
    });
  }

  #scrolled(): void {
    const element = this.#element;
    if (element === null) return;
    this.atEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight <= END_PX;
    this.#place();
  }

  #place(): void {
    const element = this.#element;
    const viewportPx = element?.clientHeight ?? 0;
    const topPx = this.atEnd.peek() ? this.#heights.totalPx - viewportPx : (element?.scrollTop ?? 0);
    const next = windowOf(this.#heights, Math.max(0, topPx), viewportPx);
    const { first, end, beforePx, afterPx } = this.rows.peek();
    if (next.first !== first || next.end !== end || next.beforePx !== beforePx || next.afterPx !== afterPx) {
      this.rows.value = next;
    }
  }

  #measured(entries: readonly ResizeObserverEntry[]): void {
    const topPx = this.#element?.scrollTop ?? 0;
    let abovePx = 0;
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement) || target === this.#element) continue;
      if (!target.isConnected) {
        this.#observer?.unobserve(target);
        continue;
      }
      const index = Number(target.dataset["index"]);
      const isAbove = this.#heights.offsetPx(index) < topPx;
      const delta = this.#heights.set(index, target.getBoundingClientRect().height);
      if (isAbove) abovePx += delta;
    }
    this.#place();
    if (this.atEnd.peek()) this.pin();
    else if (abovePx !== 0 && this.#element !== null) this.#element.scrollTop = topPx + abovePx;
  }
}
