import { endTexts } from "../../packages/web/src/text/ends.ts";

/** The heading of the page after an end, by its reason (spec/direct.md 6). */
export function headingOf(reason: keyof typeof endTexts): string {
  return endTexts[reason].why;
}
