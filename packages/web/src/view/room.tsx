import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isLooking } from "../model/looking.ts";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { BurnDialog } from "./burn-dialog.tsx";
import { Composer } from "./composer.tsx";
import { attendWith, DeskDialog } from "./desk-dialog.tsx";
import { Dialog } from "./dialog.tsx";
import { InvitationPanel } from "./invitation.tsx";
import { MessageLog } from "./log.tsx";
import { Mark } from "./mark.tsx";
import { nextFrame, rescueFocus } from "./platform.ts";
import { NoticeBar } from "./notice.tsx";
import { PresenceLine } from "./presence.tsx";
import { RoomHeader } from "./room-header.tsx";
import { WaitingRoom } from "./waiting.tsx";

/** Which dialog stands over the room. While one does, the same fields are not drawn a second time beneath it. */
export type OpenDialog = "invite" | "verify" | "burn" | "details" | "menu" | "shortcuts" | "members" | null;

export function Room({ view }: { readonly view: RoomView }) {
  const dialog = useSignal<OpenDialog>(null);
  // The press that led here took the screen with it. A composer that wants the focus takes it after this.
  useEffect(() => {
    document.getElementById("room-heading")?.focus();
  }, [view]);
  // An invitation that has been used is hidden at once, wherever it is shown; what opened it goes with it.
  useEffect(
    () =>
      view.invitation.subscribe((invitation) => {
        if (invitation !== null) return;
        if (dialog.peek() === "invite") dialog.value = null;
        nextFrame(rescueFocus);
      }),
    [view, dialog],
  );
  // Nobody waits for it: what was not there in time is asked for again by a press.
  useEffect(() => attendWith(view, dialog), [view, dialog]);
  useEffect(keepPage, []);
  const files = view.files.part.value;
  return (
    <div class="room">
      <RoomHeader view={view} dialog={dialog} />
      <main class="room-main">
        <NoticeBar view={view} dialog={dialog} />
        <div class="stage">
          <MessageLog key={view.past.value} view={view} />
          <Stage view={view} dialog={dialog} />
        </div>
        <PresenceLine view={view} />
        {files !== null && <files.Tray />}
        <Composer view={view} />
      </main>
      <RoomDialog view={view} dialog={dialog} />
    </div>
  );
}

/**
 * What is dropped beside a field would be opened in the place of this page, and the room would end: a file, and in some browsers a link or
 * words too. Words that are dropped into a field are written there.
 */
export function keepPage(): () => void {
  const stop = new AbortController();
  for (const kind of ["dragover", "drop"] as const)
    document.addEventListener(
      kind,
      (event) => {
        const { target, dataTransfer: carried } = event;
        const isFile = carried?.types.includes("Files") === true;
        const isField = target instanceof Element && target.closest("input, textarea") !== null;
        if (isFile || !isField) event.preventDefault();
        if (!isFile && !isField && carried !== null) carried.dropEffect = "none";
      },
      { signal: stop.signal },
    );
  return () => {
    stop.abort();
  };
}

/** What stands in place of messages as long as there are none. */
function Stage({ view, dialog }: { readonly view: RoomView; readonly dialog: Signal<OpenDialog> }) {
  void view.messages.version.value; // Read to be drawn again when the first message comes.
  const naming = useSignal(false);
  const status = view.status.value;
  const empty = view.messages.count === 0;
  const alone = status === "waiting" && view.presence.value === "never";
  // A name that is being written stays until it is finished, though the guest has come or something has been said.
  if (view.role === "creator" && ((alone && empty) || naming.value)) {
    return <WaitingRoom view={view} covered={dialog.value !== null} naming={naming} over={!empty} />;
  }
  if (!empty) return null;
  const secure = status === "secure";
  const reaching = isLooking(view) ? text.room.lookingLong : text.room.reachingLong;
  const agreeing = view.reaching ? reaching : text.room.agreeing;
  const waiting = status === "waiting" ? text.room.arriving : agreeing;
  const elsewhere = view.door.part.value?.speaks.value === true;
  return (
    <div class="silence">
      <Mark mood={secure ? "still" : "breathing"} />
      {!elsewhere && <p>{secure ? text.room.empty : waiting}</p>}
    </div>
  );
}

function RoomDialog({ view, dialog }: { readonly view: RoomView; readonly dialog: Signal<OpenDialog> }) {
  const close = (): void => {
    dialog.value = null;
  };
  const invitation = view.invitation.value;
  if (dialog.value === "invite" && invitation !== null) {
    return (
      <Dialog name={text.invitation.heading} onClose={close}>
        <InvitationPanel invitation={invitation} view={view} />
      </Dialog>
    );
  }
  if (dialog.value === "burn") return <BurnDialog view={view} onClose={close} />;
  return dialog.value === null ? null : <DeskDialog view={view} dialog={dialog} />;
}
