/** Numbers and times in the manner of the language in use. What people copy or compare (codes, phrases, words) never comes through here. */
import { inUse } from "./language.ts";

/** A number with its language's digits and grouping. */
export function number(value: number, minimumIntegerDigits = 1): string {
  const { locale, language } = inUse.value;
  return value.toLocaleString(locale ?? language, { minimumIntegerDigits });
}

/** At least two digits, as in the seconds of a clock. */
export function twoDigits(value: number): string {
  return number(value, 2);
}

/** The forms that a counted thing has beside "other", as its language counts (Unicode CLDR). */
interface Forms {
  readonly en: "one";
  readonly zh: never;
  readonly ja: never;
  readonly es: "one" | "many";
  readonly ar: "zero" | "one" | "two" | "few" | "many";
}

/** What the sentences of a language count with. A translation is handed it, because its file may import nothing (build/integrity.ts). */
export interface Counting<Of extends keyof Forms> {
  readonly number: (value: number) => string;
  /** The form that goes with a count; each `#` in it is the count. */
  readonly plural: (
    count: number,
    forms: Readonly<Record<Forms[Of], string>> & { readonly other: string },
  ) => string;
}

export function countingIn<Of extends keyof Forms>(language: Of): Counting<Of> {
  return {
    number,
    plural: (count, forms) => {
      const sentences: Readonly<Partial<Record<string, string>>> = forms;
      const form = new Intl.PluralRules(language).select(count);
      return (sentences[form] ?? forms.other).replaceAll("#", number(count));
    },
  };
}
