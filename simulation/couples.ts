/*
 * What must hold in a return room (spec/pair.md 9), where a creator has one session after the other, each with another page:
 *
 *   "before"   nothing of a session reaches the next one: no word (I3 asks the words of the present session), no name
 *   "compared" in a session that answers a knock nothing is heard of a side whose person has not said "They match"
 *   "lost"     what was said is delivered or has failed, visibly, when its session or its room is over; and every word is answered (after.ts)
 *   "stranded" nobody is left for long in a session that its creator has ended, while both have the relay (returning.ts)
 */
import type { RoomEvent } from "../packages/client/src/index.ts";
import { turnPage } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import type { Say } from "./watch.ts";

export interface Couples {
  partnerOf(ledger: Ledger): Ledger | null;
  /** Its creator has ended this guest's session. */
  isParted(ledger: Ledger): boolean;
  /** Asked of each event, before the ledger shows it. */
  judge(ledger: Ledger, event: RoomEvent): void;
}

/** @param seated who has the second seat, by what the relay said last: with whom the creator has a session when it says so */
export function createCouples(say: Say, seated: () => Ledger | null): Couples {
  let creator: Ledger | null = null;
  let guest: Ledger | null = null;
  /** Whom a guest of an earlier session spoke with: the creator as it was. */
  const former = new Map<Ledger, Ledger>();
  const part = (ledger: Ledger): void => {
    const before = turnPage(ledger);
    if (guest !== null) former.set(guest, before);
    guest = null;
  };
  const partnerOf = (ledger: Ledger): Ledger | null => {
    if (ledger.role === "creator") return guest;
    return ledger === guest ? creator : (former.get(ledger) ?? null);
  };
  return {
    partnerOf,
    isParted: (ledger) => former.has(ledger),
    judge: (ledger, event) => {
      if (ledger.role === "creator") creator = ledger;
      judgeHeard(ledger, event, partnerOf(ledger), say);
      if (event.event !== "door" || ledger.role === "joiner") return;
      if (event.state === "vacant" || event.state === "compare") judgeLost(ledger, say);
      if (event.state === "vacant") part(ledger);
      // It has its keys before the guest has, which may be frozen and learn of them when the creator is with somebody else.
      if (event.state === "compare" || event.state === "returnable") guest = seated();
      if (event.state === "compare" && ledger.screen.size > 0)
        say("before", `${ledger.name} still shows an earlier session`);
    },
  };
}

/** What comes of the other person. */
function judgeHeard(ledger: Ledger, event: RoomEvent, partner: Ledger | null, say: Say): void {
  const name = event.event === "other" ? event.name : "";
  if (name !== "" && ledger.role === "creator" && partner !== null && !partner.names.has(name))
    say("before", `${ledger.name} is told of a name of somebody else`);
  if (name === "" && !isSpoken(event)) return;
  if (partner?.compares === true && !partner.verified && ledger.compares)
    say("compared", `${ledger.name} hears ${event.event} of ${partner.name}, who has not compared`);
}

function isSpoken(event: RoomEvent): boolean {
  if (event.event === "typing") return event.active;
  return event.event === "read" || ("from" in event && event.from === "other");
}

/** Nothing that was said is lost in silence: at the end of its session it has arrived, or it is said that it has not. */
export function judgeLost(ledger: Ledger, say: Say): void {
  const states = [...ledger.receipts.values()];
  const open = states.filter((state) => state !== "delivered" && state !== "failed").length;
  if (open > 0) say("lost", `${String(open)} texts of ${ledger.name} are lost in silence`);
}
