/** What a person chose on this page. It lives as long as the page, and is stored nowhere. */
import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

export const settings = {
  theme: signal<Theme>("system"),
  sound: signal(false),
  /** "denied" and "missing": the browser does not let us, whatever was pressed. */
  notify: signal<"off" | "on" | "denied" | "missing">("off"),
  /** Whether single letters act while no text is being written. */
  letters: signal(true),
};

/** The colors of paper, for what the browser draws around the page (style/tokens.css). */
const PAPER = { light: "#faf9f6", dark: "#121214" } as const;

/** Draws the page in the theme that is chosen, from now on (style/desk.css). */
export function followTheme(root: HTMLElement): void {
  const marks = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')];
  const own = marks.map(({ content }) => content);
  effect(() => {
    const theme = settings.theme.value;
    root.dataset["theme"] = theme;
    for (const [at, mark] of marks.entries())
      mark.content = theme === "system" ? (own[at] ?? "") : PAPER[theme];
  });
}
