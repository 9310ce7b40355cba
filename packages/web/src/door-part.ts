/** The part of the page for return rooms (spec/pair.md 9). It is fetched with the room's first word about coming back. */
import { h } from "preact";
import { Bar } from "./door/bar.tsx";
import { DoorModel } from "./door/model.ts";
import { Offer } from "./door/offer.tsx";
import type { OpenDoor } from "./model/door-slot.ts";
import { text } from "./text/door-text.ts";

import style from "./style/door.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

export const openDoor: OpenDoor = (host) => {
  const model = new DoorModel(host);
  return {
    speaks: model.speaks,
    Bar: ({ dialog }) => h(Bar, { model, dialog }),
    Offer: () => h(Offer, { model }),
    confirmed: text.confirmed,
    lead: () => (model.offered.value ? text.lead : null),
    endText: (reason) =>
      host.role === "guest" && reason === "left-here"
        ? { why: text.leftWhy, next: text.leftNext, left: text.leftHere }
        : null,
  };
};
