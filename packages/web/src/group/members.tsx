import type { Signal } from "@preact/signals";
import { text } from "../text/group-text.ts";
import type { About } from "./about.ts";
import type { Member } from "./room-events.ts";
import type { GroupView } from "./view.ts";

interface Shown {
  readonly view: GroupView;
  readonly about: Signal<About | null>;
}

/** Everybody in the room; the owner and moderators remove from here. */
export function Members({ view, about }: Shown) {
  const members = view.people.members.value;
  return (
    <section class="members">
      <h2>{text.room.members}</h2>
      <ul aria-label={text.room.members}>
        {members.map((member) => (
          <MemberItem key={member.id} view={view} about={about} member={member} />
        ))}
      </ul>
    </section>
  );
}

function MemberItem({ view, about, member }: Shown & { readonly member: Member }) {
  const { id, self, colour, fingerprint } = member;
  const marks = marksOf(view, member);
  const mayRemove = !self && mayRemoveOf(view.people.self, member);
  return (
    <li class={member.away ? "away" : ""}>
      <span class={`dot hue-${colour}`} aria-hidden="true" />
      <div>
        {self ? (
          <bdi class="name">{view.people.nameOf(id)}</bdi>
        ) : (
          <button
            type="button"
            class="name"
            aria-haspopup="dialog"
            onClick={() => {
              about.value = { what: "member", member: id };
            }}
          >
            <bdi>{view.people.nameOf(id)}</bdi>
          </button>
        )}
        {marks.length > 0 && <p class="marks">{marks.join(" · ")}</p>}
        <p class="fingerprint mono" dir="ltr" translate={false}>
          {fingerprint}
        </p>
      </div>
      {mayRemove && (
        <button
          type="button"
          class="quiet stop"
          aria-haspopup="dialog"
          aria-describedby={`member-${id}`}
          onClick={() => {
            about.value = { what: "remove", member: id };
          }}
        >
          {text.member.remove}
          <span id={`member-${id}`} hidden>
            {view.people.nameOf(id)}
          </span>
        </button>
      )}
    </li>
  );
}

/** The owner removes anybody else; a moderator whoever is neither (spec/group.md 6). */
function mayRemoveOf(by: Member | undefined, whom: Member): boolean {
  if (by === undefined || by.id === whom.id) return false;
  return by.owner || (by.moderator && !whom.owner && !whom.moderator);
}

/** What is to be known of a member, in words. */
function marksOf(view: GroupView, member: Member): readonly string[] {
  const t = text.member;
  const marks: readonly (readonly [boolean, string])[] = [
    [member.self, t.you],
    [member.owner, t.owner],
    [member.moderator, t.moderator],
    [member.verified, t.verified],
    [view.safety.differs.value.has(member.id), t.differs],
    [member.away, t.away],
    [member.roster === "unconfirmed", t.unconfirmed],
    [view.muted.value.has(member.id), t.muted],
    [view.blocked.value.has(member.id), t.blocked],
  ];
  return marks.filter(([holds]) => holds).map(([, words]) => words);
}
