import type { Person } from "./person.ts";

/** More presses of Tab than any screen has stops. */
export const STOPS_MAX = 30;

/** Presses Tab until the focus is on what has this name. */
export async function tabTo(person: Person, name: string): Promise<void> {
  const stops: string[] = [];
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    const at = await focused(person);
    if (at === name) return;
    stops.push(at);
    await person.tab.press("Tab");
  }
  throw new Error(`Tab does not reach "${name}". It stopped at: ${stops.join(" | ")}`);
}

/** The name of what has the focus: its label, its own label element, or its text. */
export function focused({ tab }: Person): Promise<string> {
  return tab.evaluate(() => {
    const element = document.activeElement;
    if (element === null) return "";
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
    return (element.getAttribute("aria-label") ?? label ?? element.textContent ?? "").trim();
  });
}
