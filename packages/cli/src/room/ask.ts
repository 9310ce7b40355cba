import { createInterface } from "node:readline";
import { CliError } from "../errors.ts";
import type { Shell } from "../shell.ts";
import { firstLine } from "./lines.ts";

/** The invitation from the command line, from the first line of standard input, or from the person who is asked. */
export async function invitationOf(words: readonly string[], shell: Shell): Promise<string> {
  if (words.length > 0 && words[0] !== "-") {
    shell.errors.write(
      "tacet: An invitation on the command line can be seen in the list of processes, and stays in the shell's history. Without it, tacet asks.\n",
    );
    return words.join(" ");
  }
  if (words.length === 0 && shell.input.isTTY === true) return ask(shell);
  return firstLine(shell.input);
}

function ask(shell: Shell): Promise<string> {
  const asked = createInterface({ input: shell.input, output: shell.errors, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    asked.on("SIGINT", () => reject(new CliError("interrupted", "Interrupted.")));
    asked.on("close", () => reject(new CliError("usage", "No invitation was given.")));
    asked.question("Link, code or four words: ", (answer) => {
      resolve(answer);
      asked.close();
    });
  });
}
