/** What the driver of a browser hands to a page before any script of that page runs. */
export interface Early {
  readonly run: (argument: string) => void;
  readonly argument: string;
}

/** Something that may not happen in any page of any test. */
export interface Problem {
  readonly kind: "policy" | "error" | "console" | "foreign" | "crash";
  readonly text: string;
}

/**
 * One tab of one browser, whichever engine and driver it has. Everything in it is found by role and accessible name, as a person with
 * a screen reader finds it; nothing is found by class or id.
 */
export interface Tab {
  readonly engine: "chromium" | "firefox";
  /** Grows by itself; every test ends by looking at it. */
  readonly problems: Problem[];
  /** Addresses of all requests and sockets, in order. */
  readonly requests: readonly string[];
  /** Console lines that this test provokes (a socket that the test itself cut, say). */
  allow(pattern: RegExp): void;
  goto(address: string): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
  isOpen(): boolean;
  count(role: string, name: string): Promise<number>;
  click(role: string, name: string): Promise<void>;
  focus(role: string, name: string): Promise<void>;
  fill(role: string, name: string, text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Text that a person sees of the first such element; undefined where there is none. */
  textOf(role: string, name: string): Promise<string | undefined>;
  valueOf(role: string, name: string): Promise<string | undefined>;
  isDisabled(role: string, name: string): Promise<boolean>;
  /** Text of the whole page as it is seen. */
  text(): Promise<string>;
  evaluate<T>(run: (argument: string) => T | Promise<T>, argument?: string): Promise<T>;
  look(options: Looks): Promise<void>;
}

export interface Looks {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
}

export interface TabOptions {
  readonly early?: readonly Early[];
  /** A tab of the same browser, with the same stores and locks, as one person has several. */
  readonly beside?: Tab;
}

/** Collects what may not happen. The drivers feed it, in their own words. */
export class Watch {
  readonly problems: Problem[] = [];
  readonly requests: string[] = [];
  readonly #allowed: RegExp[] = [];
  #home: string | undefined;

  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** The first page that a tab opens says which origin is its own. */
  opened(address: string): void {
    this.#home ??= new URL(address).host;
  }

  requested(address: string): void {
    this.requests.push(address);
    const { protocol, host } = new URL(address);
    if (/^(?:https?|wss?):$/.test(protocol) && host !== this.#home) this.#add("foreign", address);
  }

  said(type: string, text: string): void {
    if (text.startsWith(POLICY_MARK)) this.#add("policy", text);
    else if (type === "error") this.#add("console", text);
  }

  failed(kind: "error" | "crash", text: string): void {
    this.#add(kind, text);
  }

  #add(kind: Problem["kind"], text: string): void {
    if (!this.#allowed.some((pattern) => pattern.test(text))) this.problems.push({ kind, text });
  }
}

const POLICY_MARK = "e2e-policy-violation";

/** Says every violation of the page's policies, Trusted Types among them, where the driver hears it. */
export const policyListener: Early = {
  run: (mark) => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(
        `${mark} ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      );
    });
  },
  argument: POLICY_MARK,
};
