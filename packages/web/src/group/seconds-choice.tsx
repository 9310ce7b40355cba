import { useId } from "preact/hooks";
import { text } from "../text/group-text.ts";
import { lasting } from "./time.ts";

/** A length of time to choose, 0 for never. It shows what holds, which the answer to a choice changes. */
export function SecondsChoice(props: {
  readonly label: string;
  readonly choices: readonly number[];
  readonly value: number;
  readonly hint?: string;
  readonly onChoice: (seconds: number) => void;
}) {
  const id = useId();
  const { choices, value, hint } = props;
  const all = choices.includes(value) ? choices : [...choices, value];
  return (
    <div class="choice-field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        value={String(value)}
        onChange={(event) => {
          const chosen = Number(event.currentTarget.value);
          event.currentTarget.value = String(value);
          props.onChoice(chosen);
        }}
      >
        {all.map((seconds) => (
          <option key={seconds} value={String(seconds)} selected={seconds === value}>
            {seconds === 0 ? text.making.never : lasting(seconds)}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="aside">
          {hint}
        </p>
      )}
    </div>
  );
}
