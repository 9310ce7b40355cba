import { onLaterLink, takeOpened } from "./address.ts";
import { render } from "preact";
import { openRoomLink } from "./link/room-link.ts";
import { createAnnouncer } from "./model/announcer.ts";
import { App } from "./model/app.ts";
import { missingParts } from "./support.ts";
import { text } from "./text/text.ts";
import { after, hush, nextFrame, say } from "./view/platform.ts";
import { AppView } from "./view/app.tsx";
import { Missing } from "./view/missing.tsx";
import { onTrouble, showTrouble } from "./view/trouble.ts";

const root = document.getElementById("app");
if (root === null) throw new Error("The page has no place to stand on.");

const announcer = createAnnouncer(after, say);
const app = new App({
  origin: location.origin,
  wallMs: () => Date.now(),
  soon: nextFrame,
  openLink: openRoomLink,
  heard: (name, body) => {
    announcer.message(name === "" ? text.room.other : name, body);
  },
  broken: () => {
    fail("worker");
  },
  startOver: () => {
    location.assign("/");
  },
});

function fail(what: "page" | "worker"): void {
  announcer.clear();
  showTrouble(what, app.abandon());
}

onTrouble(() => {
  fail("page");
});

// What was said is not spoken after the end.
app.screen.subscribe((screen) => {
  if (screen.at !== "ended") return;
  announcer.clear();
  hush();
});

onLaterLink((link) => {
  app.openLater(link);
});

function start(place: HTMLElement): void {
  const opened = takeOpened();
  place.replaceChildren();
  const missing = missingParts(globalThis);
  if (missing.length > 0) {
    render(<Missing parts={missing} />, place);
    return;
  }
  if (opened.page === "room" && opened.link !== null && opened.hasKey) {
    // It catches nothing that could go wrong: the worker answers, or is reported as broken.
    void app.open(opened.link);
  } else if (opened.page === "room") app.loseKey();
  render(<AppView app={app} />, place);
  // After the first paint, so that the keys made ahead delay nothing that is seen.
  after(0, () => {
    app.warmUp();
  });
}

start(root);
