import { text } from "../text/group-text.ts";
import { Dialog } from "../view/dialog.tsx";
import type { GroupView } from "./view.ts";

/** One member: what tells it apart, comparing, and what this screen or the owner may do about it. */
export function MemberDialog(props: {
  readonly view: GroupView;
  readonly id: string;
  readonly onClose: () => void;
}) {
  const { view, id, onClose } = props;
  const t = text.member;
  const member = view.people.find(id);
  if (member === undefined) return null;
  const isMuted = view.muted.value.has(id);
  const isBlocked = view.blocked.value.has(id);
  return (
    <Dialog name={view.people.nameOf(id)} class="small member-dialog" onClose={onClose}>
      <dl class="facts">
        <dt>{t.fingerprint}</dt>
        <dd class="mono" dir="ltr">
          {member.fingerprint}
        </dd>
      </dl>
      {member.verified && <p class="verified">{t.verified}</p>}
      {view.safety.differs.value.has(id) && <p class="fault">{t.mismatch}</p>}
      <button
        type="button"
        onClick={() => {
          view.safety.begin(id);
        }}
      >
        {t.verify}
      </button>
      <Doing
        name={isMuted ? t.unmute : t.mute}
        hint={t.muteHint}
        onPress={() => {
          view.mute(id, !isMuted);
        }}
      />
      <Doing
        name={isBlocked ? t.unblock : t.block}
        hint={t.blockHint}
        onPress={() => {
          view.block(id, !isBlocked);
        }}
      />
      {view.people.self?.owner === true && (
        <Doing
          name={member.moderator ? t.endModerator : t.makeModerator}
          hint={t.moderatorHint}
          onPress={() => {
            view.decide({ do: "moderator", member: id, value: !member.moderator });
            onClose();
          }}
        />
      )}
    </Dialog>
  );
}

function Doing(props: { readonly name: string; readonly hint: string; readonly onPress: () => void }) {
  return (
    <div>
      <button type="button" onClick={props.onPress}>
        {props.name}
      </button>
      <p class="aside">{props.hint}</p>
    </div>
  );
}
