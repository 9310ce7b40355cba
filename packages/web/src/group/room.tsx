import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { text } from "../text/group-text.ts";
import { text as roomText } from "../text/room-text.ts";
import { Composer } from "../view/composer.tsx";
import { attendWith, DeskDialog } from "../view/desk-dialog.tsx";
import { Dialog } from "../view/dialog.tsx";
import { InvitationPanel } from "../view/invitation.tsx";
import { MessageLog } from "../view/log.tsx";
import { Mark } from "../view/mark.tsx";
import { NameField } from "../view/name-field.tsx";
import { keepPage, type OpenDialog } from "../view/room.tsx";
import type { About } from "./about.ts";
import { CompareDialog } from "./compare-dialog.tsx";
import { Controls } from "./controls.tsx";
import { Entering } from "./entering.tsx";
import { GroupHeader } from "./header.tsx";
import { MemberDialog } from "./member-dialog.tsx";
import { Members } from "./members.tsx";
import { GroupNotices } from "./notices.tsx";
import { EndDialog, LeaveDialog, RemoveDialog } from "./going-dialogs.tsx";
import { HandOverDialog } from "./owner-dialogs.tsx";
import { TypingLine } from "./typing-line.tsx";
import type { GroupView } from "./view.ts";

/** From here on the members stand beside the messages. */
const WIDE = "(width >= 60rem)";

interface Shown {
  readonly view: GroupView;
  readonly dialog: Signal<OpenDialog>;
  readonly about: Signal<About | null>;
}

/** The screen of a room for many. */
export function GroupRoom({ view }: { readonly view: GroupView }) {
  const dialog = useSignal<OpenDialog>(null);
  const about = useSignal<About | null>(null);
  const wide = useWide();
  // The press that led here took the screen with it.
  useEffect(() => {
    document.getElementById("room-heading")?.focus();
  }, [view]);
  useEffect(() => attendWith(view, dialog), [view, dialog]);
  useEffect(keepPage, []);
  const shown = { view, dialog, about };
  return (
    <div class="room many">
      <GroupHeader view={view} dialog={dialog} about={about} wide={wide} />
      <main class="room-main">
        <GroupNotices view={view} />
        <div class="stage">{view.inside ? <Talk {...shown} /> : <Entering view={view} />}</div>
        <TypingLine view={view} />
        {view.inside && <Composer view={view} />}
      </main>
      {view.inside && wide && (
        <aside class="side" aria-label={text.room.members}>
          <Side {...shown} />
        </aside>
      )}
      <Dialogs {...shown} />
    </div>
  );
}

function Side({ view, about }: Pick<Shown, "view" | "about">) {
  return (
    <>
      <Members view={view} about={about} />
      <OwnName view={view} />
      <Controls view={view} about={about} />
    </>
  );
}

function OwnName({ view }: { readonly view: GroupView }) {
  return (
    <NameField
      value={view.typedName.value}
      hint={text.room.saved}
      onTyped={(name) => {
        view.typedName.value = name;
      }}
      onName={(name) => {
        view.rename(name);
      }}
    />
  );
}

/** The messages; before there are any, the link, or that nothing was said yet. */
function Talk({ view, dialog }: Shown) {
  void view.messages.version.value; // Read to be drawn again when the first message comes.
  const empty = view.messages.count === 0;
  const alone = view.people.members.value.length < 2;
  const invitation = view.invitation.value;
  return (
    <>
      <MessageLog view={view} />
      {empty && alone && invitation !== null ? (
        <div class="waiting">
          <Mark mood="breathing" />
          <h2>{text.room.alone}</h2>
          {dialog.value !== "invite" && <InvitationPanel invitation={invitation} view={null} />}
        </div>
      ) : (
        empty && (
          <div class="silence">
            <Mark mood="still" />
            <p>{text.room.empty}</p>
          </div>
        )
      )}
    </>
  );
}

/** One at a time. What is about a member stands over the list that led there, and leads back to it. */
function Dialogs({ view, dialog, about }: Shown) {
  const close = (): void => {
    if (about.peek() === null) dialog.value = null;
  };
  const closeAbout = (): void => {
    about.value = null;
  };
  const now = view.safety.now.value;
  const invitation = view.invitation.value;
  if (now !== null) return <CompareDialog view={view} now={now} />;
  switch (about.value?.what) {
    case "member":
      return (
        <MemberDialog key={about.value.member} view={view} id={about.value.member} onClose={closeAbout} />
      );
    case "remove":
      return <RemoveDialog view={view} id={about.value.member} onClose={closeAbout} />;
    case "leave":
      return <LeaveDialog view={view} about={about} onClose={closeAbout} />;
    case "hand-over":
      return <HandOverDialog view={view} onClose={closeAbout} />;
    case "end":
      return <EndDialog view={view} onClose={closeAbout} />;
    default:
  }
  if (dialog.value === "invite" && invitation !== null)
    return (
      <Dialog key="invite" name={roomText.invitation.heading} onClose={close}>
        <InvitationPanel invitation={invitation} view={null} />
      </Dialog>
    );
  if (dialog.value === "members")
    return (
      <Dialog key="members" name={text.room.members} class="side-dialog" onClose={close}>
        <Side view={view} about={about} />
      </Dialog>
    );
  if (dialog.value === "menu" || dialog.value === "shortcuts")
    return <DeskDialog view={null} dialog={dialog} />;
  return null;
}

function useWide(): boolean {
  const wide = useSignal(matchMedia(WIDE).matches);
  useEffect(() => {
    const media = matchMedia(WIDE);
    const look = (): void => {
      wide.value = media.matches;
    };
    look();
    media.addEventListener("change", look);
    return () => {
      media.removeEventListener("change", look);
    };
  }, [wide]);
  return wide.value;
}
