import { useId } from "preact/hooks";

/** A switch with what it does, and where it cannot be switched, why. */
export function Switch(props: {
  readonly on: boolean;
  readonly label: string;
  readonly hint: string;
  readonly fault?: string | undefined;
  readonly onChange: (on: boolean) => void;
}) {
  const hint = useId();
  return (
    <div>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          aria-checked={props.on}
          aria-describedby={hint}
          checked={props.on}
          onChange={(event) => {
            const { currentTarget } = event;
            props.onChange(currentTarget.checked);
            // It shows what is so, which an answer may change later.
            currentTarget.checked = props.on;
          }}
        />
        {props.label}
      </label>
      <p id={hint} class="aside">
        {props.hint}
      </p>
      <p class="fault" aria-live="polite">
        {props.fault}
      </p>
    </div>
  );
}
