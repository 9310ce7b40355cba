import type { ReadonlySignal, Signal } from "@preact/signals";
import type { RoomView } from "../model/room-view.ts";
import { text } from "../text/room-text.ts";
import type { OpenDialog } from "../view/room.tsx";
import { settings } from "./settings.ts";

/** What a key does outside of text. The names are those of the dictionary. */
export type Act =
  | "list"
  | "box"
  | "reply"
  | "react"
  | "copy"
  | "edit"
  | "invite"
  | "verify"
  | "connection"
  | "menu";

/** No letter that a browser takes by itself, and none with a modifier, which browsers, systems and screen readers divide among themselves. */
export const KEYS: Readonly<Record<string, Act>> = {
  "?": "list",
  m: "box",
  r: "reply",
  a: "react",
  c: "copy",
  e: "edit",
  i: "invite",
  v: "verify",
  d: "connection",
  n: "menu",
};

/** What a press means; null where it belongs to a text, to a dialog, to the browser or to nobody. */
export function actOf(
  press: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "isComposing">,
  place: Place,
): Act | null {
  if (press.isComposing || press.ctrlKey || press.altKey || press.metaKey || place !== "free") return null;
  if (!settings.letters.peek()) return null;
  return KEYS[press.key.length === 1 ? press.key.toLowerCase() : press.key] ?? null;
}

/** Where the focus is. */
export type Place = "text" | "dialog" | "free";

function placeOf(target: EventTarget | null): Place {
  if (document.querySelector("dialog[open]") !== null) return "dialog";
  const isText =
    target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
  return isText ? "text" : "free";
}

/** Which dialog an act opens. */
export const DIALOGS: Readonly<Partial<Record<Act, OpenDialog>>> = {
  list: "shortcuts",
  invite: "invite",
  verify: "verify",
  connection: "details",
  menu: "menu",
};

/** What keys act on, in a room for two or for many; the safety check, where there is one for the room. */
export type Keyed = Pick<RoomView, "messages" | "composing" | "canInvite"> & {
  readonly safety: { readonly state: ReadonlySignal<unknown> };
};

/** Listens for the keys of a room, from everywhere on the page; the answer stops it. */
export function listenForKeys(view: Keyed, dialog: Signal<OpenDialog>): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const place = placeOf(event.target);
    const act = actOf(event, place);
    const does = act === null ? leavesBox(event, place, view) : doerOf(act, view, dialog);
    if (does === null) return;
    event.preventDefault();
    does();
  };
  document.addEventListener("keydown", pressed);
  return () => {
    document.removeEventListener("keydown", pressed);
  };
}

/** Escape leads out of the box to what was said, as it leads back from there. */
function leavesBox(event: KeyboardEvent, place: Place, view: Keyed): (() => void) | null {
  if (event.key !== "Escape" || event.isComposing || place !== "text") return null;
  const isBox = event.target instanceof Element && event.target.id === "message";
  if (!isBox || view.composing.peek().kind !== "new" || view.messages.count === 0) return null;
  return () => document.querySelector<HTMLElement>('[role="log"]')?.focus();
}

/** What is to be done; null where it cannot be done now. */
function doerOf(act: Act, view: Keyed, dialog: Signal<OpenDialog>): (() => void) | null {
  if (act === "box") return () => document.getElementById("message")?.focus();
  const which = DIALOGS[act];
  if (which === undefined) return doerOnMessage(act);
  const isThere = act === "invite" ? view.canInvite : act !== "verify" || view.safety.state.peek() !== null;
  return isThere ? () => (dialog.value = which) : null;
}

/** Presses the message's own button, so that the key does what the button does. */
function doerOnMessage(act: Act): (() => void) | null {
  const names: Readonly<Partial<Record<Act, string>>> = text.acts;
  const rows = document.querySelectorAll('[role="log"] li[data-index]');
  const row = document.activeElement?.closest("li[data-index]") ?? rows[rows.length - 1];
  const buttons = [...(row?.querySelectorAll("button") ?? [])];
  const button = buttons.find(({ textContent }) => textContent === names[act]);
  return button === undefined ? null : () => button.click();
}
