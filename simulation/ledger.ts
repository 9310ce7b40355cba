/* What is known of one page: what was said, heard, shown and sealed there. The invariants are asked of these (watch.ts). */
import type { PolicyInForce } from "../packages/client/src/face.ts";
import type { EndReason, RoomEvent, RoomStatus } from "../packages/client/src/index.ts";

export interface Ledger {
  readonly name: string;
  readonly role: "creator" | "joiner";
  /** Texts in the order in which the session took them, and heard from the other side. */
  readonly said: string[];
  readonly heard: string[];
  readonly heardIds: Set<string>;
  /** The last state of every own text. */
  readonly receipts: Map<string, string>;
  /** What a screen shows of a message, by id. */
  readonly screen: Map<string, { text: string; readonly reactions: { self: string; other: string } }>;
  status: RoomStatus | "none";
  /** Which paths hold for the room, as its page was told last. */
  policy: PolicyInForce;
  /** Since when the path is `relayed`. */
  hiddenMs: number | null;
  safety: string | null;
  link: string | null;
  roomId: string | null;
  ended: { readonly reason: EndReason; readonly atMs: number } | null;
  /** What became of the last words, as far as it was said. */
  told: (RoomEvent & { event: "told" }) | null;
  /** The greatest epoch of a ratchet frame that opened here, and when the last one did. */
  openedEpoch: number;
  openedMs: number;
  /** When the relay seated this page, if it did. */
  seat: number | null;
  /** What this page's person pressed. */
  readonly pressed: Set<"leave" | "burn">;
  /** What this page's person asked for by a key, and was not answered. */
  readonly asked: Set<string>;
  /** What a return room told last (spec/pair.md 9). */
  door: (RoomEvent & { event: "door" }) | null;
  /** This session answers a knock; and its person has pressed "They match". */
  compares: boolean;
  verified: boolean;
  /** How this page's person has called itself. */
  readonly names: Set<string>;
  /** In a return room: since when its creator could have told it that their session is over. */
  partedSinceMs: number | null;
  /** Since when the relay and this page have had no socket that works, as far as the network knows. */
  unseatedSinceMs: number | null;
}

export function createLedger(name: string, role: Ledger["role"]): Ledger {
  return {
    name,
    role,
    said: [],
    heard: [],
    heardIds: new Set(),
    receipts: new Map(),
    screen: new Map(),
    status: "none",
    policy: { path: "direct", own: "direct", awaits: null, seen: false },
    hiddenMs: null,
    safety: null,
    link: null,
    roomId: null,
    ended: null,
    told: null,
    openedEpoch: -1,
    openedMs: 0,
    seat: null,
    pressed: new Set(),
    asked: new Set(),
    door: null,
    compares: false,
    verified: false,
    names: new Set(),
    partedSinceMs: null,
    unseatedSinceMs: 0,
  };
}

/** A creator's session is over, and the room is not: what it was, and the ledger as it begins anew. */
export function turnPage(ledger: Ledger): Ledger {
  const before: Ledger = {
    ...ledger,
    said: [...ledger.said],
    heard: [...ledger.heard],
    heardIds: new Set(ledger.heardIds),
    screen: new Map(ledger.screen),
  };
  ledger.said.length = 0;
  ledger.heard.length = 0;
  for (const kept of [ledger.heardIds, ledger.receipts, ledger.screen]) kept.clear();
  ledger.safety = null;
  ledger.openedEpoch = -1;
  ledger.compares = false;
  ledger.verified = false;
  return before;
}

/** Shows an event as a page would. */
export function show(ledger: Ledger, event: RoomEvent): void {
  const { screen } = ledger;
  showDoor(ledger, event);
  if (event.event === "message")
    screen.set(event.id, { text: event.text, reactions: { self: "", other: "" } });
  else if (event.event === "edited") {
    const seen = screen.get(event.id);
    if (seen !== undefined) seen.text = event.text;
  } else if (event.event === "reaction") {
    const seen = screen.get(event.id);
    if (seen !== undefined) seen.reactions[event.from] = event.emoji;
  } else if (event.event === "policy") ledger.policy = event;
  else if (event.event === "told") ledger.told = event;
  else if (event.event === "receipt") ledger.receipts.set(event.id, event.state);
  else if (event.event === "status") ledger.status = event.value;
  else if (event.event === "room") [ledger.link, ledger.roomId] = [event.link, event.roomId];
}

/** What a page shows of a return room, and which words were answered. */
function showDoor(ledger: Ledger, event: RoomEvent): void {
  if ("key" in event && event.key !== null) ledger.asked.delete(event.key);
  if (event.event === "verification") ledger.verified = event.state === "verified";
  if (event.event !== "door") return;
  ledger.door = event;
  if (event.state === "compare") ledger.compares = true;
}

/** Whether both screens show the same words and reactions. */
export function mirrored(one: Ledger, other: Ledger): boolean {
  if (one.screen.size !== other.screen.size) return false;
  return [...one.screen].every(([id, seen]) => {
    const there = other.screen.get(id);
    if (there === undefined || there.text !== seen.text) return false;
    const { self, other: theirs } = seen.reactions;
    return there.reactions.self === theirs && there.reactions.other === self;
  });
}
