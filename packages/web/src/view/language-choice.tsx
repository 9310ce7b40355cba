import { useSignal } from "@preact/signals";
import { inUse, LANGUAGES, type Language } from "../text/language.ts";
import { languages } from "../text/speak.ts";
import { text } from "../text/text.ts";

const NAMES = Object.entries(LANGUAGES) as readonly [Language, string][];

/** The languages of the page, each by its own name. What is written, and where one is, stays; nothing is stored. */
export function LanguageChoice() {
  const failed = useSignal(false);
  const choose = async (language: Language): Promise<void> => {
    failed.value = !(await languages.choose(language));
  };
  return (
    <fieldset class="languages" aria-label={text.page.language}>
      {NAMES.map(([language, name]) => (
        <button
          key={language}
          type="button"
          class="quiet"
          lang={language}
          aria-pressed={inUse.value.language === language}
          onClick={() => {
            // It catches what it meets.
            void choose(language);
          }}
        >
          {name}
        </button>
      ))}
      <p class="aside" aria-live="polite">
        {failed.value && text.page.languageFailed}
      </p>
    </fieldset>
  );
}
