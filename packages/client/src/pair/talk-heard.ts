/*
 * What the other side does to messages of a room (spec/content.md 7). Whatever names a message that is not there, deleted, or of the wrong
 * person changes nothing, in silence: words that cross are no fault of anybody.
 */
import { KIND, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import { find, markDeleted } from "./said.ts";
import type { Known } from "./said.ts";
import type { Room } from "./state.ts";
import { formatId } from "./talk-events.ts";
import { chain, stay, tell } from "./turn.ts";
import type { Step } from "./turn.ts";

/** What it does; null for a body that the table does not describe; undefined for another kind. */
export function onHeard(content: Content): Step | null | undefined {
  switch (content.kind) {
    case KIND.edit:
      return onEdit(content.body);
    case KIND.delete:
      return onDelete(content.body);
    case KIND.reaction:
      return onReaction(content.body);
    case KIND.receipt:
      return onReceipt(content.body);
    default:
      return undefined;
  }
}

function onEdit(body: Uint8Array): Step | null {
  const edit = bodies.edit.decode(body);
  if (edit === null) return null;
  const { text } = edit;
  return about(edit.target, "their text", (id) =>
    tell({ event: "edited", id, key: null, from: "other", text }),
  );
}

function onDelete(body: Uint8Array): Step | null {
  const target = bodies.delete.decode(body);
  if (target === null) return null;
  return about(
    target,
    "their text",
    (id) => (room) =>
      chain(
        { ...room, said: markDeleted(room.said, id) },
        tell({ event: "deleted", id, key: null, from: "other" }),
      ),
  );
}

function onReaction(body: Uint8Array): Step | null {
  const reaction = bodies.reaction.decode(body);
  if (reaction === null) return null;
  const { emoji } = reaction;
  return about(reaction.target, "either", (id) =>
    tell({ event: "reaction", id, key: null, from: "other", emoji, state: null }),
  );
}

/** A receipt that names an older message than one before says nothing new. */
function onReceipt(body: Uint8Array): Step | null {
  const target = bodies.receipt.decode(body);
  if (target === null) return null;
  return about(target, "self", (id, { number }) => (room) => {
    if (number <= room.reading.otherNamed) return stay(room);
    const reading: Room["reading"] = { ...room.reading, otherNamed: number };
    return tell({ event: "read", id })({ ...room, reading });
  });
}

/** Goes on with a message that is there, is not deleted, and is of the right person. */
function about(
  target: Uint8Array,
  which: "self" | "their text" | "either",
  next: (id: string, known: Known) => Step,
): Step {
  return (room) => {
    const id = formatId(target);
    const known = find(room.said, id);
    return known !== null && !known.deleted && isRight(known, which) ? next(id, known)(room) : stay(room);
  };
}

function isRight({ from, text }: Known, which: "self" | "their text" | "either"): boolean {
  if (which === "either") return true;
  return which === "self" ? from === "self" : from === "other" && text;
}
