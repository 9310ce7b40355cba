/**
 * The part of the page around a room: menu, keyboard shortcuts, sounds and notifications. It is fetched with the first room, or at a press
 * on "Show menu", and needs nothing but what is there already.
 */
import type { Signal } from "@preact/signals";
import { attend, type Seen } from "./desk/attention.ts";
import { type Keyed, listenForKeys } from "./desk/keys.ts";
import { StartMenu } from "./desk/start-menu.tsx";
import { notify } from "./desk/notice.ts";
import { Open } from "./desk/open.tsx";
import { followTheme, settings } from "./desk/settings.ts";
import { createSounds } from "./desk/sounds.ts";
import style from "./style/desk.css?inline";
import { number } from "./text/numbers.ts";
import type { OpenDialog } from "./view/room.tsx";

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);
followTheme(document.documentElement);

const sounds = createSounds(() => new AudioContext());
const title = document.title;

/** Watches a room: its keys, and what calls for somebody who looks elsewhere. The answer ends it. */
function attendRoom(view: Seen & Keyed, dialog: Signal<OpenDialog>): () => void {
  const stops = [
    listenForKeys(view, dialog),
    attend(view, {
      isHidden: () => document.visibilityState === "hidden",
      onVisibility: (report) => {
        document.addEventListener("visibilitychange", report);
        return () => {
          document.removeEventListener("visibilitychange", report);
        };
      },
      count: (unseen) => {
        document.title = unseen === 0 ? title : `(${number(unseen)}) ${title}`;
      },
      notify,
      play: (sound) => {
        if (settings.sound.peek()) sounds.play(sound);
      },
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export const deskParts = { Open, StartMenu, attendRoom };

export type DeskParts = typeof deskParts;
