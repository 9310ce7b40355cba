import { text } from "../text/text.ts";

/** "Your name": optional. Longer ones are cut by the room, by the same rule on both sides (spec/content.md 5). */
export function NameField(props: {
  readonly value: string;
  /** At each change of the text. */
  readonly onTyped?: (name: string) => void;
  /** When the field is left, or Enter is pressed in it. */
  readonly onName?: (name: string) => void;
  readonly onFocused?: (focused: boolean) => void;
  readonly hint: string;
}) {
  return (
    <div class="name-field">
      <label for="your-name">{text.joining.name}</label> <span class="aside">{text.joining.optional}</span>
      <input
        id="your-name"
        type="text"
        dir="auto"
        autocomplete="off"
        autocapitalize="words"
        spellcheck={false}
        maxLength={40}
        enterkeyhint="done"
        aria-describedby="name-hint"
        value={props.value}
        onInput={(event) => {
          props.onTyped?.(event.currentTarget.value);
        }}
        onFocus={() => {
          props.onFocused?.(true);
        }}
        onBlur={() => {
          props.onFocused?.(false);
        }}
        onChange={(event) => {
          props.onName?.(event.currentTarget.value);
        }}
      />
      <p id="name-hint" class="aside">
        {props.hint}
      </p>
    </div>
  );
}
