import { useSignal } from "@preact/signals";
import { text } from "../text/room-text.ts";
import { after, say } from "./platform.ts";

/** So long the button says that it copied. */
const SHOWN_MS = 2_000;

/**
 * Copies what a field holds and says so in its own place; where the browser forbids it, the text is selected for the
 * hand. The button itself holds no copy: what listens on it may outlive the link.
 */
export function CopyButton(props: {
  readonly label: string;
  /** The id of the field. */
  readonly field: string;
  readonly primary?: boolean;
  readonly onFailed: (failed: boolean) => void;
}) {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    const field = document.getElementById(props.field);
    if (!(field instanceof HTMLInputElement)) return;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      props.onFailed(true);
      say(text.invitation.copyFailed);
      return;
    }
    props.onFailed(false);
    copied.value = true;
    say(text.invitation.copied);
    after(SHOWN_MS, () => {
      copied.value = false;
    });
  };
  return (
    <button
      type="button"
      class={props.primary === true ? "primary copy" : "copy"}
      onClick={() => {
        // It catches what it meets.
        void copy();
      }}
    >
      {copied.value ? text.invitation.copied : props.label}
    </button>
  );
}
