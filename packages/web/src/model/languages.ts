import type { Translations } from "../text/catalogs.ts";
import { inUse, LANGUAGES, type Language } from "../text/language.ts";

/** The first drawing waits so long for its language; after that it is in English until the language comes. */
const START_MS_MAX = 1_000;

/** Rejects where a language does not come. Never asked for English, which is inside. */
export type FetchTranslations = (language: Exclude<Language, "en">) => Promise<Translations>;

/** Changes the language of the page when all of it is here. It lives in this page only: nothing is stored. */
export class Languages {
  readonly #after: (ms: number, run: () => void) => () => void;
  #fetch: FetchTranslations = () => Promise.reject(new Error("There is no way to another language yet."));
  #preferred: readonly string[] = [];
  /** Counts the wishes: a language that comes after another wish changes nothing. */
  #asked = 0;

  constructor(after: (ms: number, run: () => void) => () => void) {
    this.#after = after;
  }

  /** Takes the language that the browser asks for. Null: it is in use already. Else it resolves when drawing should begin. */
  begin(preferred: readonly string[], fetch: FetchTranslations): Promise<void> | null {
    this.#preferred = preferred;
    this.#fetch = fetch;
    const language = languageFor(preferred);
    if (language !== "en") {
      return new Promise((resolve) => {
        this.#after(START_MS_MAX, resolve);
        void this.choose(language).then(() => {
          resolve();
        });
      });
    }
    this.#use(language, {});
    return null;
  }

  /** False where the language does not come: then the one before stays. */
  async choose(language: Language): Promise<boolean> {
    const asked = (this.#asked += 1);
    try {
      const translations = language === "en" ? {} : await this.#fetch(language);
      if (asked === this.#asked) this.#use(language, translations);
    } catch {
      return asked !== this.#asked;
    }
    return true;
  }

  #use(language: Language, translations: Translations): void {
    const locale = this.#preferred.find((tag) => primary(tag) === language);
    inUse.value = { language, locale, translations };
  }
}

/** The first of the wanted languages that the page has; English where it has none of them. */
export function languageFor(preferred: readonly string[]): Language {
  return preferred.map(primary).find(isLanguage) ?? "en";
}

/** zh of zh-Hans-CN. */
function primary(tag: string): string {
  return tag.toLowerCase().split("-", 1)[0] ?? "";
}

function isLanguage(name: string): name is Language {
  return Object.hasOwn(LANGUAGES, name);
}
