import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { RoomStatus } from "@tacet/client";
import { type Message, newMessage } from "../model/messages.ts";
import type { ManyPorts, ManyView, Part } from "../model/many-room.ts";
import type { QrDrawing } from "../model/qr-path.ts";
import type { RoomInvitation } from "../model/room-facts.ts";
import { type TalkExtras, TalkView } from "../model/talk-view.ts";
import { text } from "../text/group-text.ts";
import { endOf, type Stand } from "./end.ts";
import type {
  Event,
  GroupCommand,
  GroupEvent,
  Line,
  PasswordWish,
  Receipt,
  Request,
  Settings,
  Settled,
  Status,
} from "./room-events.ts";
import { Fading } from "./fading.ts";
import { People } from "./people.ts";
import { changed, isOfTalk, statusOf } from "./settling.ts";
import { Safety } from "./safety.ts";
import { Typists } from "./typists.ts";

/** What the view asks beside what any room asks. */
export interface GroupPorts extends ManyPorts {
  readonly after: (ms: number, run: () => void) => () => void;
}

/** The command of somebody who decides about the room, before it has its key. */
export type Decision = Omitted<GroupCommand & { readonly key: string }>;
type Omitted<Command> = Command extends unknown ? Omit<Command, "key"> : never;

/**
 * What the screen of a room for many shows, as signals. It is fed with the room's events and holds the only copy of what was said on this
 * thread: `scrub` empties it.
 */
export class GroupView extends TalkView implements ManyView {
  readonly role: "creator" | "guest";
  readonly state: Signal<Status> = signal("entering");
  readonly people = new People();
  readonly settings: Signal<Settings | null> = signal(null);
  readonly invitation = signal<RoomInvitation | null>(null);
  readonly notice: Signal<Event<"notice">["notice"]> = signal(null);
  readonly requests = signal<readonly Request[]>([]);
  readonly password = signal<PasswordWish | null>(null);
  readonly endsAtMs = signal<number | null>(null);
  /** Why what was decided last was not done. */
  readonly undone: Signal<Event<"refused">["reason"] | null> = signal(null);
  /** What is being done of what was decided: a press more changes nothing. */
  readonly deciding = signal(0);
  readonly muted = signal<ReadonlySet<string>>(new Set());
  readonly blocked = signal<ReadonlySet<string>>(new Set());
  readonly name: Signal<string>;
  readonly typedName: Signal<string>;
  readonly typists: Typists;
  readonly safety: Safety;
  readonly fading: Fading;
  /** Nobody is shown what others have read. */
  override readonly tellsRead = signal(false);
  override readonly blocks = computed(() => false);
  /** As the ring and the header say it. */
  readonly status: ReadonlySignal<RoomStatus>;
  /** For sounds: whether anybody else is here. */
  readonly presence: ReadonlySignal<"never" | "away" | "present" | "left">;
  /** How often somebody asked for attention: by words of who is not muted, or by asking to come in. */
  readonly calls = signal(0);
  /** It has no return room's door. */
  readonly door = { told: signal(null) };
  readonly Part: Part;
  override readonly extras: TalkExtras;
  seated = false;
  readonly #ports: GroupPorts;
  readonly #receipts = new Map<string, Receipt>();
  readonly #lines = new Map<string, Line>();
  readonly #decisions = new Set<string>();
  /** Own messages that have no place yet, in their order: they stand last. */
  #unplaced: readonly string[] = [];
  /** For how long these are shown, once they have their place. */
  readonly #fadesLater = new Map<string, number | null>();
  /** Own messages that are gone from here: what is still told of them is nothing. */
  readonly #gone = new Set<string>();
  #made = 0;

  constructor(
    role: "creator" | "guest",
    name: string,
    ports: GroupPorts,
    shown: { readonly Part: Part; readonly extras: TalkExtras },
  ) {
    super(ports);
    this.role = role;
    this.name = signal(name);
    this.typedName = signal(name);
    this.#ports = ports;
    this.Part = shown.Part;
    this.extras = shown.extras;
    this.typists = new Typists(ports.after);
    this.safety = new Safety(ports);
    const gone = (id: string): void => {
      this.#forget(id);
    };
    this.fading = new Fading({ wallMs: ports.wallMs, after: ports.after, gone });
    const others = computed(
      () => this.people.members.value.filter(({ self, away }) => !self && !away).length,
    );
    this.status = computed(() => statusOf(this.state.value, this.people.members.value.length));
    this.presence = computed(() => (others.value > 0 ? "present" : "away"));
  }

  /** The creator's next step is the link. */
  override get writesFirst(): boolean {
    return this.role === "guest";
  }

  /** One is in, and stays while the relay is away. */
  get inside(): boolean {
    return this.state.value === "open" || this.state.value === "reconnecting";
  }

  get canInvite(): boolean {
    return this.invitation.value !== null;
  }

  override nameOf({ from, who }: Pick<Message, "from" | "who">): string {
    return from === "self" ? text.lines.you : this.people.nameOf(who);
  }

  receiptOf(id: string): Receipt | undefined {
    return this.#receipts.get(id);
  }

  lineOf(id: string): Line | undefined {
    return this.#lines.get(id);
  }

  rename(name: string): void {
    batch(() => {
      this.name.value = name;
      this.typedName.value = name;
    });
    this.#ports.command({ do: "name", name });
  }

  /** Asks for a change of the room: what comes of it is told, or why nothing did. */
  decide(decision: Decision): void {
    const key = `decision ${(this.#made += 1)}`;
    this.#decisions.add(key);
    batch(() => {
      this.undone.value = null;
      this.deciding.value += 1;
    });
    this.#ports.command({ ...decision, key } as GroupCommand);
  }

  answer(request: number, letIn: boolean): void {
    this.#ports.command({ do: letIn ? "let-in" : "refuse", request });
    this.requests.value = this.requests.value.filter((one) => one.request !== request);
  }

  givePassword(password: string): void {
    this.password.value = null;
    this.#ports.command({ do: "password", text: password });
  }

  leave(): void {
    this.#ports.command({ do: "leave" });
  }

  mute(member: string, muted: boolean): void {
    this.muted.value = changed(this.muted.value, member, muted);
  }

  block(member: string, blocked: boolean): void {
    this.blocked.value = changed(this.blocked.value, member, blocked);
    if (blocked) this.typists.take(member, false);
  }

  /** The message is on a screen that is seen. */
  shows(id: string): void {
    this.fading.show(id);
  }

  handle(event: GroupEvent): void {
    batch(() => {
      this.#take(event);
    });
  }

  scrub(): void {
    batch(() => {
      this.forgetTalk();
      for (const it of [this.files, this.people, this.typists, this.safety, this.fading]) it.clear();
      for (const it of [this.#receipts, this.#lines, this.#decisions, this.#fadesLater, this.#gone])
        it.clear();
      this.#unplaced = [];
      this.name.value = "";
      this.typedName.value = "";
      this.invitation.value = null;
      this.settings.value = null;
      this.requests.value = [];
      this.password.value = null;
      this.notice.value = null;
    });
  }

  #take(event: GroupEvent): void {
    switch (event.event) {
      case "room":
        this.#takeInvitation(event);
        return;
      case "status":
        this.#takeStatus(event.value);
        return;
      case "settings":
        this.settings.value = event;
        return;
      case "members":
        this.people.take(event.members);
        return;
      case "membership":
        this.people.meet(event.member, event.name);
        this.typists.take(event.member, false);
        this.#addLine(event, event.member);
        return;
      case "gap":
        this.#addLine(event, "");
        return;
      case "notice":
        this.notice.value = event.notice;
        return;
      case "password":
        this.password.value = { state: event.state, untilMs: this.#ports.wallMs() + event.waitMs };
        return;
      case "request":
        this.#takeRequest(event);
        return;
      case "verification":
      case "safety":
        this.safety.take(event);
        return;
      case "time-left":
        this.endsAtMs.value = event.ms === null ? null : this.#ports.wallMs() + event.ms;
        return;
      case "done":
        this.#decided(event.key);
        return;
      case "refused":
        this.#takeRefusal(event);
        return;
      case "end":
        this.#ports.ended(endOf(event, this.unanswered, this.#stand));
        return;
      case "farewell":
        return;
      default:
        this.#takeTalk(event);
    }
  }

  #takeTalk(event: Exclude<GroupEvent, Settled>): void {
    switch (event.event) {
      case "message":
        this.#takeMessage(event);
        return;
      case "edited":
        this.answered(event.key);
        this.messages.edit(event.id, event.text);
        return;
      case "deleted":
        this.answered(event.key);
        this.#fadesLater.delete(event.id);
        this.fading.forget(event.id);
        this.messages.remove(event.id);
        return;
      case "reaction":
        this.answered(event.key);
        if (event.emoji !== "" && this.blocked.value.has(event.from)) return;
        this.messages.react(event.id, this.#isOwn(event.from) ? "self" : event.from, event.emoji);
        return;
      case "read":
        return;
      case "receipt":
        this.#takeReceipt(event);
        return;
      case "typing":
        if (!this.blocked.value.has(event.member)) this.typists.take(event.member, event.active);
        return;
      default:
        event satisfies never;
    }
  }

  get #stand(): Stand {
    const { seated, role, people } = this;
    const endsWithSelf = this.settings.value?.endsWithOwner === true && people.self?.owner === true;
    return { seated, role, endsWithSelf, alone: people.members.value.length < 2 };
  }

  #isOwn(member: string): boolean {
    return this.people.self?.id === member;
  }

  #takeStatus(value: Status): void {
    this.state.value = value;
    if (value !== "open") return;
    this.seated = true;
    this.password.value = null;
  }

  #takeInvitation({ link, code }: Event<"room">): void {
    if (link === null || code === null) {
      this.invitation.value = null;
      return;
    }
    const picture = signal<QrDrawing | "failed" | null>(null);
    this.invitation.value = { link, code, picture };
    this.#ports.draw(link, (drawing) => {
      picture.value = drawing ?? "failed";
    });
  }

  #takeRequest({ request, state, name, warned }: Event<"request">): void {
    const others = this.requests.value.filter((one) => one.request !== request);
    if (state === "asking" && others.length === this.requests.value.length) this.calls.value += 1;
    this.requests.value = state === "asking" ? [...others, { request, name, warned }] : others;
  }

  #takeMessage(event: Event<"message">): void {
    const { id, key, from, number, text: words, replyTo } = event;
    const own = key !== null || this.#isOwn(from);
    this.answered(key);
    if (!own && this.blocked.value.has(from)) return;
    const atMs = this.#ports.wallMs();
    const said = {
      id,
      text: words,
      atMs,
      replyTo,
      from: own ? "self" : "other",
      state: own ? "sending" : null,
    } as const;
    // What has no place yet stands last; what has one, before that.
    const waits = own && number === null;
    this.messages.add(newMessage(said, false, own ? "" : from), waits ? 0 : this.#unplaced.length);
    if (waits) {
      this.#unplaced = [...this.#unplaced, id];
      this.#fadesLater.set(id, event.disappearsMs);
    } else this.fading.add(id, event.disappearsMs);
    if (own) return;
    this.typists.take(from, false);
    if (this.muted.value.has(from)) return;
    this.calls.value += 1;
    this.#ports.heard(this.people.nameOf(from), words);
  }

  #takeReceipt(receipt: Receipt): void {
    const { id, number, state } = receipt;
    if (this.#gone.has(id)) return;
    this.#receipts.set(id, receipt);
    if (number !== null && this.#unplaced.includes(id)) {
      this.#unplaced = this.#unplaced.filter((one) => one !== id);
      this.fading.add(id, this.#fadesLater.get(id) ?? null);
      this.#fadesLater.delete(id);
      this.messages.move(id, this.#unplaced.length);
    }
    this.messages.mark(id, state);
  }

  #addLine(line: Line, who: string): void {
    const id = `line ${(this.#made += 1)}`;
    this.#lines.set(id, line);
    const atMs = this.#ports.wallMs();
    const said = { id, from: "room", text: "", atMs, replyTo: null, state: null } as const;
    this.messages.add(newMessage(said, false, who), this.#unplaced.length);
  }

  #decided(key: string): void {
    if (this.#decisions.delete(key)) this.deciding.value -= 1;
  }

  #takeRefusal({ key, reason }: Event<"refused">): void {
    if (this.#decisions.has(key)) {
      this.#decided(key);
      this.undone.value = reason;
    } else if (isOfTalk(reason)) this.takeRefusal(key, reason);
  }

  /** It was shown for as long as it was to be: no word of it stays. */
  #forget(id: string): void {
    const composing = this.composing.peek();
    if (composing.kind !== "new" && composing.id === id) this.stopComposing();
    if (this.messages.find(id)?.from === "self") this.#gone.add(id);
    this.#receipts.delete(id);
    this.messages.take(id);
  }
}
