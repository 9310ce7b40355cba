import { fetchPart } from "./part.ts";
import type { Translations } from "./text/catalogs.ts";
import type { Language } from "./text/language.ts";
import { type Counting, countingIn } from "./text/numbers.ts";

type Translated = Exclude<Language, "en">;

/** All sentences of a language, once they have what they count with. */
interface Part<Of extends Translated> {
  readonly translations: (counting: Counting<Of>) => Translations;
}

const parts: { readonly [Of in Translated]: () => Promise<Part<Of>> } = {
  zh: () => import("./text/zh.ts"),
  ja: () => import("./text/ja.ts"),
  es: () => import("./text/es.ts"),
  ar: () => import("./text/ar.ts"),
};

/** Each language is one part of the page, so that none is ever there by halves. */
export async function fetchTranslations<Of extends Translated>(language: Of): Promise<Translations> {
  const { translations } = await fetchPart(language, parts[language]);
  return translations(countingIn(language));
}
