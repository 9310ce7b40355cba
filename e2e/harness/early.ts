import type { Early } from "./tab.ts";

/** What the recorder keeps in a page, under the name `e2e`. Times are milliseconds of the calendar, with fractions. */
export interface Recorded {
  readonly statuses: { readonly text: string; readonly at: number }[];
  readonly presses: { readonly name: string; readonly at: number }[];
  /** Every heading, from its first moment on the page; again when it comes again. */
  readonly headings: { readonly text: string; readonly at: number }[];
  /** Words that a test waits for, and when they were first there. */
  awaited: { readonly words: string; readonly at: number | null }[];
  /** Every text that was ever drawn in the log, in the order of drawing. */
  readonly drawn: string[];
  readonly peers: RTCPeerConnection[];
  readonly longTasksMs: number[];
}

declare global {
  interface Window {
    e2e: Recorded;
    /** See {@link socketWatcher}. */
    sockets: { opened: number; readonly closedAs: number[] };
    /** See {@link secureWatcher}. */
    joining: { pressedAt: number; readonly secureAt: Promise<number> };
  }
}

/** Counts a page's sockets that opened, and keeps the status of each that closed. */
export const socketWatcher: Early = {
  run: () => {
    const kept: Window["sockets"] = { opened: 0, closedAs: [] };
    window.sockets = kept;
    window.WebSocket = class extends WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        this.addEventListener("open", () => (kept.opened += 1));
        this.addEventListener("close", ({ code }) => kept.closedAs.push(code));
      }
    };
  },
  argument: "",
};

/** Notes by the page's own clock the press and the first "Secure", on whichever path the room takes. Nobody asks the page anything meanwhile: that would take its time. */
export const secureWatcher: Early = {
  run: () => {
    const now = (): number => performance.timeOrigin + performance.now();
    const isSecure = (): boolean =>
      document.querySelector('output[aria-label="Connection"]')?.textContent.startsWith("Secure ") === true;
    const secureAt = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!isSecure()) return;
        observer.disconnect();
        resolve(now());
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true });
    });
    const kept = { pressedAt: Number.NaN, secureAt };
    window.joining = kept;
    document.addEventListener("click", () => (kept.pressedAt = now()), true);
  },
  argument: "",
};

/**
 * Watches a page from its first moment, from outside: what its status said and when, what was pressed and when, what was drawn as a
 * message, and which peer connections it made. It changes nothing that the page can notice but the constructor's identity.
 */
export const recorder: Early = {
  run: () => {
    const kept: Recorded = {
      statuses: [],
      presses: [],
      headings: [],
      awaited: [],
      drawn: [],
      peers: [],
      longTasksMs: [],
    };
    window.e2e = kept;
    const now = (): number => performance.timeOrigin + performance.now();
    const seen = new WeakSet<Element>();
    let standing = new Set<string>();
    const lookAtWords = (): void => {
      const headings = [...document.querySelectorAll("h1, h2")].map((it) => it.textContent.trim());
      for (const text of headings) if (!standing.has(text)) kept.headings.push({ text, at: now() });
      standing = new Set(headings);
      kept.awaited = kept.awaited.map((one) =>
        one.at === null && document.body.textContent.includes(one.words) ? { ...one, at: now() } : one,
      );
    };
    const look = (): void => {
      const status = document.querySelector(':is(output, [role="status"])[aria-label="Connection"]');
      const text = status?.textContent.trim();
      if (text !== undefined && text !== "" && text !== kept.statuses.at(-1)?.text)
        kept.statuses.push({ text, at: now() });
      for (const row of document.querySelectorAll('[role="log"] li')) {
        if (seen.has(row)) continue;
        seen.add(row);
        kept.drawn.push(row.querySelector("p")?.textContent ?? "");
      }
      lookAtWords();
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    const pressed = (event: Event): void => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button !== null) kept.presses.push({ name: button.innerText.trim(), at: now() });
    };
    document.addEventListener("click", pressed, true);
    const Native = window.RTCPeerConnection;
    // Some tests take the constructor away before this one runs.
    if (typeof Native === "function") {
      window.RTCPeerConnection = class extends Native {
        constructor(...given: ConstructorParameters<typeof RTCPeerConnection>) {
          super(...given);
          kept.peers.push(this);
        }
      };
    }
    if (PerformanceObserver.supportedEntryTypes.includes("longtask")) {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) kept.longTasksMs.push(entry.duration);
      }).observe({ type: "longtask" });
    }
  },
  argument: "",
};

/** Takes something of the platform away before the page looks, by its dotted path from the window. */
export function without(path: string): Early {
  return {
    run: (path) => {
      const names = path.split(".");
      const last = names.pop() ?? "";
      let owner: object = window;
      for (const name of names) owner = (owner as Record<string, object>)[name] ?? {};
      for (let at: object | null = owner; at !== null; at = Object.getPrototypeOf(at) as object | null) {
        if (Object.hasOwn(at, last))
          Object.defineProperty(at, last, { value: undefined, configurable: true });
      }
    },
    argument: path,
  };
}
