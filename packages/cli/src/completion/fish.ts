import type { CommandForm, OptionForm } from "../command/form.ts";
import { type Completed, afterOption, wordsOf } from "./known.ts";

/** For fish 3. */
export function fishCompletion(forms: readonly CommandForm[]): string {
  const first = "complete -c tacet -n __fish_use_subcommand";
  const names = forms.map(({ name }) => name).join(" ");
  return [
    "# Completes tacet in fish: tacet completion fish | source",
    "complete -c tacet -f",
    ...forms.map(({ name, does }) => `${first} -a ${name} -d ${quoted(does)}`),
    `${first} -a help -d ${quoted("shows how a command is used")}`,
    `${within("help")} -a ${quoted(names)}`,
    ...forms.flatMap(linesOf),
    "",
  ].join("\n");
}

function linesOf(form: CommandForm): readonly string[] {
  const words = argumentsOf(wordsOf(form));
  const here = within(form.name);
  return [
    ...form.options.map((option) => `${here} ${optionOf(option)}`),
    ...(words === "" ? [] : [`${here} ${words}`]),
  ];
}

function optionOf(option: OptionForm): string {
  const { name, takes, about } = option;
  const value = takes === null ? "" : ` ${argumentsOf(afterOption(option)) || "-x"}`;
  return `-l ${name}${value.includes("-F") ? " -r -F" : value.includes("-a") ? ` -x${value}` : value} -d ${quoted(about)}`;
}

function argumentsOf(completed: Completed): string {
  if (completed.kind === "files") return "-F";
  if (completed.kind === "folders") return "-a '(__fish_complete_directories)'";
  return completed.kind === "words" ? `-a ${quoted(completed.words.join(" "))}` : "";
}

function within(name: string): string {
  return `complete -c tacet -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
