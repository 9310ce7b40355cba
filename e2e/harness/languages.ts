import type { Translations } from "../../packages/web/src/text/catalogs.ts";
import { translations as ar } from "../../packages/web/src/text/ar.ts";
import { translations as es } from "../../packages/web/src/text/es.ts";
import { translations as ja } from "../../packages/web/src/text/ja.ts";
import { inUse, type Language } from "../../packages/web/src/text/language.ts";
import { countingIn } from "../../packages/web/src/text/numbers.ts";
import { translations as zh } from "../../packages/web/src/text/zh.ts";
import type { Early } from "./tab.ts";

export { LANGUAGES, type Language } from "../../packages/web/src/text/language.ts";
export { text as roomText } from "../../packages/web/src/text/room-text.ts";
export { text } from "../../packages/web/src/text/text.ts";

const translations: Readonly<Record<Language, Translations>> = {
  en: {},
  zh: zh(countingIn("zh")),
  ja: ja(countingIn("ja")),
  es: es(countingIn("es")),
  ar: ar(countingIn("ar")),
};

/** From here on the sentences in this process are those of the language. */
export function speak(language: Language): void {
  inUse.value = { language, locale: undefined, translations: translations[language] };
}

/** A browser whose owner reads this language. */
export function preferring(language: Language): Early {
  return {
    run: (tag) => {
      Object.defineProperty(navigator, "languages", { get: () => [tag] });
    },
    argument: language,
  };
}
