import { batch, computed, signal, type Signal } from "@preact/signals";
import type { RoomEnding, RoomEvent, RoomStatus } from "@tacet/client";
import { door } from "../door-chunk.ts";
import { DoorSlot } from "./door-slot.ts";
import { joined } from "./draft.ts";
import { FilesSlot } from "./files-slot.ts";
import type { QrDrawing } from "./qr-path.ts";
import { Messages, newMessage } from "./messages.ts";
import type { Composing, PhraseView, Refusal, RoomInvitation, RoomNotice, Taken } from "./room-facts.ts";
import { PathView } from "./path-view.ts";
import type { RoomViewPorts } from "./room-view-ports.ts";
import { SafetyView } from "./safety-view.ts";
import { forgetMatched } from "./matched.ts";

export type { RoomEnd } from "./room-view-ports.ts";
export type { Composing, PhraseView, Refusal, RoomInvitation, RoomNotice } from "./room-facts.ts";

const NEW: Composing = { kind: "new" };

/**
 * What the screen of one room shows, as signals. It is fed with the room's events and holds the only copy of what was
 * said on this thread: `scrub` empties it.
 */
export class RoomView {
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
  readonly draft = signal("");
  readonly refusal = signal<Refusal | null>(null);
  readonly composing = signal<Composing>(NEW);
  /** Whether the other person is told what was on this screen. */
  readonly tellsRead = signal(true);
  readonly messages: Messages;
  readonly safety: SafetyView;
  readonly paths: PathView;
  readonly files: FilesSlot;
  readonly door: DoorSlot;
  /** Counts the sessions whose words are gone from the screen. */
  readonly past = signal(0);
  readonly name: Signal<string>;
  /** One's name as it is being typed, before it is given to the room. */
  readonly typedName: Signal<string>;
  readonly #ports: RoomViewPorts;
  /** What is on its way into the room, with its text: one that is refused goes back into the box. */
  readonly #taken = new Map<string, Taken>();
  /** What was put back into the box since the last sending, so that the next one refused follows it. */
  #returned = "";
  #handles = 0;

  constructor(role: "creator" | "guest", name: string, ports: RoomViewPorts) {
    this.role = role;
    this.name = signal(name);
    this.typedName = signal(name);
    this.#ports = ports;
    this.messages = new Messages(ports.soon);
    this.safety = new SafetyView(ports);
    this.paths = new PathView(ports);
    this.files = new FilesSlot(() => ports.files(), ports);
    const compared = computed(() => this.safety.state.value === "verified");
    const command = ports.command.bind(ports);
    this.door = new DoorSlot(() => door.load(), { role, compared, command });
  }

  /** True while a link can still bring somebody in, and this side has it. */
  get canInvite(): boolean {
    return this.invitation.value !== null;
  }

  /** True from the moment the relay has given a seat: with it comes the time that is left. */
  get seated(): boolean {
    return this.endsAtMs.value !== null;
  }

  /** True for a guest whom the relay has not seated yet. */
  get reaching(): boolean {
    return this.role === "guest" && !this.seated;
  }

  /** Sends what stands in the box, as what it is for. */
  send(): void {
    const body = this.draft.value;
    const composing = this.composing.value;
    const key = this.#handle({ body, composing });
    this.#returned = "";
    batch(() => {
      this.draft.value = composing.kind === "edit" ? composing.draft : "";
      this.composing.value = NEW;
      this.refusal.value = null;
    });
    if (composing.kind === "edit") this.#edit(composing.id, body, key);
    else if (composing.kind === "reply")
      this.#ports.command({ do: "message", text: body, key, replyTo: composing.id });
    else this.#ports.command({ do: "message", text: body, key });
  }

  /** Words that stayed as they were are no edit. */
  #edit(id: string, text: string, key: string): void {
    if (this.messages.find(id)?.text === text) this.#taken.delete(key);
    else this.#ports.command({ do: "edit", id, text, key });
  }

  reply(id: string): void {
    batch(() => {
      this.stopComposing();
      this.composing.value = { kind: "reply", id };
    });
  }

  /** Puts an own message into the box; what stood there comes back afterwards. */
  beginEdit(id: string): void {
    const message = this.messages.find(id);
    if (message === undefined || message.from !== "self" || message.deleted || message.file) return;
    batch(() => {
      this.stopComposing();
      this.composing.value = { kind: "edit", id, draft: this.draft.value };
      this.draft.value = message.text;
      this.refusal.value = null;
    });
  }

  /** The last own message that can be edited; false where there is none. */
  editLast(): boolean {
    const last = this.messages.last(({ from, deleted, file }) => from === "self" && !deleted && !file);
    if (last !== undefined) this.beginEdit(last.id);
    return last !== undefined;
  }

  /** Back to a new message. */
  stopComposing(): void {
    const composing = this.composing.value;
    batch(() => {
      if (composing.kind === "edit") this.draft.value = composing.draft;
      this.composing.value = NEW;
    });
  }

  remove(id: string): void {
    const composing = this.composing.value;
    if (composing.kind === "edit" && composing.id === id) this.stopComposing();
    this.#ports.command({ do: "delete", id, key: this.#handle(null) });
  }

  /** Gives this emoji, or takes it back where it was given already. */
  react(id: string, emoji: string): void {
    const given = this.messages.find(id)?.reactions.self;
    this.#ports.command({
      do: "react",
      id,
      emoji: given === emoji ? "" : emoji,
      key: this.#handle(null),
    });
  }

  /** The message was on a screen that is seen. */
  saw(id: string): void {
    if (this.tellsRead.value) this.#ports.command({ do: "read", id });
  }

  #handle(taken: Taken): string {
    const key = String((this.#handles += 1));
    this.#taken.set(key, taken);
    return key;
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

  types(active: boolean): void {
    this.#ports.command({ do: "typing", active });
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
    this.#taken.clear();
    this.#returned = "";
    this.messages.clear();
    this.safety.clear();
    this.draft.value = "";
    this.refusal.value = null;
    this.composing.value = NEW;
    this.otherTypes.value = false;
    this.past.value += 1;
    forgetMatched();
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
        this.#takeRefusal(event);
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
    this.door.take(event, this.#ports.wallMs(), this.#unanswered);
    // A guest had no session before the one that it compares: what it wrote ahead waits, and stays in view.
    if (event.state !== "vacant") return;
    this.#forgetSession();
    this.files.restart();
  }

  /** Texts that the room has not answered: at an end they were not received either. */
  get #unanswered(): number {
    return [...this.#taken.values()].filter((it) => it !== null && it.composing.kind !== "edit").length;
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
    this.#answered(event.key);
    if (event.event === "edited") this.messages.edit(event.id, event.text);
    else if (event.event === "deleted") this.messages.remove(event.id);
    else this.messages.react(event.id, event.from, event.emoji);
  }

  #answered(key: string | null): void {
    if (key !== null) this.#taken.delete(key);
  }

  #takePhrase(event: RoomEvent & { event: "phrase" | "phrase-over" }): void {
    this.phrase.value =
      event.event === "phrase"
        ? { at: "shown", phrase: event.phrase, endsAtMs: this.#ports.wallMs() + event.expiresInMs }
        : { at: "over", outcome: event.outcome, allowed: event.allowed };
  }

  #takeEnd(end: RoomEnding): void {
    this.status.value = "ended";
    const undelivered = end.undelivered + this.#unanswered;
    const { saved: savedFiles } = this.files;
    const said = this.door.part.peek()?.endText;
    this.#ports.ended({ ...end, undelivered, savedFiles, ...(said === undefined ? {} : { said }) });
  }

  #takeMessage(event: RoomEvent & { event: "message" }): void {
    const own = event.from === "self";
    this.#answered(event.key);
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

  #takeRefusal(event: RoomEvent & { event: "refused" }): void {
    this.files.part.peek()?.refused(event.key, event.reason);
    const taken = this.#taken.get(event.key);
    this.#taken.delete(event.key);
    if (event.reason === "invitation" || taken === undefined) return;
    this.refusal.value = event.reason;
    if (taken === null) return;
    const { body, composing } = taken;
    // It goes back for what it was: an answer, or newer words. Not where something else is being written by now.
    const free = this.draft.value === "" && this.composing.value.kind === "new";
    if (free && event.reason !== "gone") this.composing.value = composing;
    const draft = this.draft.value;
    const before = draft.startsWith(this.#returned) ? this.#returned : "";
    const since = draft.slice(before.length).replace(/^\n/, "");
    this.#returned = joined(before, body);
    this.draft.value = joined(this.#returned, since);
  }
}
