import type { Tab } from "./tab.ts";

/** Which tabs share a browser context: it is closed after the last of them. */
export class Contexts<Context extends object> {
  readonly #of = new WeakMap<Tab, Context>();
  readonly #tabs = new WeakMap<Context, number>();

  of(tab: Tab | undefined): Context | undefined {
    return tab === undefined ? undefined : this.#of.get(tab);
  }

  opened(tab: Tab, context: Context): void {
    this.#of.set(tab, context);
    this.#tabs.set(context, (this.#tabs.get(context) ?? 0) + 1);
  }

  /** True for a context of one tab, whatever pages that one has opened. */
  isOneTabs(context: Context): boolean {
    return (this.#tabs.get(context) ?? 0) < 2;
  }

  /** True when that was the last one. */
  closed(context: Context): boolean {
    const left = (this.#tabs.get(context) ?? 1) - 1;
    this.#tabs.set(context, left);
    return left === 0;
  }
}
