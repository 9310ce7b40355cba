import { useEffect } from "preact/hooks";
import type { RoomView } from "../model/room-view.ts";
import type { SafetyView } from "../model/safety-view.ts";
import { text } from "../text/room-text.ts";
import { closeAround, Dialog } from "./dialog.tsx";

/** What two people compare by voice, and what they found. */
export function VerifyDialog({ view, onClose }: { readonly view: RoomView; readonly onClose: () => void }) {
  const t = text.verify;
  const { safety } = view;
  useEffect(() => {
    safety.show();
  }, [safety]);
  const verified = safety.state.value === "verified";
  return (
    <Dialog name={t.heading} onClose={onClose}>
      {verified && <p class="verified">{view.door.part.value?.confirmed ?? t.confirmed}</p>}
      <p>{t.how}</p>
      {safety.emoji.value.length > 0 && (
        <>
          <Emoji safety={safety} />
          <Words safety={safety} />
          <Answers safety={safety} verified={verified} />
        </>
      )}
    </Dialog>
  );
}

/** Their names are read out; the pictures are for the eye. */
function Emoji({ safety }: { readonly safety: SafetyView }) {
  return (
    <section>
      <h3>{text.verify.emoji}</h3>
      <ol class="emoji" aria-label={text.verify.emoji}>
        {safety.emoji.value.map(({ id, symbol }, at) => (
          <li key={at}>
            <span class="symbol" aria-hidden="true">
              {symbol}
            </span>
            <span>{text.verify.emojiName(id)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Words({ safety }: { readonly safety: SafetyView }) {
  const words = safety.words.value;
  return (
    <section aria-live="polite">
      <h3>{text.verify.words}</h3>
      {words === "coming" && <p>{text.verify.wordsComing}</p>}
      {words === "missing" && <p>{text.verify.wordsMissing}</p>}
      {typeof words !== "string" && (
        <ol class="words" lang="en" aria-label={text.verify.words}>
          {words.map((word, at) => (
            <li key={at}>{word}</li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Answers({ safety, verified }: { readonly safety: SafetyView; readonly verified: boolean }) {
  return (
    <div class="answers">
      {!verified && (
        <button
          type="button"
          onClick={(event) => {
            safety.say(true);
            closeAround(event);
          }}
        >
          {text.verify.match}
        </button>
      )}
      <button
        type="button"
        aria-describedby="mismatch-hint"
        onClick={() => {
          safety.say(false);
        }}
      >
        {text.verify.mismatch}
      </button>
      <p id="mismatch-hint" class="aside">
        {text.verify.mismatchHint}
      </p>
    </div>
  );
}
