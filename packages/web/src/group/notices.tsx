import { text } from "../text/group-text.ts";
import { text as roomText } from "../text/room-text.ts";
import { Bar } from "../view/notice.tsx";
import { apart } from "./time.ts";
import type { GroupView } from "./view.ts";

/** What stands in the way, which nothing hides, and beneath it what waits for an answer, one at a time. */
export function GroupNotices({ view }: { readonly view: GroupView }) {
  return (
    <div class="notice-place" aria-live="polite">
      <Standing view={view} />
      <Notice view={view} />
    </div>
  );
}

/** What makes words not reach everybody, or a member not who it seems. Nobody else can have it covered. */
function Standing({ view }: { readonly view: GroupView }) {
  const t = text.notices;
  const heading = roomText.notices.outHeading;
  return (
    <>
      {view.notice.value === "split" && <Bar heading={t.splitHeading} body={t.split} />}
      {view.state.value === "reconnecting" && <Bar heading={heading} body={roomText.notices.out} />}
      {view.safety.warns.value && (
        <Bar heading={namesOf(view)} body={text.member.mismatch}>
          <button
            type="button"
            onClick={() => {
              view.safety.warns.value = false;
            }}
          >
            {t.understood}
          </button>
        </Bar>
      )}
    </>
  );
}

/** With whom what was compared differed. */
function namesOf(view: GroupView): string {
  const names = [...view.safety.differs.value].map((id) => apart(view.people.nameOf(id)));
  return `${names.join(", ")}: ${text.member.differs}`;
}

function Notice({ view }: { readonly view: GroupView }) {
  const t = text.notices;
  const [request] = view.requests.value;
  const asked = view.safety.asked.value;
  const { notice, undone } = view;
  if (request !== undefined) {
    const { warned, name } = request;
    const heading = name === "" ? t.askHeading : t.asks(apart(name));
    return (
      <Bar heading={heading} body={warned > 0 ? `${t.ask} ${t.warned(warned)}` : t.ask}>
        <button type="button" class="primary" onClick={() => view.answer(request.request, true)}>
          {t.letIn}
        </button>
        <button type="button" onClick={() => view.answer(request.request, false)}>
          {t.refuse}
        </button>
      </Bar>
    );
  }
  if (asked !== null) {
    const heading = text.member.asksVerify(apart(view.people.nameOf(asked)));
    return (
      <Bar heading={heading} body={text.member.verifyHow}>
        <button type="button" class="primary" onClick={() => view.safety.begin(asked)}>
          {text.member.compare}
        </button>
        <button type="button" onClick={() => view.safety.putOff()}>
          {t.notNow}
        </button>
      </Bar>
    );
  }
  if (undone.value !== null) return <Undone view={view} />;
  switch (notice.value) {
    case "relay-unreachable":
      return <Bar heading={roomText.notices.relayHeading} body={roomText.notices.relay} />;
    case "newer-content":
      return <Bar heading={roomText.notices.newerHeading} body={t.newer} />;
    case "unreadable-content":
      return <Bar heading={roomText.notices.unreadableHeading} body={t.unreadable} />;
    case "split":
    case null:
      return null;
    default:
      return notice.value satisfies never;
  }
}

/** Why what was decided was not done. */
function Undone({ view }: { readonly view: GroupView }) {
  const said: Readonly<Partial<Record<string, string>>> = text.notices.refused;
  return (
    <Bar
      heading={text.notices.refusedHeading}
      body={said[view.undone.value ?? ""] ?? text.notices.refused.overtaken}
    >
      <button
        type="button"
        onClick={() => {
          view.undone.value = null;
        }}
      >
        {text.notices.understood}
      </button>
    </Bar>
  );
}
