import { text } from "../text/group-text.ts";
import { Sentence } from "./sentence.tsx";
import type { GroupView } from "./view.ts";

/** One line above the composer: who is typing, or that nobody is there to read. It keeps its height, so that nothing jumps. */
export function TypingLine({ view }: { readonly view: GroupView }) {
  const { people, presence, messages } = view;
  const who = view.typists.who.value;
  const isAlone = people.members.value.length > 1 && presence.value === "away" && messages.count > 0;
  return (
    <p class="presence">
      {who.length === 0 ? (
        isAlone && text.room.alsoAway
      ) : (
        <>
          <Typing names={who.map((id) => people.nameOf(id))} />
          <span class="dots" aria-hidden="true" />
        </>
      )}
    </p>
  );
}

function Typing({ names }: { readonly names: readonly string[] }) {
  const { one, two, many } = text.room.typing;
  if (names.length > 2) return <>{many(names.length)}</>;
  return <Sentence say={names.length === 2 ? two : one} names={names} />;
}
