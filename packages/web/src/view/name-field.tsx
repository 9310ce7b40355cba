import { text } from "../text/text.ts";

/** "Your name": optional. Longer ones are cut by the room, by the same rule on both sides (spec/content.md 5). */
export function NameField(props: {
  /** What stands in the field. It is drawn again with every change around it, so it must be what was typed last. */
  readonly value: string;
  readonly onTyped: (name: string) => void;
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
          props.onTyped(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          // Enter finishes the name; outside of a form nothing else follows from it.
          if (event.key === "Enter" && !event.isComposing && props.onName) event.currentTarget.blur();
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
