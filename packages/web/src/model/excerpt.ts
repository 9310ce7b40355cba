const CODE_POINTS_MAX = 140;

/** The beginning of a text on one line, as a quote shows it. */
export function excerptOf(text: string): string {
  const line = text
    .slice(0, CODE_POINTS_MAX * 4)
    .replace(/\s+/g, " ")
    .trim();
  const letters = Array.from(line);
  return letters.length <= CODE_POINTS_MAX ? line : `${letters.slice(0, CODE_POINTS_MAX).join("")}…`;
}
