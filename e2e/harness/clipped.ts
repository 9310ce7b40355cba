import type { Tab } from "./tab.ts";

/** What of the page's own text is cut off, or lies where nobody sees it without moving the page sideways. One line for each. */
export function clipped(tab: Tab): Promise<readonly string[]> {
  return tab.evaluate(findClipped);
}

/** Runs in the page. Fields scroll by themselves, and the mark's line is drawn beyond the edges on purpose. */
function findClipped(): readonly string[] {
  const { scrollWidth } = document.documentElement;
  const found = scrollWidth > innerWidth ? [`the page is ${scrollWidth} px wide in ${innerWidth} px`] : [];
  for (const it of document.querySelectorAll<HTMLElement>("body *")) {
    const { left, right, width } = it.getBoundingClientRect();
    if (width === 0 || it.closest(".unseen, .mark, svg, input, textarea") !== null) continue;
    const name = `${it.tagName.toLowerCase()} "${it.innerText.slice(0, 40)}"`;
    const cuts = getComputedStyle(it).overflowX !== "visible" || it instanceof HTMLButtonElement;
    if (cuts && it.scrollWidth > it.clientWidth + 1)
      found.push(`${name}: ${it.scrollWidth} in ${it.clientWidth} px`);
    if (left < -1 || right > innerWidth + 1)
      found.push(`${name}: from ${left} to ${right} of ${innerWidth} px`);
  }
  return found;
}
