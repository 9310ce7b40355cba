import type { Person } from "./person.ts";
import { until } from "./until.ts";

/** Presses a button of the message with these words; it must be near what is seen. */
export async function press({ tab }: Person, words: string, name: string): Promise<void> {
  await until(`"${name}" of "${words}"`, () => tab.evaluate(pressButton, JSON.stringify([words, name])));
}

/** Runs in the page. */
function pressButton(json: string): boolean {
  const [words, name] = JSON.parse(json) as [string, string];
  const row = [...document.querySelectorAll('[role="log"] li')].findLast(
    (it) => it.querySelector("p")?.textContent === words,
  );
  const button = [...(row?.querySelectorAll("button") ?? [])].find((it) => it.textContent === name);
  button?.click();
  return button !== undefined;
}

/** Runs in the page: moves the log until the message with these words is in the document. */
export async function scrollTo(words: string): Promise<void> {
  const log = document.querySelector(".log");
  const isHere = (): boolean =>
    [...document.querySelectorAll(".wording")].some((it) => it.textContent === words);
  for (let top = log?.scrollTop ?? 0; top > 0 && !isHere(); top -= 200) {
    log?.scrollTo(0, top - 200);
    await new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve));
    });
  }
}

/** Says many texts by the page's own field and button, as fast as the page takes them. */
export async function sayAll({ tab }: Person, texts: readonly string[]): Promise<void> {
  await tab.evaluate(sayInPage, JSON.stringify(texts));
}

/** Runs in the page: writes and sends, and waits whenever it shows that many are waiting. */
async function sayInPage(json: string): Promise<void> {
  const box = document.querySelector<HTMLTextAreaElement>('textarea[aria-label="Message"]');
  const button = [...document.querySelectorAll("button")].find((it) => it.innerText === "Send");
  if (box === null || button === undefined) throw new Error("There is nothing to write in.");
  const later = (): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve);
    });
  // The log stands at its end and draws a few rows above it: when the highest own one of them has arrived, few are on their way.
  const fewAreWaiting = (): boolean => {
    const rows = [...document.querySelectorAll('[role="log"] li')];
    const own = rows.find((row) => row.querySelector("bdi")?.textContent === "You");
    return rows.length < 8 || own === undefined || own.textContent.includes("delivered");
  };
  for (const [n, text] of (JSON.parse(json) as string[]).entries()) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(box, text);
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await Promise.resolve();
    button.click();
    if (n % 4 === 0) await later();
    // The room takes at most 1,000 that wait: keep well below, as a person does.
    while (!fewAreWaiting()) await later();
  }
}

/** The words of the quote of a message; null where there is none. */
export function quoteOf({ tab }: Person, words: string): Promise<string | null> {
  return tab.evaluate((words) => {
    const row = [...document.querySelectorAll('[role="log"] li')].findLast(
      (it) => it.querySelector("p")?.textContent === words,
    );
    return row?.querySelector(".quote")?.textContent ?? null;
  }, words);
}

/** What stands beside the words of a message. */
export function about({ tab }: Person, words: string): Promise<string> {
  return tab.evaluate((words) => {
    const row = [...document.querySelectorAll('[role="log"] li')].findLast(
      (it) => it.querySelector("p")?.textContent === words,
    );
    return [...(row?.querySelectorAll("p.state") ?? [])].map((it) => it.textContent).join("");
  }, words);
}
