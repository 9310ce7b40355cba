import { batch, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Notice, RoomCommand, RoomEnding, RoomEvent, RoomStatus } from "@tacet/client";
import type { QrDrawing } from "./qr-path.ts";
import { Messages } from "./messages.ts";

export interface RoomNotice {
  readonly notice: Notice;
  readonly unopenedBlocks: number;
  readonly attempt: number;
}

export type RoomEnd = RoomEnding;

/** What brings the other person in, in three spellings. */
export interface RoomInvitation {
  readonly link: string;
  readonly code: string;
  /** Null until it has been drawn; `failed` where that could not be done. */
  readonly picture: ReadonlySignal<QrDrawing | "failed" | null>;
}

/** Why a text stayed in the box. */
export type Refusal = "empty" | "too-long" | "too-many-waiting" | "no-room";

/** Where the view gets the time and what it can ask of the room and of screen readers. */
export interface RoomViewPorts {
  wallMs(): number;
  /** Runs with the next frame that is drawn. */
  readonly soon: (run: () => void) => void;
  command(command: RoomCommand): void;
  /** Draws a link as a QR code; null where that fails. */
  draw(link: string, drawn: (drawing: QrDrawing | null) => void): void;
  /** A message from the other person is to be spoken. */
  heard(name: string, body: string): void;
  ended(end: RoomEnd): void;
}

/**
 * What the screen of one room shows, as signals. It is fed with the room's events and holds the only copy of what was
 * said on this thread: `scrub` empties it.
 */
export class RoomView {
  readonly role: "creator" | "guest";
  readonly status = signal<RoomStatus>("waiting");
  readonly path = signal<"direct" | "relayed" | null>(null);
  readonly notice = signal<RoomNotice | null>(null);
  readonly presence = signal<"never" | "away" | "present">("never");
  readonly otherName = signal("");
  readonly otherTypes = signal(false);
  readonly endsAtMs = signal<number | null>(null);
  readonly invitation = signal<RoomInvitation | null>(null);
  readonly draft = signal("");
  readonly refusal = signal<Refusal | null>(null);
  readonly messages: Messages;
  readonly name: Signal<string>;
  /** One's name as it is being typed, before it is given to the room. */
  readonly typedName: Signal<string>;
  readonly #ports: RoomViewPorts;
  /** Texts that are on their way into the room: one that is refused goes back into the box. */
  readonly #taken = new Map<string, string>();
  /** What was put back into the box since the last sending, so that the next one refused follows it. */
  #returned = "";
  #handles = 0;

  constructor(role: "creator" | "guest", name: string, ports: RoomViewPorts) {
    this.role = role;
    this.name = signal(name);
    this.typedName = signal(name);
    this.#ports = ports;
    this.messages = new Messages(ports.soon);
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

  send(): void {
    const body = this.draft.value;
    const key = String((this.#handles += 1));
    this.#taken.set(key, body);
    this.#returned = "";
    batch(() => {
      this.draft.value = "";
      this.refusal.value = null;
    });
    this.#ports.command({ do: "message", text: body, key });
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

  handle(event: RoomEvent): void {
    batch(() => {
      this.#take(event);
    });
  }

  /** Forgets everything that was said, shown or typed. */
  scrub(): void {
    this.#taken.clear();
    this.#returned = "";
    batch(() => {
      this.messages.clear();
      this.draft.value = "";
      this.otherName.value = "";
      this.name.value = "";
      this.typedName.value = "";
      this.invitation.value = null;
      this.notice.value = null;
      this.otherTypes.value = false;
    });
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
        this.status.value = event.value;
        this.path.value = event.path;
        return;
      case "notice": {
        const { notice, unopenedBlocks, attempt } = event;
        this.notice.value = notice === null ? null : { notice, unopenedBlocks, attempt };
        return;
      }
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
      case "typing":
        this.otherTypes.value = event.active;
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
      case "farewell":
        // The link keeps it, for the moment the page is closed.
        return;
      default:
        event satisfies never;
    }
  }

  #takeInvitation({ link, code }: RoomEvent & { event: "room" }): void {
    const picture = signal<QrDrawing | "failed" | null>(null);
    this.invitation.value = { link, code, picture };
    this.#ports.draw(link, (drawing) => {
      picture.value = drawing ?? "failed";
    });
  }

  /** Texts that the room has not answered were not received either. */
  #takeEnd(end: RoomEnd): void {
    this.status.value = "ended";
    this.#ports.ended({ ...end, undelivered: end.undelivered + this.#taken.size });
  }

  #takeMessage(event: RoomEvent & { event: "message" }): void {
    const own = event.from === "self";
    if (event.key !== null) this.#taken.delete(event.key);
    const { id, from, text } = event;
    this.messages.add({ id, from, text, atMs: this.#ports.wallMs(), state: own ? "sending" : null });
    if (own) return;
    this.otherTypes.value = false;
    this.#ports.heard(this.otherName.value, text);
  }

  #takeRefusal(event: RoomEvent & { event: "refused" }): void {
    const body = this.#taken.get(event.key);
    this.#taken.delete(event.key);
    if (event.reason === "invitation" || body === undefined) return;
    this.refusal.value = event.reason;
    const draft = this.draft.value;
    const before = draft.startsWith(this.#returned) ? this.#returned : "";
    const since = draft.slice(before.length).replace(/^\n/, "");
    this.#returned = joined(before, body);
    this.draft.value = joined(this.#returned, since);
  }
}

function joined(...texts: readonly string[]): string {
  return texts.filter((one) => one !== "").join("\n");
}
