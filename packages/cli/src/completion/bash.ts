import type { CommandForm } from "../command/form.ts";
import { type Completed, afterOption, wordsOf } from "./known.ts";

/** For bash 4 and newer. */
export function bashCompletion(forms: readonly CommandForm[]): string {
  const names = forms.map(({ name }) => name).join(" ");
  return `# Completes tacet in bash: source <(tacet completion bash)
_tacet() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} options=
  # bash takes --option=value for three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
${forms.flatMap(optionCases).join("\n")}
  esac
  case \${COMP_WORDS[1]} in
    help)
      ((COMP_CWORD == 2)) && COMPREPLY=($(compgen -W "${names}" -- "$current"))
      return
      ;;
${forms.map(commandCase).join("\n")}
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$options --help" -- "$current")); fi
}
complete -F _tacet tacet
`;
}

/** What is completed after each option that takes a value. */
function optionCases({ name, options }: CommandForm): readonly string[] {
  return options
    .filter(({ takes }) => takes !== null)
    .map((option) =>
      lines(
        4,
        `"${name} --${option.name}")`,
        ...fills(afterOption(option)).map((line) => `  ${line}`),
        "  return",
        "  ;;",
      ),
    );
}

function commandCase(form: CommandForm): string {
  const options = form.options.map(({ name }) => `--${name}`).join(" ");
  const words = fills(wordsOf(form)).map((line) => `  [[ $current == -* ]] || ${line}`);
  return lines(4, `${form.name})`, `  options="${options}"`, ...words, "  ;;");
}

function fills(completed: Completed): readonly string[] {
  if (completed.kind === "words")
    return [`COMPREPLY=($(compgen -W "${completed.words.join(" ")}" -- "$current"))`];
  if (completed.kind === "nothing") return [];
  const flag = completed.kind === "files" ? "-f" : "-d";
  return [`{ compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen ${flag} -- "$current"); }`];
}

function lines(indent: number, ...all: readonly string[]): string {
  return all.map((line) => " ".repeat(indent) + line).join("\n");
}
