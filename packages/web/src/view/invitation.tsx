import { useSignal } from "@preact/signals";
import type { RoomInvitation, RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import { CopyButton } from "./copy-button.tsx";
import { SpokenPhrase } from "./phrase.tsx";
import { QrCode } from "./qr.tsx";

/** The link with its copy button first, then the same as a picture, as a code and, by a press, as words. */
export function InvitationPanel({
  invitation,
  view,
}: {
  readonly invitation: RoomInvitation;
  /** With it a phrase can be made. */
  readonly view: RoomView | null;
}) {
  const t = text.invitation;
  return (
    <div class="invitation">
      <div class="by-link">
        <ReadOnly id="room-link" label={t.link} value={invitation.link} copy={t.copyLink} primary />
        <p class="aside">{t.next}</p>
      </div>
      <div class="by-picture">
        <QrCode drawing={invitation.picture.value} />
        {invitation.picture.value !== "failed" && <p class="aside">{t.qrHint}</p>}
      </div>
      <div class="by-code">
        <ReadOnly id="share-code" label={t.code} value={invitation.code} copy={t.copyCode} />
        <p class="aside">{t.codeHint}</p>
      </div>
      {view !== null && <SpokenPhrase view={view} />}
    </div>
  );
}

function ReadOnly(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly copy: string;
  readonly primary?: boolean;
}) {
  const failed = useSignal(false);
  return (
    <>
      <label for={props.id}>{props.label}</label>
      <div class="field-row">
        <input
          id={props.id}
          type="text"
          class="mono"
          dir="ltr"
          readOnly
          autocomplete="off"
          spellcheck={false}
          value={props.value}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        <CopyButton
          label={props.copy}
          field={props.id}
          primary={props.primary === true}
          onFailed={(has) => {
            failed.value = has;
          }}
        />
      </div>
      {failed.value && <p class="fault">{text.invitation.copyFailed}</p>}
    </>
  );
}
