import { text } from "../text/group-text.ts";
import { Sentence } from "./sentence.tsx";
import type { GroupView } from "./view.ts";

/** One line above the composer: who is typing, or that nobody is there to read. It keeps its height, so that nothing jumps. */
export function TypingLine({ view }: { readonly view: GroupView }) {
  const { people } = view;
  const who = view.typists.who.value;
  return (
    <p class="presence">
      {who.length === 0 ? (
        view.inside && absenceOf(view)
      ) : (
        <>
          <Typing names={who.map((id) => people.nameOf(id))} />
          <span class="dots" aria-hidden="true" />
        </>
      )}
    </p>
  );
}

/** That nobody reads what is written now; empty where somebody is there. */
export function absenceOf({ people, presence, messages }: GroupView): string {
  if (people.members.value.length === 1) return text.room.noOneElse;
  return presence.value === "away" && messages.count > 0 ? text.room.alsoAway : "";
}

function Typing({ names }: { readonly names: readonly string[] }) {
  const { one, two, many } = text.room.typing;
  if (names.length > 2) return <>{many(names.length)}</>;
  return <Sentence say={names.length === 2 ? two : one} names={names} />;
}
