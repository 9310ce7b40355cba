import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";

/** One line above the composer: what the other person does, if anything. It keeps its height, so that nothing jumps. */
export function PresenceLine({ view }: { readonly view: RoomView }) {
  return (
    <p class="presence">
      <Presence view={view} />
    </p>
  );
}

function Presence({ view }: { readonly view: RoomView }) {
  void view.messages.version.value; // Read to be drawn again when the first message waits.
  const presence = view.presence.value;
  if (presence === "never" && view.canInvite && view.messages.count > 0) return <>{text.room.queued}</>;
  const away = presence === "away";
  if (!away && !view.otherTypes.value) return null;
  const name = view.otherName.value;
  return (
    <>
      <bdi>{name === "" ? text.room.other : name}</bdi> {away ? text.room.away : text.room.typing}
      {!away && <span class="dots" aria-hidden="true" />}
    </>
  );
}
