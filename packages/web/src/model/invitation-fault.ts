import { type Sentence, text } from "../text/text.ts";
import type { Checked } from "../worker/letters.ts";

/** The sentence for an invitation that cannot be used on this page; null for one that can. */
export function sentenceOf(result: Checked, origin: string): Sentence | null {
  if (!result.ok) {
    const { fault, word } = result;
    return typeof word === "number" ? () => text.invitationFaults.word(word) : faultOf(fault);
  }
  if (result.origin === null || result.origin === origin) return null;
  const { host } = new URL(result.origin);
  return () => text.invitationFaults.elsewhere(host);
}

/** The sentence for a fault by its code. */
export function faultOf(fault: string): Sentence {
  return () => {
    const faults: Readonly<Record<string, unknown>> = text.invitationFaults;
    const sentence = faults[fault];
    return typeof sentence === "string" ? sentence : text.invitationFaults["not-an-invitation"];
  };
}
