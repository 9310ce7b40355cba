import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { text } from "../text/group-text.ts";
import type { About } from "./about.ts";
import { Facts } from "./facts.tsx";
import { lockOrUnlock } from "./locking.ts";
import { FADES_SECONDS } from "./presets.ts";
import { SecondsChoice } from "./seconds-choice.tsx";
import type { Settings } from "./room-events.ts";
import type { GroupView } from "./view.ts";

interface Shown {
  readonly view: GroupView;
  readonly about: Signal<About | null>;
}

/** What holds in the room; for its owner, what can be changed of it. */
export function Controls({ view, about }: Shown) {
  const settings = view.settings.value;
  const isOwner = view.people.self?.owner === true;
  return (
    <section class="controls">
      <Facts view={view} />
      {isOwner && settings !== null && <OwnerControls view={view} about={about} settings={settings} />}
    </section>
  );
}

function OwnerControls({ view, about, settings }: Shown & { readonly settings: Settings }) {
  const t = text.control;
  const { admission, endsWithOwner, disappearingSeconds } = settings;
  const isLocked = admission === "locked";
  const others = view.people.members.value.some(({ self }) => !self);
  return (
    <>
      <div class="choices">
        <button
          type="button"
          onClick={() => {
            lockOrUnlock(view);
          }}
        >
          {isLocked ? t.unlock : t.lock}
        </button>
        <button
          type="button"
          onClick={() => {
            view.decide({ do: "invitation" });
          }}
        >
          {t.renew}
        </button>
      </div>
      {!isLocked && (
        <Check
          checked={admission === "knock"}
          onCheck={(asks) => {
            view.decide({ do: "admission", value: asks ? "knock" : "open" });
          }}
        >
          {t.ask}
        </Check>
      )}
      <Check
        checked={endsWithOwner}
        onCheck={(value) => {
          view.decide({ do: "ends-with-owner", value });
        }}
      >
        {t.endsWithOwner}
      </Check>
      <SecondsChoice
        label={t.fades}
        choices={FADES_SECONDS}
        value={disappearingSeconds}
        onChoice={(seconds) => {
          view.decide({ do: "disappearing", seconds });
        }}
      />
      <div class="choices">
        {others && <Opens about={about} what="hand-over" name={text.member.handOver} />}
        <Opens about={about} what="end" name={t.end} />
      </div>
    </>
  );
}

function Opens(props: Pick<Shown, "about"> & { readonly what: "hand-over" | "end"; readonly name: string }) {
  const { about, what, name } = props;
  return (
    <button
      type="button"
      class={what === "end" ? "stop" : ""}
      aria-haspopup="dialog"
      onClick={() => {
        about.value = { what };
      }}
    >
      {name}
    </button>
  );
}

/** It shows what holds, which the room's answer changes. */
export function Check(props: {
  readonly checked: boolean;
  readonly onCheck: (checked: boolean) => void;
  readonly children: ComponentChildren;
}) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={({ currentTarget }) => {
          const wanted = currentTarget.checked;
          currentTarget.checked = props.checked;
          props.onCheck(wanted);
        }}
      />
      {props.children}
    </label>
  );
}
