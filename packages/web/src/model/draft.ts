/** spec/content.md 5. */
export const TEXT_UNITS_MAX = 16_000;
/** The counter appears here: before, nobody needs it. */
const COUNTER_UNITS_FROM = 14_000;

export type DraftLength =
  | { readonly kind: "free" }
  | { readonly kind: "near"; readonly units: number }
  | { readonly kind: "over"; readonly units: number };

/** How far a draft is from the limit; `over` counts what is too much. */
export function draftLength(draft: string): DraftLength {
  const units = draft.length;
  if (units > TEXT_UNITS_MAX) return { kind: "over", units: units - TEXT_UNITS_MAX };
  return units >= COUNTER_UNITS_FROM ? { kind: "near", units } : { kind: "free" };
}

/** True when a key press sends: Enter without Shift, outside an input method, and not on a touch keyboard. */
export function sendsOn(
  press: {
    readonly key: string;
    readonly shiftKey: boolean;
    readonly isComposing: boolean;
    readonly keyCode: number;
  },
  touch: boolean,
): boolean {
  // Safari ends a composition before the Enter that ended it: only the old key code 229 still tells.
  const composing = press.isComposing || press.keyCode === 229;
  return press.key === "Enter" && !press.shiftKey && !composing && !touch;
}

/** Four words, or what will be four words: something between letters, and nothing that every link and code holds (spec/phrase.md 2). */
export function looksLikeWords(entry: string): boolean {
  return !/[:/#%]/.test(entry) && /\p{L}[^\p{L}]+\p{L}/u.test(entry);
}

/** Texts that go into the box as one, each on lines of its own. */
export function joined(...texts: readonly string[]): string {
  return texts.filter((one) => one !== "").join("\n");
}
