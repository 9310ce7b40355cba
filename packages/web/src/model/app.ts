import { signal } from "@preact/signals";
import type { RoomEvent } from "@tacet/client";
import type { GroupFace } from "@tacet/client/group";
import type { RoomLink } from "../link/room-link.ts";
import type { Sentence } from "../text/text.ts";
import type { Checked } from "../worker/letters.ts";
import type { AppPorts, Chunks, Extras } from "./app-ports.ts";
import { looksLikeWords } from "./draft.ts";
import { startOfWord } from "./typed-words.ts";
import type { WordHints } from "../view/word-hints.tsx";
import { faultOf, sentenceOf } from "./invitation-fault.ts";
import { isForMany, type ManyRoom, type ManyView, type Part, type ShownRoom } from "./many-room.ts";
import { PhraseAttempt } from "./phrase-attempt.ts";
import type { RoomEnd, RoomView } from "./room-view.ts";
import { forgetMatched } from "./matched.ts";

/** What the page shows; one at a time. */
export type Screen =
  | { readonly at: "landing" }
  | { readonly at: "lost-key"; readonly fault: Sentence | null }
  | { readonly at: "invited" }
  /** What another part of the page draws; nothing while it is coming. */
  | { readonly at: "part"; readonly Part: Part }
  /** Another tab of this browser is in the room. */
  | { readonly at: "elsewhere" }
  /** A part of the page that a press needed did not come. */
  | { readonly at: "stuck"; readonly invited: boolean }
  | { readonly at: "room"; readonly view: RoomView }
  /** `again`: the relay gave no seat, so what was wanted can be asked for once more. */
  | { readonly at: "ended"; readonly end: RoomEnd; readonly again: Role | null };

export type Role = "creator" | "guest";

/** The page's one state and what a person can do with it. */
export class App {
  readonly screen = signal<Screen>({ at: "landing" });
  /** Whether the next room is one that hides this side's network address. */
  readonly hidesAddress = signal(false);
  readonly phrase = new PhraseAttempt();
  /** What helps with typing words, once it is here. */
  readonly hints = signal<typeof WordHints | null>(null);
  readonly #ports: AppPorts;
  #link: RoomLink | null = null;
  #view: RoomView | ManyView | null = null;
  /** The link of the last room that ended. */
  #over: RoomLink | null = null;
  /** The room's worker has answered: what breaks from now on breaks a room. */
  #begun = false;
  /**
   * What was opened or pasted, until its seat is taken. It is kept from the screen, whose parts may outlive their use.
   */
  #invitation: string | null = null;
  /** What was pressed last and has not succeeded yet. */
  #again: (() => Promise<void>) | null = null;
  /** Counts what a person asked for: an answer to an earlier question changes nothing any more. */
  #asked = 0;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /** Loads the worker. */
  warmUp(): void {
    this.#warm();
  }

  /** Lets the worker prepare its keys, since somebody is there. Nothing of it reaches the relay before a press. */
  prepare(): void {
    this.#warm().prepare();
  }

  create(name = "", many?: ManyRoom): void {
    // It catches what it meets.
    void this.#begin("creator", name, many);
  }

  /** Uses the invitation that was opened or pasted last, once. */
  join(name: string, many?: ManyRoom): Promise<void> | undefined {
    return this.#invitation === null ? undefined : this.#begin("guest", name, many);
  }

  /** Says that another tab is in that room, and goes on when it no longer is. Nothing is asked of the relay. */
  async #giveWay(invitation: string, asked: number): Promise<void> {
    const { roomTab } = await this.#ports.room.load();
    if (asked !== this.#asked) return;
    this.screen.value = { at: "elsewhere" };
    await roomTab.freed(invitation);
    if (asked === this.#asked) this.#invite(invitation);
  }

  /** Asks once more for what did not succeed. */
  tryAgain(): Promise<void> | undefined {
    return this.#again?.();
  }

  /** A link was opened: it is read and shown, and not used. */
  async open(link: string): Promise<void> {
    this.#invite(link);
    const asked = this.#asked;
    const checked = await this.#check(link);
    // Without an answer the link may still be good: the press will show.
    if (asked !== this.#asked || checked === null) return;
    const fault = sentenceOf(checked, this.#ports.origin);
    if (fault === null) return;
    this.#invitation = null;
    this.screen.value = { at: "lost-key", fault };
  }

  loseKey(): void {
    this.screen.value = { at: "lost-key", fault: null };
  }

  /** Takes what was put into the field and answers with a sentence if it opens nothing. */
  async enter(entry: string): Promise<Sentence | null> {
    if (entry.trim() === "") return faultOf("empty");
    const asked = (this.#asked += 1);
    const checked = await this.#check(entry);
    // Whoever went on meanwhile, into a room say, is not called back.
    if (asked !== this.#asked) return null;
    if (checked === null) {
      this.#invitation = entry;
      this.#again = () => this.open(entry);
      this.#stick();
      return null;
    }
    const fault = sentenceOf(checked, this.#ports.origin);
    if (fault !== null) return fault;
    if (looksLikeWords(entry)) return this.#joinByPhrase(entry, asked);
    this.#invite(entry);
    return null;
  }

  /** Fetches the help with words when something like one is typed. */
  wantHints(entry: string): void {
    if (this.hints.peek() !== null || startOfWord(entry) === null) return;
    this.#ports.room
      .load()
      .then(async ({ hints }) => {
        this.hints.value = await hints.load();
      })
      // Words can be typed whole; what is missing is told at the press.
      .catch(() => undefined);
  }

  /** A dialog, once it is here; null when it did not come, which the page then says. */
  async loadExtra<Which extends keyof Extras>(which: Which): Promise<Extras[Which] | null> {
    const asked = this.#asked;
    try {
      const parts: Chunks<Extras> = await this.#ports.room.load();
      return await parts[which].load();
    } catch {
      if (asked !== this.#asked) return null;
      const invitation = this.#invitation;
      this.#again = async () => {
        if (invitation === null) this.screen.value = { at: "landing" };
        else await this.open(invitation);
      };
      this.#stick();
      return null;
    }
  }

  readonly complete = (start: string): Promise<readonly string[]> => this.#warm().complete(start);

  /** The press that typed words takes the seat too. Answers with a sentence when they led nowhere, else with null. */
  async #joinByPhrase(phrase: string, asked: number): Promise<Sentence | null> {
    try {
      await this.#ports.room.load();
    } catch {
      return faultOf("no-words");
    }
    if (asked !== this.#asked || this.#view !== null) return null;
    this.#again = null;
    this.#invitation = null;
    const answer = this.phrase.begin();
    const { origin } = this.#ports;
    this.#warm().command({ do: "join", origin, invitation: phrase, name: "", ...this.#hiding() });
    return answer;
  }

  /** Before a room there is nothing else to be heard: with the invitation the room begins, and its screen. */
  #takePhrase(outcome: string): void {
    const { present } = this.#ports.room;
    const invited = outcome === "invited" && present !== null;
    if (invited) {
      this.#asked += 1;
      this.#show(present.RoomView, "guest", "", this.#warm());
    }
    this.phrase.end(invited || present === null ? null : () => present.joiningSentence(outcome));
  }

  /** A link that came while the page was open. In a room it is let go: one page, one room. */
  openLater(link: string): void {
    if (this.#view !== null) return;
    // It catches nothing that could go wrong: an answer that does not come is one too.
    void this.open(link);
  }

  startOver(): void {
    this.#ports.startOver();
  }

  /** Forgets everything at once, tells the other side, and says what was lost: the page is about to say that it broke. */
  abandon(): "room" | "invitation" | "nothing" {
    const lost = this.#view !== null ? "room" : this.#invitation !== null ? "invitation" : "nothing";
    this.#forgetWish();
    this.#leaveRoom().abandon();
    return lost;
  }

  #invite(invitation: string): void {
    this.#asked += 1;
    this.#invitation = invitation;
    this.#again = null;
    this.#ports.room.present?.roomTab.free();
    if (isForMany(invitation)) void this.#inviteMany(); // It catches what it meets.
    else this.screen.value = { at: "invited" };
    // Where that cannot be told, the press will show.
    this.#lookElsewhere(invitation, this.#asked).catch(() => undefined);
  }

  async #inviteMany(): Promise<void> {
    const asked = this.#asked;
    this.screen.value = { at: "part", Part: () => null };
    const Part = await this.loadExtra("many");
    if (asked === this.#asked && Part !== null) this.screen.value = { at: "part", Part };
  }

  async #lookElsewhere(invitation: string, asked: number): Promise<void> {
    if (await this.#ports.isElsewhere(invitation)) await this.#giveWay(invitation, asked);
  }

  /** Null when the worker died before it answered. */
  #check(entry: string): Promise<Checked | null> {
    return this.#warm().check(entry);
  }

  #warm(): RoomLink {
    if (this.#link !== null) return this.#link;
    const link = this.#ports.openLink({
      openOutside: (post) => {
        const { present } = this.#ports.room;
        if (present === null) throw new Error("The room has no part of the page.");
        return present.openOutside(post);
      },
      // A link that was given up may still have last words.
      event: (event) => {
        const { value } = this.screen;
        if (this.#link === link) this.#take(event);
        else if (event.event === "told" && this.#over === link && value.at === "ended")
          this.screen.value = { ...value, end: { ...value.end, ...event } };
      },
      sink: (command) => {
        if (this.#link === link) this.#view?.files.sink(command);
      },
      broken: () => {
        if (this.#link === link) this.#breaks();
      },
    });
    this.#link = link;
    return link;
  }

  /** First what shows a room, then the room: no seat is taken for a page that could not show it, nor beside another tab. */
  async #begin(role: Role, name: string, many?: ManyRoom): Promise<void> {
    if (this.#view !== null) return;
    const asked = (this.#asked += 1);
    const invitation = role === "guest" ? this.#invitation : null;
    this.phrase.end(null);
    this.#again = () => this.#begin(role, name, many);
    try {
      const parts = this.#ports.room.present ?? (await this.#ports.room.load());
      const free = asked !== this.#asked || invitation === null || (await parts.roomTab.claim(invitation));
      if (asked !== this.#asked) return;
      if (free) this.#enter(many?.View ?? parts.RoomView, role, name, many);
      else await this.#giveWay(invitation, asked);
    } catch {
      if (asked === this.#asked) this.#stick();
    }
  }

  #enter(View: typeof RoomView | ManyRoom["View"], role: Role, name: string, many?: ManyRoom): void {
    const { origin } = this.#ports;
    const invitation = this.#invitation;
    const link = this.#warm();
    // First of all, since nothing else here takes as long as the way to the relay and back.
    if (role === "guest") link.reach(origin);
    if (many !== undefined) link.prepare("many");
    this.#show(View, role, name, link);
    const hiding = this.#hiding();
    if (many !== undefined) link.command(many.begin(origin, name, role === "guest" ? invitation : null));
    else if (role === "creator" || invitation === null)
      link.command({ do: "create", origin, name, ...hiding });
    else link.command({ do: "join", origin, invitation, name, ...hiding });
  }

  #hiding(): { hideAddress?: true } {
    return this.hidesAddress.peek() ? { hideAddress: true } : {};
  }

  #show(View: typeof RoomView | ManyRoom["View"], role: Role, name: string, link: RoomLink): void {
    const view = new View(role, name, {
      wallMs: this.#ports.wallMs,
      soon: this.#ports.soon,
      heard: this.#ports.heard,
      words: this.#ports.words,
      files: this.#ports.files,
      sunk: link.sunk,
      command: (command) => {
        link.command(command);
      },
      draw: (address, drawn) => {
        // Never rejects: a worker that dies is reported on its own way.
        void link.draw(address).then(drawn);
      },
      ended: (end) => {
        this.#end(end);
      },
    });
    this.#view = view;
    this.#begun = false;
    // With the next frame, and not before: what the relay is to hear first leaves meanwhile.
    this.#ports.soon(() => {
      if (this.#view !== view) return;
      this.screen.value = "Part" in view ? { at: "part", Part: view.Part } : { at: "room", view };
    });
  }

  #take(event: RoomEvent | GroupFace["event"]): void {
    if (this.phrase.runs.peek() && event.event === "phrase-over") {
      this.#takePhrase(event.outcome);
      return;
    }
    this.#begun = true;
    // The page read the invitation before it joined, so this is a link that was damaged in between: said as such.
    if (event.event === "refused" && event.reason === "invitation") {
      this.#forgetWish();
      this.#leaveRoom().close();
      this.screen.value = { at: "lost-key", fault: faultOf("not-an-invitation") };
      return;
    }
    const view: ShownRoom | null = this.#view;
    view?.handle(event);
    // With the seat the invitation is used up.
    if (event.event === "time-left") this.#forgetWish();
  }

  /** The worker did not load, or died. Ahead of any need that is silent: the next press starts another one. */
  #breaks(): void {
    if (this.#view !== null && this.#begun) {
      this.#ports.broken();
      return;
    }
    const wanted = this.#view !== null;
    this.phrase.end(faultOf("no-words"));
    this.#leaveRoom().abandon();
    if (wanted) this.#stick();
  }

  #stick(): void {
    this.screen.value = { at: "stuck", invited: this.#invitation !== null };
  }

  #end(end: RoomEnd): void {
    const view = this.#view;
    const canAsk = this.#again !== null && view !== null && !view.seated;
    const again = end.reason === "relay" && canAsk ? view.role : null;
    if (again === null) this.#forgetWish();
    this.screen.value = { at: "ended", end, again };
    this.#over = this.#link;
    this.#leaveRoom().close();
  }

  #forgetWish(): void {
    this.#invitation = null;
    this.#again = null;
    forgetMatched();
  }

  /** Empties the room and lets go of its link, which is the caller's to end. */
  #leaveRoom(): Pick<RoomLink, "close" | "abandon"> {
    const link = this.#link;
    this.#view?.scrub();
    this.#ports.room.present?.roomTab.free();
    this.#view = null;
    this.#link = null;
    return link ?? { close: () => undefined, abandon: () => undefined };
  }
}
