import { text } from "../text/text.ts";

/** Browsers report this as an error, and it is none: a layout that is finished in the next frame. */
const HARMLESS = /^ResizeObserver loop/;

/**
 * Calls back at an error of this page's own program that nobody caught. What an extension or a translator does wrong in this
 * window is not ours, and ends no conversation.
 */
export function onTrouble(report: () => void): void {
  const own = `${location.origin}/assets/`;
  addEventListener("error", (event) => {
    if (isOwnError(event, own)) report();
  });
  addEventListener("unhandledrejection", (event) => {
    if (isOwnRejection(event.reason, own)) report();
  });
}

/** `own` is the address beneath which this page's programs lie. */
export function isOwnError(
  event: { readonly filename: string; readonly message: string },
  own: string,
): boolean {
  return event.filename.startsWith(own) && !HARMLESS.test(event.message);
}

export function isOwnRejection(reason: unknown, own: string): boolean {
  return reason instanceof Error && reason.stack?.includes(own) === true;
}

/**
 * The page that stands when something broke: made of plain elements, because what broke may be the part that draws.
 * Everything that was on the screen goes.
 */
export function showTrouble(what: "page" | "worker", lost: "room" | "invitation" | "nothing"): void {
  if (document.querySelector(".trouble") !== null) return;
  const main = element("main", "plain trouble");
  const heading = element("h1", "", text.trouble.heading);
  heading.tabIndex = -1;
  const again = element("button", "primary", text.trouble.newRoom);
  again.addEventListener("click", () => {
    location.assign("/");
  });
  main.append(
    heading,
    element("p", "", text.trouble[what]),
    element("p", "", text.trouble.lead[lost]),
    element("p", "", text.trouble.next[lost]),
    again,
  );
  // The region that is read out stays where it was from the start.
  document.body.replaceChildren(main, ...document.querySelectorAll("#spoken"));
  heading.focus();
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  content = "",
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = content;
  return made;
}
