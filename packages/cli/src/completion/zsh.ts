import type { CommandForm, OptionForm } from "../command/form.ts";
import { type Completed, afterOption, wordsOf } from "./known.ts";

/** For zsh 5: sourced once compinit ran, or as a file _tacet in $fpath. */
export function zshCompletion(forms: readonly CommandForm[]): string {
  const names = forms.map(({ name, does }) => `    ${quoted(`${name}:${does}`)}`);
  return `#compdef tacet
# Completes tacet in zsh: source <(tacet completion zsh)
_tacet() {
  local -a commands
  commands=(
${names.join("\n")}
    'help:shows how a command is used'
  )
  if ((CURRENT == 2)); then
    _describe -t commands 'command of tacet' commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
    help) _describe -t commands 'command of tacet' commands ;;
${forms.map(commandCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _tacet ]]; then _tacet "$@"; else compdef _tacet tacet; fi
`;
}

function commandCase(form: CommandForm): string {
  const options = form.options.map((option) => `      ${quoted(optionOf(option))} \\`);
  const words = actionOf(wordsOf(form));
  const rest = words === "" ? [] : [`      ${quoted(`*:${form.name}:${words}`)} \\`];
  return [
    `    ${form.name}) _arguments \\`,
    ...options,
    ...rest,
    "      '--help[shows how it is used]' ;;",
  ].join("\n");
}

function optionOf(option: OptionForm): string {
  const about = `[${option.about.replace(/[[\]\\:]/g, "\\$&")}]`;
  return option.takes === null
    ? `--${option.name}${about}`
    : `--${option.name}=${about}:${option.takes}:${actionOf(afterOption(option))}`;
}

function actionOf(completed: Completed): string {
  if (completed.kind === "files") return "_files";
  if (completed.kind === "folders") return "_files -/";
  return completed.kind === "words" ? `(${completed.words.join(" ")})` : "";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
