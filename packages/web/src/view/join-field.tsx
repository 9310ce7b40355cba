import { useSignal } from "@preact/signals";
import type { App } from "../model/app.ts";
import { looksLikeWords } from "../model/draft.ts";
import { type Sentence, text } from "../text/text.ts";
import { ExtraButton } from "./extra-button.tsx";

/** The field for a link, a code or four words. What it cannot open it answers with a sentence, beside itself. */
export function JoinField({ app, primary }: { readonly app: App; readonly primary?: boolean }) {
  const entry = useSignal("");
  const fault = useSignal<Sentence | null>(null);
  const looking = useSignal(false);
  const Hints = app.hints.value;
  const type = (typed: string): void => {
    entry.value = typed;
    fault.value = null;
    app.wantHints(typed);
  };
  const join = async (): Promise<void> => {
    const typed = entry.value;
    if (looking.value) return;
    looking.value = looksLikeWords(typed);
    const answer = await app.enter(typed);
    looking.value = false;
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
            type(event.currentTarget.value);
          }}
        />
        <button type="submit" class={primary === true ? "primary" : ""}>
          {text.landing.join}
        </button>
      </div>
      {Hints !== null && <Hints field="entry" entry={entry.value} complete={app.complete} onEntry={type} />}
      <p id="entry-fault" class={looking.value ? "aside dots" : "fault"} aria-live="polite">
        {looking.value ? text.invitationFaults.looking : fault.value?.()}
      </p>
      <ExtraButton app={app} opens="scan" name={text.landing.scan} />
    </form>
  );
}
