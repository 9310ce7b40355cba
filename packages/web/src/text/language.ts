/** Which language the page speaks, and how its sentences are found. Whoever reads one while drawing is drawn again in the next language. */
import { computed, signal } from "@preact/signals";
import type { Catalogs, PartName, Translations } from "./catalogs.ts";

/** Each by its own name, which its readers find in any other. */
export const LANGUAGES = {
  en: "English",
  zh: "中文",
  ja: "日本語",
  es: "Español",
  ar: "العربية",
} as const;

export type Language = keyof typeof LANGUAGES;

export interface InUse {
  readonly language: Language;
  /** The kind of the language that the reader asked for (es-MX), for numbers and times; undefined where it is none. */
  readonly locale: string | undefined;
  readonly translations: Translations;
}

export const inUse = signal<InUse>({ language: "en", locale: undefined, translations: {} });

/** The sentences of one part in the language in use: the same names as in English, read anew each time. */
export function inLanguage<Part extends PartName>(part: Part, english: Catalogs[Part]): Catalogs[Part] {
  const said = computed(() => over(english, inUse.value.translations[part]));
  return new Proxy(english, { get: (_english, key): unknown => Reflect.get(said.value, key) });
}

/** A translation over English, entry by entry: what it lacks stays English. Lists are one thing, said whole. */
function over<Said extends object>(english: Said, said: Readonly<Record<string, unknown>> | undefined): Said {
  if (said === undefined) return english;
  const entries = Object.entries(english).map(([key, value]: [string, unknown]) => {
    const other = said[key];
    const deeper = isTable(value) && isTable(other);
    return [key, deeper ? over(value, other) : (other ?? value)];
  });
  return Object.fromEntries(entries) as Said;
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && !Array.isArray(value);
}
