import { effect } from "@preact/signals";
import { inUse } from "../text/language.ts";
import { text } from "../text/text.ts";

/** Keeps what the document says of itself in the language of the page: browsers choose letters, voices and hyphens by it. */
export function followLanguage(): void {
  effect(() => {
    document.documentElement.lang = inUse.value.language;
    document.querySelector('meta[name="description"]')?.setAttribute("content", text.page.description);
  });
}
