import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text/group-text.ts";
import { closeAround, Dialog } from "../view/dialog.tsx";
import type { About } from "./about.ts";
import type { GroupView } from "./view.ts";

interface Shown {
  readonly view: GroupView;
  readonly onClose: () => void;
}

/** Asks an owner once what becomes of the room. The way back has the focus. */
export function LeaveDialog({ view, about, onClose }: Shown & { readonly about: Signal<About | null> }) {
  const t = text.control;
  const ends = view.settings.value?.endsWithOwner === true;
  const others = view.people.members.value.some(({ self }) => !self);
  const open = (what: "hand-over" | "end") => (): void => {
    about.value = { what };
  };
  return (
    <Dialog name={t.leaveHeading} class="small" onClose={onClose} closeButton={false}>
      <h2>{t.leaveHeading}</h2>
      <p>{ends ? t.leaveEnds : t.leaveOwnerless}</p>
      <div class="choices">
        <Back />
        {others && (
          <button type="button" onClick={open("hand-over")}>
            {text.member.handOver}
          </button>
        )}
        {!ends && (
          <button type="button" class="stop" onClick={open("end")}>
            {t.end}
          </button>
        )}
        <button
          type="button"
          class="stop-now"
          onClick={() => {
            view.leave();
            onClose();
          }}
        >
          {ends ? t.leaveAndEnd : t.leave}
        </button>
      </div>
    </Dialog>
  );
}

/** Asks once. The way back has the focus: Enter removes nobody. */
export function RemoveDialog({ view, id, onClose }: Shown & { readonly id: string }) {
  const t = text.member;
  if (view.people.find(id) === undefined) return null;
  const heading = (
    <>
      {t.remove}: <bdi>{view.people.nameOf(id)}</bdi>
    </>
  );
  const remove = { name: t.remove, heading, words: t.removeText, now: t.removeNow } as const;
  return <Asking {...remove} onNow={() => view.decide({ do: "remove", member: id })} onClose={onClose} />;
}

/** Asks once. The way back has the focus: Enter deletes nothing. */
export function EndDialog({ view, onClose }: Shown) {
  const t = text.control;
  const end = { name: t.endHeading, heading: t.endHeading, words: t.endText, now: t.endNow } as const;
  return <Asking {...end} onNow={() => view.decide({ do: "end" })} onClose={onClose} />;
}

interface Asked {
  readonly name: string;
  readonly heading: ComponentChildren;
  readonly words: string;
  readonly now: string;
  readonly onNow: () => void;
  readonly onClose: () => void;
}

function Asking({ name, heading, words, now, onNow, onClose }: Asked) {
  return (
    <Dialog name={name} class="small" onClose={onClose} closeButton={false}>
      <h2>{heading}</h2>
      <p>{words}</p>
      <div class="choices">
        <Back />
        <button
          type="button"
          class="stop-now"
          onClick={() => {
            onNow();
            onClose();
          }}
        >
          {now}
        </button>
      </div>
    </Dialog>
  );
}

function Back() {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
  }, []);
  return (
    <button ref={back} type="button" onClick={closeAround}>
      {text.member.back}
    </button>
  );
}
