/** Numbers and times in the manner of the language in use. What people copy or compare (codes, phrases, words) never comes through here. */
import { computed } from "@preact/signals";
import { inUse } from "./language.ts";

const plain = computed(() => formatWith({}));
const two = computed(() => formatWith({ minimumIntegerDigits: 2 }));

/** A number with its language's digits and grouping. */
export function number(value: number): string {
  return plain.value.format(value);
}

/** At least two digits, as in the seconds of a clock. */
export function twoDigits(value: number): string {
  return two.value.format(value);
}

function formatWith(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { locale, language } = inUse.value;
  return new Intl.NumberFormat(locale ?? language, options);
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
