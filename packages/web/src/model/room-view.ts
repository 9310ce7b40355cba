import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { RoomEnding, RoomEvent, RoomStatus } from "@tacet/client";
import { door } from "../door-chunk.ts";
import { DoorSlot } from "./door-slot.ts";
import type { QrDrawing } from "./qr-path.ts";
import { type Message, newMessage } from "./messages.ts";
import type { PhraseView, RoomInvitation, RoomNotice } from "./room-facts.ts";
import { PathView } from "./path-view.ts";
import type { RoomViewPorts } from "./room-view-ports.ts";
import { SafetyView } from "./safety-view.ts";
import { text } from "../text/room-text.ts";
import { TalkView } from "./talk-view.ts";

export type { RoomEnd } from "./room-view-ports.ts";
export type { PhraseView, RoomInvitation, RoomNotice } from "./room-facts.ts";

/**
 * What the screen of one room shows, as signals. It is fed with the room's events and holds the only copy of what was
 * said on this thread: `scrub` empties it.
 */
export class RoomView extends TalkView {
  readonly role: "creator" | "guest";
  readonly status = signal<RoomStatus>("waiting");
  readonly path = signal<"direct" | "relayed" | null>(null);
  readonly notice = signal<RoomNotice | null>(null);
  readonly presence = signal<"never" | "away" | "present" | "left">("never");
  readonly otherName = signal("");
  readonly otherTypes = signal(false);
  readonly endsAtMs = signal<number | null>(null);
  readonly invitation = signal<RoomInvitation | null>(null);
  readonly phrase = signal<PhraseView>({ at: "none" });
  readonly safety: SafetyView;
  readonly paths: PathView;
  readonly door: DoorSlot;
  override readonly blocks: ReadonlySignal<boolean>;
  /** Counts the sessions whose words are gone from the screen. */
  readonly past = signal(0);
  readonly name: Signal<string>;
  /** One's name as it is being typed, before it is given to the room. */
  readonly typedName: Signal<string>;
  readonly #ports: RoomViewPorts;

  constructor(role: "creator" | "guest", name: string, ports: RoomViewPorts) {
    super(ports);
    this.role = role;
    this.name = signal(name);
    this.typedName = signal(name);
    this.#ports = ports;
    this.safety = new SafetyView(ports);
    this.paths = new PathView(ports);
    const compared = computed(() => this.safety.state.value === "verified");
    const command = ports.command.bind(ports);
    this.door = new DoorSlot(() => door.load(), { role, compared, command });
    this.blocks = this.door.blocks;
  }

  /** True while a link can still bring somebody in, and this side has it. */
  get canInvite(): boolean {
    return this.invitation.value !== null;
  }

  /** True from the moment the relay has given a seat: with it comes the time that is left. */
  get seated(): boolean {
    return this.endsAtMs.value !== null;
  }

  /** The creator's next step is the link. */
  override get writesFirst(): boolean {
    return this.role === "guest";
  }

  /** True for a guest whom the relay has not seated yet. */
  get reaching(): boolean {
    return this.role === "guest" && !this.seated;
  }

  override nameOf({ from }: Pick<Message, "from">): string {
    if (from === "self") return text.room.you;
    return this.otherName.value === "" ? text.room.other : this.otherName.value;
  }

  rename(name: string): void {
    batch(() => {
      this.name.value = name;
      this.typedName.value = name;
    });
    this.#ports.command({ do: "name", name });
  }

  do(what: "leave" | "burn" | "keep-trying"): void {
    this.#ports.command({ do: what });
  }

  makePhrase(): void {
    this.phrase.value = { at: "making" };
    this.#ports.command({ do: "phrase" });
  }

  allowPhrases(): void {
    this.phrase.value = { at: "none" };
    this.#ports.command({ do: "phrase-allow" });
  }

  handle(event: RoomEvent): void {
    batch(() => {
      this.#take(event);
    });
  }

  /** Forgets everything that was said, shown or typed. */
  scrub(): void {
    batch(() => {
      this.#forgetSession();
      this.files.clear();
      this.otherName.value = "";
      this.name.value = "";
      this.typedName.value = "";
      this.invitation.value = null;
      this.phrase.value = { at: "none" };
      this.notice.value = null;
    });
  }

  /** What was said, shown or typed in the session that is over. The room may live on (spec/pair.md 9). */
  #forgetSession(): void {
    this.forgetTalk();
    this.safety.clear();
    this.otherTypes.value = false;
    this.past.value += 1;
  }

  #take(event: RoomEvent): void {
    switch (event.event) {
      case "room":
        this.#takeInvitation(event);
        return;
      case "invitation":
        if (event.state === "used") this.invitation.value = null;
        return;
      case "status":
        this.#takeStatus(event);
        return;
      case "policy":
        this.paths.take(event);
        return;
      case "notice":
        this.#takeNotice(event);
        return;
      case "other":
        this.presence.value = event.presence;
        this.otherName.value = event.name;
        return;
      case "message":
        this.#takeMessage(event);
        return;
      case "receipt":
        this.messages.mark(event.id, event.state);
        return;
      case "edited":
      case "deleted":
      case "reaction":
        this.#takeAct(event);
        return;
      case "read":
        this.messages.read(event.id);
        return;
      case "typing":
        this.otherTypes.value = event.active;
        return;
      case "verification":
      case "safety":
        this.safety.take(event);
        return;
      case "door":
        this.#takeDoor(event);
        return;
      case "time-left":
        this.endsAtMs.value = this.#ports.wallMs() + event.ms;
        return;
      case "refused":
        if (event.reason !== "invitation") this.takeRefusal(event.key, event.reason);
        return;
      case "end":
        this.#takeEnd(event);
        return;
      case "phrase":
      case "phrase-over":
        this.#takePhrase(event);
        return;
      case "file":
      case "files":
        this.#takeFile(event);
        return;
      case "farewell":
      case "told":
        // The link keeps the one, for the moment the page is closed; the app takes the other, which comes after the room.
        return;
      default:
        event satisfies never;
    }
  }

  #takeStatus({ value, path }: RoomEvent & { event: "status" }): void {
    this.status.value = value;
    this.path.value = path;
    if (value === "secure") this.files.settle();
  }

  #takeDoor(event: RoomEvent & { event: "door" }): void {
    this.door.take(event, this.#ports.wallMs(), this.unanswered);
    // A guest had no session before the one that it compares: what it wrote ahead waits, and stays in view.
    if (event.state !== "vacant") return;
    this.#forgetSession();
    this.files.restart();
  }

  #takeNotice({ notice, unopenedBlocks, attempt }: RoomEvent & { event: "notice" }): void {
    this.notice.value = notice === null ? null : { notice, unopenedBlocks, attempt };
  }

  #takeInvitation({ link, code }: RoomEvent & { event: "room" }): void {
    const picture = signal<QrDrawing | "failed" | null>(null);
    this.invitation.value = { link, code, picture };
    this.#ports.draw(link, (drawing) => {
      picture.value = drawing ?? "failed";
    });
  }

  #takeAct(event: RoomEvent & { event: "edited" | "deleted" | "reaction" }): void {
    this.answered(event.key);
    if (event.event === "edited") this.messages.edit(event.id, event.text);
    else if (event.event === "deleted") this.messages.remove(event.id);
    else this.messages.react(event.id, event.from, event.emoji);
  }

  #takePhrase(event: RoomEvent & { event: "phrase" | "phrase-over" }): void {
    this.phrase.value =
      event.event === "phrase"
        ? { at: "shown", phrase: event.phrase, endsAtMs: this.#ports.wallMs() + event.expiresInMs }
        : { at: "over", outcome: event.outcome, allowed: event.allowed };
  }

  #takeEnd(end: RoomEnding): void {
    this.status.value = "ended";
    const undelivered = end.undelivered + this.unanswered;
    const { saved: savedFiles } = this.files;
    const said = this.door.part.peek()?.endText;
    this.#ports.ended({ ...end, undelivered, savedFiles, ...(said === undefined ? {} : { said }) });
  }

  #takeMessage(event: RoomEvent & { event: "message" }): void {
    const own = event.from === "self";
    this.answered(event.key);
    const { id, from, text, replyTo } = event;
    const atMs = this.#ports.wallMs();
    this.messages.add(newMessage({ id, from, text, atMs, replyTo, state: own ? "sending" : null }));
    if (own) return;
    this.otherTypes.value = false;
    this.#ports.heard(this.otherName.value, text);
  }

  /** Its line comes with the first word of it; what stands there is the files' own. */
  #takeFile(event: RoomEvent & { event: "file" | "files" }): void {
    if (event.event === "files") {
      this.files.allow(event.open);
      return;
    }
    const { id, from, name } = event;
    const atMs = this.#ports.wallMs();
    this.messages.add(newMessage({ id, from, text: name, atMs, replyTo: null, state: null }, true));
    this.files.take(event);
  }
}
