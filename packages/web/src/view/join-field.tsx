import { useSignal } from "@preact/signals";
import type { App } from "../model/app.ts";
import { text } from "../text/text.ts";

/** The field for a link or a code. What it cannot open it answers with a sentence, beside itself. */
export function JoinField({ app, primary }: { readonly app: App; readonly primary?: boolean }) {
  const entry = useSignal("");
  const fault = useSignal<string | null>(null);
  const join = async (): Promise<void> => {
    const typed = entry.value;
    const answer = await app.enter(typed);
    // What was written since is another entry, which has not been asked about.
    if (entry.peek() !== typed) return;
    fault.value = answer;
    // What was taken is kept by the app until it is used, and not by a field that may outlive its screen.
    if (fault.value === null) entry.value = "";
  };
  return (
    <form
      class="join-field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // The worker answers, or is reported as broken.
        void join();
      }}
    >
      <label for="entry">{text.landing.field}</label>
      <div class="field-row">
        <input
          id="entry"
          type="text"
          dir="ltr"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          enterkeyhint="go"
          value={entry.value}
          aria-invalid={fault.value !== null}
          aria-describedby="entry-fault"
          onInput={(event) => {
            entry.value = event.currentTarget.value;
            fault.value = null;
          }}
        />
        <button type="submit" class={primary === true ? "primary" : ""}>
          {text.landing.join}
        </button>
      </div>
      <p id="entry-fault" class="fault" aria-live="polite">
        {fault.value}
      </p>
    </form>
  );
}
