/**
 * The first thing the page does: it takes the invitation out of the address bar. This is the first import of main.tsx,
 * so that nothing runs before it. It does not clean the browser's history on disk, which no page can (spec/invite.md 2
 * and 5): that is why an invitation works once.
 */
import { readAddress, type Opened } from "./model/opened.ts";

let opened: Opened = readAddress(location);
if (location.hash !== "") history.replaceState(null, "", location.pathname);

/** Calls back with each link that arrives while the page is open, pasted into the address bar say; it leaves the bar first. */
export function onLaterLink(report: (link: string) => void): void {
  addEventListener("hashchange", () => {
    const later = readAddress(location);
    if (location.hash !== "") history.replaceState(null, "", location.pathname);
    if (later.link !== null && later.hasKey) report(later.link);
  });
}

/** What the page was opened with. The second caller, and each later one, finds no link. */
export function takeOpened(): Opened {
  const once = opened;
  opened = { ...opened, link: null };
  return once;
}
