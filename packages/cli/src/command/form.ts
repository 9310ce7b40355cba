/** An option of a command: `--name`, or `--name VALUE` where it takes one. */
export interface OptionForm {
  readonly name: string;
  /** What stands for the value in help; null for a switch. */
  readonly takes: string | null;
  readonly about: string;
}

/** All that is known of a command before it runs. Help is made of it, and what is typed is held against it. */
export interface CommandForm {
  readonly name: string;
  /** What follows the name, as help shows it. */
  readonly synopsis: string;
  /** One line, for the list of commands. */
  readonly does: string;
  /** Whole sentences, for the help of this command. */
  readonly more: string;
  /** How many words it takes beside its options. */
  readonly words: { readonly min: number; readonly max: number };
  readonly options: readonly OptionForm[];
  readonly examples: readonly (readonly [line: string, does: string])[];
}

/** A command as it was typed. A switch has the empty text for its value. */
export interface Call {
  readonly form: CommandForm;
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}
