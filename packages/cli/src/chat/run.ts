import { createInterface } from "node:readline";
import type { RoomCommand } from "@tacet/client";
import type { Call } from "../command/form.ts";
import { CliError } from "../errors.ts";
import { firstLine } from "../room/lines.ts";
import { createWish, joinWish } from "../room/settings.ts";
import { visit } from "../room/visit.ts";
import type { Shell } from "../shell.ts";
import { createJsonChat } from "./json-chat.ts";
import { createPlainChat } from "./plain-chat.ts";

export async function runCreate(call: Call, shell: Shell): Promise<number> {
  return chat(call, shell, createWish(call, shell));
}

export async function runJoin(call: Call, shell: Shell): Promise<number> {
  return chat(call, shell, await joinWish(call, shell, await invitationOf(call.words, shell)));
}

function chat(
  { options }: Call,
  shell: Shell,
  start: RoomCommand & { do: "create" | "join" },
): Promise<number> {
  const make = options.has("json") ? createJsonChat : createPlainChat;
  return visit(shell, start, {
    verbose: options.has("verbose"),
    face: (door) => make(shell, door, "."),
  });
}

/** The invitation from the command line, from the first line of standard input, or from the person who is asked. */
async function invitationOf(words: readonly string[], shell: Shell): Promise<string> {
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
