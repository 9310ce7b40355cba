import { describe, expect, it } from "vitest";
import { sayAll } from "./harness/messages.ts";
import type { Person } from "./harness/person.ts";
import { meet, useStage } from "./harness/stage.ts";
import { load, stretch, until } from "./harness/until.ts";

/** Many times what the window draws; npm run campaign long sends 10,000. */
const MESSAGES = Number(process.env["TACET_MESSAGES"] ?? 1_500);
const WARM_UP = 300;
const NODES_MAX = 600;

/** By the clock of the wall. Where the first few messages take longer, the machine is slow, and the log's length may add nothing to that. */
const LONG_TASK_MS = 200;
/** Many minutes on a busy machine; half of one on a quiet one. */
const RUN_MS = 900_000;

/** Above this a person at the keyboard feels the page lag, however long the log is. */
const TYPING_MS_MAX = 100;

describe("thousands of messages", () => {
  const stage = useStage();

  it(
    "stay smooth: few nodes, no long task, typing answers at once, each arrives once and in order",
    { timeout: RUN_MS },
    async () => {
      const relay = await stage.relay();
      const [creator, guest] = await stage.pair();
      await meet(relay.origin, creator, guest);
      const begin = performance.now();
      await sayAll(creator, textsOf(0, WARM_UP));
      await hasArrived(guest, WARM_UP);
      const early = await Promise.all(
        [creator, guest].map(({ tab }) => tab.evaluate(() => window.e2e.longTasksMs.splice(0))),
      );
      const longestEarly = Math.max(0, ...early.flat());
      await sayAll(creator, textsOf(WARM_UP, MESSAGES));
      await hasArrived(guest, MESSAGES);
      const seconds = (performance.now() - begin) / 1000;
      const numbers = [];
      for (const [who, person] of [
        ["sender", creator],
        ["receiver", guest],
      ] as const) {
        const tasks = await person.tab.evaluate(() => window.e2e.longTasksMs);
        const nodes = await person.tab.evaluate(() => document.querySelectorAll("*").length);
        const typing = await typingMs(person);
        numbers.push({ who, nodes, longest: Math.max(0, ...tasks), longTasks: tasks.length, typing });
      }
      console.log(
        `${MESSAGES} messages in ${seconds.toFixed(1)} s, load ${load()}: ${JSON.stringify(numbers)}`,
      );
      for (const { who, nodes, longest, typing } of numbers) {
        expect(nodes, `elements at the ${who}`).toBeLessThanOrEqual(NODES_MAX);
        expect(longest, `longest task at the ${who}`).toBeLessThanOrEqual(
          Math.max(LONG_TASK_MS * stretch(), longestEarly),
        );
        expect(typing, `ms from a key to the next frame at the ${who}`).toBeLessThanOrEqual(
          TYPING_MS_MAX * stretch(),
        );
      }
      expect(await missing(guest)).toEqual([]);
    },
  );
});

function textsOf(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, n) => `message ${from + n}`);
}

async function hasArrived(person: Person, count: number): Promise<void> {
  await until(
    `${count} messages`,
    async () => (await size(person)) === count,
    300_000,
    async () => `${await size(person)} messages`,
  );
}

function size({ tab }: Person): Promise<number> {
  return tab.evaluate(() =>
    Number(document.querySelector('[role="log"] li')?.getAttribute("aria-setsize") ?? 0),
  );
}

/** The median time from a key press to the frame that shows its letter. */
async function typingMs({ tab }: Person): Promise<number> {
  await tab.focus("textbox", "Message");
  return tab.evaluate(async () => {
    const box = document.activeElement as HTMLTextAreaElement;
    const times: number[] = [];
    for (let count = 0; count < 15; count += 1) {
      const begin = performance.now();
      document.execCommand("insertText", false, "x");
      await new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve));
      });
      times.push(performance.now() - begin);
    }
    if (!box.value.endsWith("xxxxx")) throw new Error("Nothing was typed.");
    return times.sort((a, b) => a - b)[7] ?? Infinity;
  });
}

/** Positions whose text is not the one that was sent there. Looks at a sample of places, each reached by scrolling. */
function missing({ tab }: Person): Promise<readonly string[]> {
  return tab.evaluate(async () => {
    const log = document.querySelector('[role="log"]');
    const wrong: string[] = [];
    let looked = 0;
    if (log === null) return ["no log"];
    for (let part = 0; part <= 100; part += 1) {
      log.scrollTop = ((log.scrollHeight - log.clientHeight) * part) / 100;
      await new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve));
      });
      for (const row of log.querySelectorAll("li")) {
        const position = Number(row.getAttribute("aria-posinset"));
        const text = row.querySelector("p")?.textContent;
        looked += 1;
        if (text !== `message ${position - 1}`) wrong.push(`${position}: ${text ?? ""}`);
      }
    }
    return looked < 500 ? [`only ${looked} rows were seen`] : wrong;
  });
}
