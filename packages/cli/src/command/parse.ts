import { CliError } from "../errors.ts";
import type { Call, CommandForm, OptionForm } from "./form.ts";

/** What was typed: a command, or a wish that every command line may hold. */
export type Wish =
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "help"; readonly form: CommandForm | null }
  | { readonly kind: "version" };

/** No command line is longer, and none of its parts. */
const PARTS_MAX = 1000;

/**
 * Reads the parts of a command line. `--name value` and `--name=value` are the same; `--` ends the options; `-` is a word.
 * @throws CliError("usage") with the one thing that is wrong
 */
export function parse(parts: readonly string[], forms: readonly CommandForm[]): Wish {
  const [first, ...rest] = parts;
  if (parts.length > PARTS_MAX) throw wrong(`At most ${PARTS_MAX} words fit on one command line.`, null);
  if (first === undefined || first === "--help" || first === "-h") return { kind: "help", form: null };
  if (first === "--version" || first === "-V") return { kind: "version" };
  if (first === "help") return helpFor(rest, forms);
  const form = forms.find(({ name }) => name === first);
  if (form === undefined) throw unknownCommand(first);
  const before = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (before.includes("--help") || before.includes("-h")) return { kind: "help", form };
  return { kind: "call", call: readCall(form, rest) };
}

function helpFor(names: readonly string[], forms: readonly CommandForm[]): Wish {
  const [name, more] = names;
  if (name === undefined) return { kind: "help", form: null };
  const form = forms.find((one) => one.name === name);
  if (form === undefined) throw unknownCommand(name);
  if (more !== undefined) throw wrong('"tacet help" takes one command.', null);
  return { kind: "help", form };
}

function readCall(form: CommandForm, parts: readonly string[]): Call {
  const words: string[] = [];
  const options = new Map<string, string>();
  const rest = [...parts];
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    if (part === "--") words.push(...rest.splice(0));
    else if (part.startsWith("-") && part !== "-") readOption(form, part, rest, options);
    else words.push(part);
  }
  const { min, max } = form.words;
  if (words.length < min) throw wrong(`"${form.name}" needs ${form.synopsis}.`, form);
  if (words.length > max) {
    throw wrong(
      `"${form.name}" takes ${max === 0 ? "no words" : `at most ${max}`} beside its options.`,
      form,
    );
  }
  return { form, words, options };
}

function readOption(form: CommandForm, part: string, rest: string[], options: Map<string, string>): void {
  const equals = part.indexOf("=");
  const spelled = equals < 0 ? part : part.slice(0, equals);
  const option = form.options.find(({ name }) => `--${name}` === spelled);
  if (option === undefined) throw wrong(`"${form.name}" has no option ${shown(spelled)}.`, form);
  if (options.has(option.name)) throw wrong(`--${option.name} stands there twice.`, form);
  options.set(
    option.name,
    equals < 0 ? valueOf(option, rest, form) : given(option, part.slice(equals + 1), form),
  );
}

function valueOf(option: OptionForm, rest: string[], form: CommandForm): string {
  if (option.takes === null) return "";
  const value = rest.shift();
  if (value === undefined) throw wrong(`--${option.name} needs ${option.takes} after it.`, form);
  return given(option, value, form);
}

function given({ name, takes }: OptionForm, value: string, form: CommandForm): string {
  if (takes === null) throw wrong(`--${name} takes no value.`, form);
  if (value === "") throw wrong(`--${name} needs ${takes} after it.`, form);
  return value;
}

function unknownCommand(name: string): CliError {
  // What was pasted in the wrong place may be an invitation: it is not repeated.
  return wrong(`${shown(name)} is no command.`, null);
}

function wrong(sentence: string, form: CommandForm | null): CliError {
  const next =
    form === null ? '"tacet --help" lists them.' : `"tacet help ${form.name}" shows how it is used.`;
  return new CliError("usage", `${sentence} ${next}`);
}

/** A short plain word as it was typed; anything else may hold a secret, or an escape sequence. */
function shown(word: string): string {
  return /^[a-z-]{1,20}$/.test(word) ? `"${word}"` : "That";
}
