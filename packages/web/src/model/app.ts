import { signal } from "@preact/signals";
import type { RoomEvent } from "@tacet/client";
import type { RoomLink, RoomLinkPorts } from "../link/room-link.ts";
import { text } from "../text/text.ts";
import type { Checked } from "../worker/letters.ts";
import { looksLikeWords } from "./draft.ts";
import { RoomView, type RoomEnd } from "./room-view.ts";

/** What the page shows; one at a time. */
export type Screen =
  | { readonly at: "landing" }
  | { readonly at: "lost-key"; readonly fault: string | null }
  | { readonly at: "invited" }
  | { readonly at: "room"; readonly view: RoomView }
  | { readonly at: "ended"; readonly end: RoomEnd };

export interface AppPorts {
  readonly origin: string;
  readonly wallMs: () => number;
  readonly soon: (run: () => void) => void;
  openLink(ports: RoomLinkPorts): RoomLink;
  readonly heard: (name: string, body: string) => void;
  /** The worker is gone: the page says so and starts over. */
  broken(): void;
  /** A new document: the surest way to forget the last room. */
  startOver(): void;
}

/** The page's one state and what a person can do with it. */
export class App {
  readonly screen = signal<Screen>({ at: "landing" });
  readonly #ports: AppPorts;
  #link: RoomLink | null = null;
  #view: RoomView | null = null;
  /** What was opened or pasted and not used yet. It is kept from the screen, whose parts may outlive their use. */
  #invitation: string | null = null;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /** Loads the worker and lets it prepare its keys. Nothing of it reaches the relay before a press. */
  warmUp(): void {
    this.#link ??= this.#ports.openLink({
      event: (event) => {
        this.#take(event);
      },
      broken: () => {
        this.#ports.broken();
      },
    });
  }

  create(): void {
    this.#enter("creator", "").command({ do: "create", origin: this.#ports.origin, name: "" });
  }

  /** Uses the invitation that was opened or pasted last, once. */
  join(name: string): void {
    const invitation = this.#invitation;
    if (invitation === null) return;
    this.#invitation = null;
    this.#enter("guest", name).command({ do: "join", origin: this.#ports.origin, invitation, name });
  }

  /** A link was opened: it is read and shown, and not used. */
  async open(link: string): Promise<void> {
    this.#invite(link);
    const fault = await this.#faultOf(link);
    if (fault === null || this.screen.value.at !== "invited") return;
    this.#invitation = null;
    this.screen.value = { at: "lost-key", fault };
  }

  loseKey(): void {
    this.screen.value = { at: "lost-key", fault: null };
  }

  /** Takes what was put into the field and answers with a sentence if it opens nothing. */
  async enter(entry: string): Promise<string | null> {
    const from = this.screen.value;
    const fault = await this.#faultOf(entry);
    // Whoever went on meanwhile, into a room say, is not called back.
    if (fault === null && this.screen.value === from) this.#invite(entry);
    return fault;
  }

  /** A link that came while the page was open. In a room it is let go: one page, one room. */
  openLater(link: string): void {
    if (this.screen.value.at === "room") return;
    // It catches nothing that could go wrong: the worker answers, or is reported as broken.
    void this.open(link);
  }

  startOver(): void {
    this.#ports.startOver();
  }

  /** Forgets everything at once, tells the other side, and says what was lost: the page is about to say that it broke. */
  abandon(): "room" | "invitation" | "nothing" {
    const lost = this.#view !== null ? "room" : this.#invitation !== null ? "invitation" : "nothing";
    this.#invitation = null;
    this.#view?.scrub();
    this.#view = null;
    this.#link?.abandon();
    this.#link = null;
    return lost;
  }

  #invite(invitation: string): void {
    this.#invitation = invitation;
    this.screen.value = { at: "invited" };
  }

  async #faultOf(entry: string): Promise<string | null> {
    if (entry.trim() === "") return text.invitationFaults.empty;
    if (looksLikeWords(entry)) return text.invitationFaults["four-words"];
    this.warmUp();
    const result = await this.#link?.check(entry);
    return result === undefined ? null : sentenceOf(result, this.#ports.origin);
  }

  #enter(role: "creator" | "guest", name: string): RoomLink {
    this.warmUp();
    const link = this.#link;
    if (link === null) throw new Error("The worker has not been started.");
    const view = new RoomView(role, name, {
      wallMs: this.#ports.wallMs,
      soon: this.#ports.soon,
      heard: this.#ports.heard,
      command: (command) => {
        link.command(command);
      },
      draw: (address, drawn) => {
        // Never rejects: a worker that dies is reported on its own way.
        void link.draw(address).then((drawing) => {
          if (drawing !== null) drawn(drawing);
        });
      },
      ended: (end) => {
        this.#end(end);
      },
    });
    this.#view = view;
    this.screen.value = { at: "room", view };
    return link;
  }

  #take(event: RoomEvent): void {
    // The page read the invitation before it joined, so this is a link that was damaged in between: said as such.
    if (event.event === "refused" && event.reason === "invitation") {
      this.screen.value = { at: "lost-key", fault: text.invitationFaults["not-an-invitation"] };
      return;
    }
    this.#view?.handle(event);
  }

  #end(end: RoomEnd): void {
    this.#view?.scrub();
    this.#view = null;
    this.screen.value = { at: "ended", end };
    this.#link?.close();
    this.#link = null;
  }
}

/** The sentence for an invitation that cannot be used on this page; null for one that can. */
export function sentenceOf(result: Checked, origin: string): string | null {
  if (!result.ok) {
    const { fault } = result;
    const faults: Readonly<Record<string, unknown>> = text.invitationFaults;
    const sentence = faults[fault];
    return typeof sentence === "string" ? sentence : text.invitationFaults["not-an-invitation"];
  }
  if (result.origin === null || result.origin === origin) return null;
  return text.invitationFaults.elsewhere(new URL(result.origin).host);
}
