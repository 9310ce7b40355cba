import type { CommandForm, OptionForm } from "../command/form.ts";

/** What may stand at a place of the command line, as far as a shell can know it. */
export type Completed =
  | { readonly kind: "nothing" }
  | { readonly kind: "files" }
  | { readonly kind: "folders" }
  | { readonly kind: "words"; readonly words: readonly string[] };

const SHELLS: readonly string[] = ["bash", "zsh", "fish"];

const NOTHING: Completed = { kind: "nothing" };
const POLICIES: Completed = { kind: "words", words: ["direct", "any", "relayed"] };

/** What follows an option that takes a value. An invitation is none of it: it must not stand there. */
export function afterOption({ name, takes }: OptionForm): Completed {
  if (name === "policy") return POLICIES;
  if (takes === "FILE") return { kind: "files" };
  return takes === "FOLDER" ? { kind: "folders" } : NOTHING;
}

/** What the words of a command are. */
export function wordsOf({ name, synopsis }: CommandForm): Completed {
  if (name === "completion") return { kind: "words", words: SHELLS };
  return synopsis.startsWith("FILE") ? { kind: "files" } : NOTHING;
}
