import type { Call } from "../command/form.ts";
import { FORMS } from "../command/forms.ts";
import { CliError, EXIT } from "../errors.ts";
import type { Shell } from "../shell.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import { zshCompletion } from "./zsh.ts";

const WRITERS = new Map([
  ["bash", bashCompletion],
  ["zsh", zshCompletion],
  ["fish", fishCompletion],
]);

/** `tacet completion`: a script for a shell, made of what help is made of. */
export function runCompletion({ words }: Call, shell: Shell): Promise<number> {
  const write = WRITERS.get(words[0] ?? "");
  if (write === undefined) throw new CliError("usage", "Scripts are there for bash, zsh and fish.");
  shell.output.write(write(FORMS));
  return Promise.resolve(EXIT.done);
}
