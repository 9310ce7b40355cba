import type { Tab } from "./tab.ts";
import { PATIENCE_MS, until } from "./until.ts";

export interface Line {
  /** 1 for the first message of the room. */
  readonly position: number;
  readonly own: boolean;
  readonly text: string;
  /** Of own messages: sending, sent, delivered, failed. */
  readonly state: string | null;
}

/** Somebody at a page: does what a person does and sees what a person sees, by roles and names (design: interfaces). */
export class Person<Kind extends Tab = Tab> {
  readonly tab: Kind;

  constructor(tab: Kind) {
    this.tab = tab;
  }

  /** From the landing page to a room that waits. Gives back the room's link. */
  async createRoom(origin: string): Promise<string> {
    await this.tab.goto(origin);
    await this.press("Create a room");
    return this.roomLink();
  }

  async roomLink(): Promise<string> {
    return until("the room link", async () => {
      const link = await this.tab.valueOf("textbox", "Room link");
      return link !== undefined && link.includes("#") && link;
    });
  }

  async joinByLink(link: string): Promise<void> {
    await this.open(link);
    await this.press("Join room");
  }

  /** Opens a link and looks at it, as a preview does too: nothing is pressed. */
  async open(link: string): Promise<void> {
    await this.tab.goto(link);
    await this.sees("heading", "You are invited");
  }

  async press(name: string, withinMs = PATIENCE_MS): Promise<void> {
    await until(
      `a button "${name}"`,
      async () => (await this.tab.count("button", name)) > 0,
      withinMs,
      () => this.tab.text(),
    );
    await this.tab.click("button", name);
  }

  async sees(role: string, name: string, withinMs = PATIENCE_MS): Promise<void> {
    await until(
      `${role} "${name}"`,
      async () => (await this.tab.count(role, name)) > 0,
      withinMs,
      () => this.tab.text(),
    );
  }

  /** Some words, anywhere on the page. */
  async reads(words: string | RegExp, withinMs = PATIENCE_MS): Promise<void> {
    await until(
      `the words ${String(words)}`,
      async () => {
        const text = await this.tab.text();
        return typeof words === "string" ? text.includes(words) : words.test(text);
      },
      withinMs,
      () => this.tab.text(),
    );
  }

  async status(): Promise<string> {
    return (await this.tab.textOf("status", "Connection"))?.trim() ?? "";
  }

  async statusBegins(word: string, withinMs = PATIENCE_MS): Promise<void> {
    await until(
      `status "${word}"`,
      async () => (await this.status()).startsWith(word),
      withinMs,
      async () => `${await this.status()} | ${await this.tab.text()}`,
    );
  }

  secure(withinMs = PATIENCE_MS): Promise<void> {
    return this.statusBegins("Secure P2P", withinMs);
  }

  async say(text: string): Promise<void> {
    await this.tab.fill("textbox", "Message", text);
    await this.tab.click("button", "Send");
  }

  /** What the whole log holds, however little of it is in the document at once: read by scrolling through it. */
  lines(): Promise<readonly Line[]> {
    return this.tab.evaluate(readLog);
  }

  async texts(from?: "self" | "other"): Promise<readonly string[]> {
    const lines = await this.lines();
    return lines.filter(({ own }) => from === undefined || own === (from === "self")).map(({ text }) => text);
  }

  /** That the log holds exactly these, in this order. A page draws with the next frame, so it may take a moment. */
  async shows(texts: readonly string[], from?: "self" | "other"): Promise<void> {
    await until(
      `exactly ${texts.length} messages in their order`,
      async () => JSON.stringify(await this.texts(from)) === JSON.stringify(texts),
      PATIENCE_MS,
      async () => JSON.stringify(await this.texts(from)),
    );
  }

  async hears(text: string, withinMs = PATIENCE_MS): Promise<void> {
    let looks = 0;
    await until(
      `the message ${JSON.stringify(text.slice(0, 60))}`,
      async () => {
        looks += 1;
        // Mostly it is drawn where the log stands. To read all of a long log moves the page for many frames.
        if (await this.tab.evaluate(draws, text)) return true;
        return looks % 5 === 0 && (await this.texts("other")).includes(text);
      },
      withinMs,
      () => this.tab.text(),
    );
  }

  async hasDelivered(count: number, withinMs = PATIENCE_MS): Promise<void> {
    await until(
      `${count} own messages delivered`,
      async () => (await this.lines()).filter(({ state }) => state === "delivered").length === count,
      withinMs,
      () => this.tab.text(),
    );
  }

  /** The page after the end: the reason as its heading, no history, nothing to write in. */
  endsWith(heading: string, withinMs = PATIENCE_MS): Promise<void> {
    return this.sees("heading", heading, withinMs);
  }

  /** When a heading came, by the page's own clock: milliseconds of the calendar, the harness's looking not included. */
  async headedAt(heading: string, withinMs = PATIENCE_MS): Promise<number> {
    await this.sees("heading", heading, withinMs);
    return this.#recorded(
      "heading",
      heading,
      (heading) => window.e2e.headings.findLast(({ text }) => text === heading)?.at,
    );
  }

  /** When a button was pressed last, by the page's own clock. */
  pressedAt(button: string): Promise<number> {
    return this.#recorded(
      "press of",
      button,
      (button) => window.e2e.presses.findLast(({ name }) => name === button)?.at,
    );
  }

  /** From now on the page notes by its own clock when it shows these words, for `readAt`. */
  expects(words: string): Promise<void> {
    return this.tab.evaluate((words) => {
      window.e2e.awaited = [{ words, at: null }];
    }, words);
  }

  /** When it showed the words that it expects. */
  readAt(words: string): Promise<number> {
    return this.#recorded(
      "words",
      words,
      (words) => window.e2e.awaited.find((one) => one.words === words)?.at ?? undefined,
    );
  }

  #recorded(kind: string, name: string, look: (name: string) => number | undefined): Promise<number> {
    return until(
      `the ${kind} "${name}" in the recording`,
      () => this.tab.evaluate(look, name),
      undefined,
      () => this.tab.text(),
    );
  }

  /** That nothing which was said is left on the screen and nothing can be written. */
  async isScrubbed(said: readonly string[]): Promise<boolean> {
    const [text, disabled] = [await this.tab.text(), await this.tab.isDisabled("textbox", "Message")];
    const left = await this.tab.evaluate(() => document.documentElement.outerHTML);
    return disabled && said.every((words) => !text.includes(words) && !left.includes(words));
  }

  /** That the status began with a word at some time after it had said so many; it may be over before anybody looks. */
  async statusWas(word: string, after: number): Promise<void> {
    await until(`status "${word}" in the recording`, async () =>
      (await this.statuses()).slice(after).some((status) => status.startsWith(word)),
    );
  }

  statuses(): Promise<readonly string[]> {
    return this.tab.evaluate(() => window.e2e.statuses.map(({ text }) => text));
  }
}

/** Runs in the page: whether a message of the other side with these words is drawn now. */
function draws(words: string): boolean {
  return [...document.querySelectorAll('[role="log"] li')].some(
    (row) => row.querySelector("bdi")?.textContent !== "You" && row.querySelector("p")?.textContent === words,
  );
}

/** Runs in the page. The log draws only the rows near what is seen, so it is scrolled from its beginning to its end. */
async function readLog(): Promise<readonly Line[]> {
  const log = document.querySelector('[role="log"][aria-label="Messages"]');
  if (log === null) return [];
  const found = new Map<number, Line>();
  const take = (): void => {
    for (const row of log.querySelectorAll("li")) {
      const [words, about] = row.querySelectorAll("p");
      const state = /(sending|sent|delivered|failed)$/.exec(about?.textContent?.trim() ?? "")?.[1] ?? null;
      const position = Number(row.getAttribute("aria-posinset"));
      const own = row.querySelector("bdi")?.textContent === "You";
      found.set(position, { position, own, text: words?.textContent ?? "", state });
    }
  };
  const drawn = (): Promise<void> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        setTimeout(resolve);
      });
    });
  take();
  const total = Number(log.querySelector("li")?.getAttribute("aria-setsize") ?? 0);
  if (found.size < total) {
    const { scrollTop } = log;
    log.scrollTop = 0;
    await drawn();
    take();
    for (let top = 0; top < log.scrollHeight; top += Math.max(100, log.clientHeight * 0.9)) {
      log.scrollTop = top;
      await drawn();
      take();
    }
    log.scrollTop = scrollTop;
    await drawn();
    take();
  }
  return [...found.values()].sort((a, b) => a.position - b.position);
}
