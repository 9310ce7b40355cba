/** A blemish that messengers add to an invitation, removed and reported by name (spec/invite.md 2). */
export type Tolerance = "space" | "brackets" | "punctuation" | "percent";

const BRACKETS: readonly string[] = ["<>", "()", "[]", '""', "''", "``", "\u201c\u201d", "\u2018\u2019"];
const PUNCTUATION = /[.,;:!?\uff0e\u3002\uff0c\uff1b\uff1a\uff01\uff1f]+$/u;

/** The text without its blemishes, and their names in the order of the specification's table. */
export function tolerate(text: string): { readonly text: string; readonly tolerated: readonly Tolerance[] } {
  const found = new Set<Tolerance>();
  const without = (name: Tolerance, before: string, after: string): string => {
    if (after !== before) found.add(name);
    return after;
  };
  const trimmed = (it: string): string => {
    const spaceless = without("space", it, it.trim());
    const bare = without("punctuation", spaceless, spaceless.replace(PUNCTUATION, ""));
    return bare === it ? bare : trimmed(bare);
  };
  const outside = trimmed(text);
  const inside = trimmed(without("brackets", outside, unbracketed(outside)));
  const decoded = without("percent", inside, inside.replace(/%23/g, "#").replace(/%3a/gi, ":"));
  const order: readonly Tolerance[] = ["space", "brackets", "punctuation", "percent"];
  return { text: decoded, tolerated: order.filter((name) => found.has(name)) };
}

/** One pair only: two would be a spelling nobody's messenger makes. */
function unbracketed(text: string): string {
  const pair = text.charAt(0) + text.charAt(text.length - 1);
  return text.length >= 2 && BRACKETS.includes(pair) ? text.slice(1, -1) : text;
}
