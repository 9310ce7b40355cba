import { onLaterLink, takeOpened } from "./address.ts";
import { render } from "preact";
import { fetchTranslations } from "./language-parts.ts";
import { openRoomLink } from "./link/room-link.ts";
import type { Announcer } from "./model/announcer.ts";
import { App } from "./model/app.ts";
import { lockOf } from "./model/room-lock.ts";
import { Chunk } from "./model/chunk.ts";
import { fetchPart } from "./part.ts";
import { missingParts } from "./support.ts";
import { languages } from "./text/speak.ts";
import { after, beforeAnyPress, hush, nextFrame, say } from "./view/platform.ts";
import { AppView } from "./view/app.tsx";
import { followLanguage } from "./view/document-language.ts";
import { onTrouble, showTrouble } from "./view/trouble.ts";

const root = document.getElementById("app");
if (root === null) throw new Error("The page has no place to stand on.");

/** The screens of a room are fetched once somebody is there, and before they are shown. */
const room = new Chunk(async () => {
  const { roomParts } = await fetchPart("room-parts", () => import("./room-parts.ts"));
  return roomParts;
});
let announcer: Announcer | null = null;

const app = new App({
  // Who serves the page from elsewhere says in it which relay it talks to.
  origin: document.documentElement.dataset["relay"] ?? location.origin,
  wallMs: () => Date.now(),
  soon: nextFrame,
  room,
  openLink: openRoomLink,
  heard: (name, body) => {
    announcer ??= room.present?.createAnnouncer(after, say) ?? null;
    announcer?.message(name, body);
  },
  isElsewhere: async (invitation) => {
    const { held } = (await navigator.locks?.query()) ?? {};
    return held?.some(({ name }) => name === lockOf(invitation)) === true;
  },
  words: async () => (await room.load()).words.load(),
  files: async () => (await room.load()).files.load(),
  broken: () => {
    fail("worker");
  },
  startOver: () => {
    location.assign("/");
  },
});

function fail(what: "page" | "worker"): void {
  const lost = app.abandon();
  // First of all the page that says it: what else there is to do may break as well.
  showTrouble(what, lost);
  announcer?.clear();
  if (lost === "room") leaveAddress();
  hush();
}

onTrouble(() => {
  fail("page");
});

// What was said is not spoken after the end.
app.screen.subscribe((screen) => {
  if (screen.at !== "ended") return;
  announcer?.clear();
  hush();
  // Who can try again is still at the room's door.
  if (screen.again === null) leaveAddress();
});

/** A room that is over is no longer where this page is: a reload begins anew. */
function leaveAddress(): void {
  history.replaceState(null, "", "/");
}

onLaterLink((link) => {
  app.openLater(link);
});

function start(place: HTMLElement): void {
  const opened = takeOpened();
  const missing = missingParts(globalThis);
  if (missing.length > 0) {
    // Where this does not come either, the words stay that stood there before the program.
    fetchPart("missing", () => import("./view/missing.tsx")).then(
      ({ Missing }) => {
        place.replaceChildren();
        render(<Missing parts={missing} />, place);
      },
      () => undefined,
    );
    return;
  }
  place.replaceChildren();
  if (opened.page === "room" && opened.link !== null && opened.hasKey) {
    // It catches nothing that could go wrong: the worker answers, or is reported as broken.
    void app.open(opened.link);
  } else if (opened.page === "room") app.loseKey();
  render(<AppView app={app} room={room} />, place);
  // After the first paint, so that it delays nothing that is seen.
  after(0, () => {
    app.warmUp();
  });
  beforeAnyPress(() => {
    room.prefetch();
    app.prepare();
  });
}

followLanguage();
const coming = languages.begin(navigator.languages, fetchTranslations);
if (coming === null) start(root);
// It never rejects: without its language the page is drawn in English.
else
  void coming.then(() => {
    start(root);
  });
