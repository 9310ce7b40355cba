import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Call } from "../command/form.ts";
import { CliError } from "../errors.ts";
import { relayOrigin } from "../room/invitation.ts";
import { firstLine } from "../room/lines.ts";
import { nameOf, secondsOf } from "../room/settings.ts";
import type { Shell } from "../shell.ts";
import { runGroup } from "./run.ts";

/** Makes a room for many, from the options of a call. @throws CliError("usage") */
export async function createForMany({ options }: Call, shell: Shell): Promise<number> {
  const origin = relayOrigin(options.get("relay") ?? shell.relay);
  const ttl = options.get("ttl");
  const policy = options.get("policy") ?? "any";
  if (policy !== "direct" && policy !== "any" && policy !== "relayed")
    throw new CliError("usage", "--policy is direct, any or relayed.");
  const ttlSeconds = ttl === undefined ? {} : { ttlSeconds: secondsOf(ttl) };
  const name = nameOf(options);
  const password = options.has("password") ? requirePassword(await passwordFrom(shell)) : null;
  const path = options.has("hide-address") ? "relayed" : policy;
  const rest = { disappearingSeconds: 0, endsWithOwner: false } as const;
  return runGroup(
    shell,
    { do: "create", origin, name, password, path, ...ttlSeconds, ...rest },
    waysOf(options),
  );
}

/** Joins a room for many by a link or a share code. @throws CliError("usage") */
export async function joinForMany({ options }: Call, shell: Shell, said: string): Promise<number> {
  const origin = relayOrigin(options.get("relay") ?? shell.relay);
  const wish = { do: "join", origin, invitation: said.trim(), name: nameOf(options) } as const;
  return runGroup(shell, wish, waysOf(options));
}

function waysOf(options: Call["options"]): { readonly json: boolean; readonly verbose: boolean } {
  return { json: options.has("json"), verbose: options.has("verbose") };
}

/** Typed by whoever is asked, and not shown; else the first line of standard input. */
function passwordFrom(shell: Shell): Promise<string> {
  const { input, errors } = shell;
  if (input.isTTY !== true) return firstLine(input);
  // What is typed is written nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asked = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  errors.write("Password (4 to 200 characters, not shown): ");
  return new Promise((resolve, reject) => {
    asked.on("SIGINT", () => reject(new CliError("interrupted", "Interrupted.")));
    asked.on("close", () => reject(new CliError("usage", "No password was given.")));
    asked.question("", (answer) => {
      errors.write("\n");
      resolve(answer);
      asked.close();
    });
  });
}

function requirePassword(text: string): string {
  const { length } = Array.from(text.normalize("NFC"));
  if (length < 4 || length > 200) throw new CliError("usage", "A room's password has 4 to 200 characters.");
  return text;
}
