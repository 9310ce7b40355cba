import { text } from "../text/group-text.ts";
import { text as roomText } from "../text/room-text.ts";
import { closeAround, Dialog } from "../view/dialog.tsx";
import { type Comparison, emojiAt } from "./safety.ts";
import type { GroupView } from "./view.ts";

/** What two members compare by voice (spec/group.md 18), and what they found. */
export function CompareDialog({ view, now }: { readonly view: GroupView; readonly now: Comparison }) {
  const t = roomText.verify;
  const name = view.people.nameOf(now.member);
  const verified = view.people.find(now.member)?.verified === true;
  return (
    <Dialog
      name={t.heading}
      onClose={() => {
        view.safety.close();
      }}
    >
      <p>
        <bdi>
          <strong>{name}</strong>
        </bdi>
        {verified && <span class="verified"> {text.member.verified}</span>}
      </p>
      <p>{text.member.verifyHow}</p>
      <div aria-live="polite">
        {now.shown === null && (
          <p class="aside">{now.over ? text.member.comparingOver : text.member.comparing}</p>
        )}
        {now.answered && view.safety.differs.value.has(now.member) && (
          <p class="fault">{text.member.mismatch}</p>
        )}
      </div>
      {now.shown !== null && <Shown view={view} shown={now.shown} answered={now.answered} />}
    </Dialog>
  );
}

function Shown({
  view,
  shown,
  answered,
}: {
  readonly view: GroupView;
  readonly shown: NonNullable<Comparison["shown"]>;
  readonly answered: boolean;
}) {
  const t = roomText.verify;
  const list = view.safety.list.value;
  return (
    <>
      <section>
        <h3>{t.emoji}</h3>
        <ol class="emoji" aria-label={t.emoji}>
          {shown.emoji.map(emojiAt).map(({ id, symbol }, at) => (
            <li key={at}>
              <span class="symbol" aria-hidden="true">
                {symbol}
              </span>
              <span>{t.emojiName(id)}</span>
            </li>
          ))}
        </ol>
      </section>
      <section aria-live="polite">
        <h3>{t.words}</h3>
        {list === "coming" && <p>{t.wordsComing}</p>}
        {list === "missing" && <p>{t.wordsMissing}</p>}
        {typeof list !== "string" && (
          <ol class="words" lang="en" aria-label={t.words}>
            {shown.words.map((place, at) => (
              <li key={at}>{list[place] ?? ""}</li>
            ))}
          </ol>
        )}
      </section>
      {!answered && <Answers view={view} />}
    </>
  );
}

function Answers({ view }: { readonly view: GroupView }) {
  const t = roomText.verify;
  return (
    <div class="answers">
      <button
        type="button"
        onClick={(event) => {
          view.safety.say(true);
          closeAround(event);
        }}
      >
        {t.match}
      </button>
      <button
        type="button"
        onClick={() => {
          view.safety.say(false);
        }}
      >
        {t.mismatch}
      </button>
    </div>
  );
}
