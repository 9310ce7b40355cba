import type { CommandForm, OptionForm } from "./form.ts";

const COLUMNS = 79;

const EXITS =
  "Ends with 0 when all is done, 1 when it failed, 2 for wrong use, 3 when it was refused (full, ended, wrong words), 4 for trouble with the network, 130 when it was interrupted.";

/** What `tacet --help` prints. */
export function helpOfAll(forms: readonly CommandForm[]): string {
  const rows = forms.map(({ name, does }) => [name, does] as const);
  return [
    "tacet: private rooms for two, from a shell, a pipe and a script.",
    "",
    "Usage: tacet <command> [options]",
    "",
    table([...rows, ["help", "shows how a command is used"]]),
    "",
    filled(
      'TACET_RELAY names the relay where neither --relay nor the link does. "tacet --version" says which version this is.',
    ),
    filled(EXITS),
    "",
  ].join("\n");
}

/** What `tacet help <command>` prints. */
export function helpOf({ name, synopsis, more, options, examples }: CommandForm): string {
  return [
    `Usage: tacet ${[name, synopsis, "[options]"].filter((part) => part !== "").join(" ")}`,
    "",
    filled(more),
    "",
    "Options:",
    table(options.map((option) => [spelled(option), option.about])),
    "",
    "Examples:",
    ...examples.flatMap(([line, does]) => [`  ${line}`, `      ${does}`]),
    "",
    filled(EXITS),
    "",
  ].join("\n");
}

/** A paragraph in lines of at most 79 columns. */
function filled(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= COLUMNS) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

function spelled({ name, takes }: OptionForm): string {
  return takes === null ? `--${name}` : `--${name} ${takes}`;
}

function table(rows: readonly (readonly [left: string, right: string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n");
}
