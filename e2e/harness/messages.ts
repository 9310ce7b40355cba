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
