import { effect } from "@preact/signals";
import { inUse } from "../text/language.ts";
import { text } from "../text/text.ts";

/** Keeps the document itself in the language of the page: browsers choose letters, voices and the direction by what it says. */
export function followLanguage(): void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  effect(() => {
    const root = document.documentElement;
    const { language, translations } = inUse.value;
    sheet.replaceSync(translations.style ?? "");
    root.lang = language === "zh" ? "zh-Hans" : language;
    root.dir = language === "ar" ? "rtl" : "ltr";
    document.querySelector('meta[name="description"]')?.setAttribute("content", text.page.description);
  });
}
