import packed from "../package.json" with { type: "json" };
import { runCreate, runJoin } from "./chat/run.ts";
import type { Call } from "./command/form.ts";
import { FORMS } from "./command/forms.ts";
import { helpOf, helpOfAll } from "./command/help.ts";
import { parse } from "./command/parse.ts";
import { runReceive, runSend } from "./errand/run.ts";
import { CliError, EXIT } from "./errors.ts";
import { runPipe } from "./pipe/run.ts";
import type { Shell } from "./shell.ts";

const RUNS: Readonly<Record<string, (call: Call, shell: Shell) => Promise<number>>> = {
  create: runCreate,
  join: runJoin,
  send: runSend,
  receive: runReceive,
  pipe: runPipe,
  // What a host does is loaded when it is asked for: rooms open sooner without it.
  serve: async (call, shell) => (await import("./serve/run.ts")).runServe(call, shell),
  page: async (call, shell) => (await import("./page/run.ts")).runPage(call, shell),
  check: async (call, shell) => (await import("./check/run.ts")).runCheck(call, shell),
  completion: async (call, shell) => (await import("./completion/run.ts")).runCompletion(call, shell),
  doctor: async (call, shell) => (await import("./doctor/run.ts")).runDoctor(call, shell),
};

/** Runs one command line. @returns the exit code (errors.ts); the reason for one that is not 0 stands on standard error */
export async function run(shell: Shell): Promise<number> {
  try {
    return await obey(shell);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    shell.errors.write(`tacet: ${error.message}\n`);
    return error.exitCode;
  }
}

async function obey(shell: Shell): Promise<number> {
  const wish = parse(shell.words, FORMS);
  if (wish.kind === "call") {
    const command = RUNS[wish.call.form.name];
    if (command === undefined) throw new CliError("usage", '"tacet --help" lists the commands.');
    return command(wish.call, shell);
  }
  shell.output.write(
    wish.kind === "version"
      ? `tacet ${packed.version}\n`
      : wish.form === null
        ? helpOfAll(FORMS)
        : helpOf(wish.form),
  );
  return EXIT.done;
}
