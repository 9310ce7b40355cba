import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ChromiumTab } from "./chromium.ts";
import { clipped } from "./clipped.ts";
import { until } from "./until.ts";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A screen as one kind of visitor has it. */
export interface View {
  readonly name: string;
  readonly scheme: "light" | "dark";
  readonly width: number;
  readonly height: number;
  /** The system's few colours in the place of the page's. */
  readonly forced?: boolean;
  /** Letters of twice the size, in a window of the same. */
  readonly twice?: boolean;
}

export const PHONE_NARROW: View = { name: "320 px, light", scheme: "light", width: 320, height: 640 };
export const DESKTOP: View = { name: "desktop, dark", scheme: "dark", width: 1280, height: 800 };

const VIEWS: readonly View[] = [
  { name: "phone, light", scheme: "light", width: 390, height: 844 },
  { name: "phone, dark", scheme: "dark", width: 390, height: 844 },
  { name: "desktop, light", scheme: "light", width: 1280, height: 800 },
  DESKTOP,
];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Runs all of axe's rules of WCAG and of good practice over what is on the screen, in each view. One line per violation. */
export async function violations(
  tab: ChromiumTab,
  screen: string,
  views: readonly View[] = VIEWS,
): Promise<readonly string[]> {
  const session = await tab.cdp();
  // By the debugger, which the page's policies do not bind.
  await session.send("Runtime.evaluate", { expression: source });
  const lines: string[] = [];
  for (const view of views) {
    await show(tab, view);
    await until(`the view ${view.name}`, () => tab.evaluate(isSettled, JSON.stringify(view)));
    const { result } = await session.send("Runtime.evaluate", {
      expression:
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations, passes }) => ({ violations, passed: passes.length }))",
      awaitPromise: true,
      returnByValue: true,
    });
    const found = result.value as { readonly violations: readonly Violation[]; readonly passed: number };
    if (found.passed < 5) throw new Error(`axe checked nothing on ${screen} (${view.name}).`);
    for (const { id, help, nodes } of found.violations) {
      lines.push(
        `${screen}, ${view.name}: ${id}: ${help}: ${nodes
          .map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`)
          .join(" ; ")
          .slice(0, 600)}`,
      );
    }
    const cut = await clipped(tab);
    lines.push(...cut.map((line) => `${screen}, ${view.name}: ${line}`));
  }
  await session.detach();
  return lines;
}

/** Runs in the page: that it is drawn in this view, and nothing is on its way to it. */
async function isSettled(json: string): Promise<boolean> {
  const { scheme, width } = JSON.parse(json) as View;
  for (let frame = 0; frame < 2; frame += 1) {
    await new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve));
    });
  }
  const moving = document
    .getAnimations()
    .filter((it) => it.playState === "running" && Number(it.effect?.getComputedTiming().endTime) < Infinity);
  await Promise.allSettled(moving.map((it) => it.finished));
  return innerWidth === width && matchMedia(`(prefers-color-scheme: ${scheme})`).matches;
}

async function show(tab: ChromiumTab, view: View): Promise<void> {
  await tab.look(view);
  await tab.page.emulateMedia({ forcedColors: view.forced === true ? "active" : "none" });
  await tab.evaluate(
    (size) => {
      document.documentElement.style.fontSize = size;
    },
    view.twice === true ? "200%" : "",
  );
}
