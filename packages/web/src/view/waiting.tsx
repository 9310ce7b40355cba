import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { InvitationPanel } from "./invitation.tsx";
import { Mark } from "./mark.tsx";
import { NameField } from "./name-field.tsx";
import { nextFrame, rescueFocus } from "./platform.ts";

/** The creator's room before anyone came: what to send, and what happens then. */
export function WaitingRoom({
  view,
  covered,
  naming,
  over,
}: {
  readonly view: RoomView;
  readonly covered: boolean;
  /** Set while the name is being written. */
  readonly naming: Signal<boolean>;
  /** Something has been said: what is left here is the name, as a bar above the messages. */
  readonly over: boolean;
}) {
  useEffect(
    () => () => {
      naming.value = false;
      // A field that had the focus is about to go with this.
      nextFrame(rescueFocus);
    },
    [naming],
  );
  const invitation = view.invitation.value;
  const door = view.door.part.value;
  if (invitation === null && !naming.value) {
    return (
      <div class="silence">
        <Mark mood="breathing" />
        <p>{text.invitation.creating}</p>
        <p class="aside">{text.invitation.creatingHint}</p>
      </div>
    );
  }
  return (
    <div class={over ? "waiting over" : "waiting"}>
      {!over && <Mark mood="breathing" />}
      {invitation !== null && <h2>{door?.lead() ?? text.invitation.lead}</h2>}
      {door !== null && invitation !== null && !covered && <door.Offer />}
      {invitation !== null && !covered && <InvitationPanel invitation={invitation} view={view} />}
      {!covered && (
        <NameField
          value={view.typedName.value}
          hint={text.details.saved}
          onTyped={(name) => {
            view.typedName.value = name;
          }}
          onName={(name) => {
            view.rename(name);
          }}
          onFocused={(focused) => {
            naming.value = focused;
          }}
        />
      )}
    </div>
  );
}
