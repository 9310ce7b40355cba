import { batch, signal, type ReadonlySignal } from "@preact/signals";
import type { RoomCommand } from "@tacet/client";
import type { FunctionComponent } from "preact";
import { joined } from "./draft.ts";
import { FilesSlot } from "./files-slot.ts";
import { forgetMatched } from "./matched.ts";
import { Messages, type Message } from "./messages.ts";
import type { Composing, Refusal, Taken } from "./room-facts.ts";
import type { FilesHost, OpenFiles } from "./room-files.ts";

/** What is asked of a room for the sake of what is said. A room for many takes the same. */
export type TalkCommand = RoomCommand & {
  do: "message" | "edit" | "delete" | "react" | "read" | "typing" | "file" | "accept" | "decline" | "cancel";
};

export interface TalkPorts {
  /** Runs with the next frame that is drawn. */
  readonly soon: (run: () => void) => void;
  command(command: TalkCommand): void;
  /** Fetches the part of the page that carries files. */
  files(): Promise<OpenFiles>;
  readonly sunk: FilesHost["sunk"];
}

/** What a room for many shows of its messages beside their words. */
export interface TalkExtras {
  /** A line of the room itself: who came, who went. */
  readonly Line: FunctionComponent<{ readonly message: Message }>;
  /** How far a message came, and how long it is here. `reached`: the keyboard is at it. */
  readonly States: FunctionComponent<{ readonly message: Message; readonly reached: boolean }>;
  /** The class that colours a name. */
  hueOf(who: string): string;
  /** Why a text stayed in the box, where that is another sentence than in a room for two. */
  refusalText(reason: Refusal): string | undefined;
}

const NEW: Composing = { kind: "new" };

/** What was said and what is being written, in a room for two or for many: what the list of messages and the box show and do. */
export abstract class TalkView {
  readonly draft = signal("");
  readonly refusal = signal<Refusal | null>(null);
  readonly composing = signal<Composing>(NEW);
  /** Whether others are told what was on this screen. */
  readonly tellsRead = signal(true);
  readonly messages: Messages;
  readonly files: FilesSlot;
  /** Nothing can be said now. */
  abstract readonly blocks: ReadonlySignal<boolean>;
  /** Writing is the next thing to do when the room is shown. */
  abstract readonly writesFirst: boolean;
  readonly extras: TalkExtras | null = null;
  readonly #ports: TalkPorts;
  /** What is on its way into the room, with its text: one that is refused goes back into the box. */
  readonly #taken = new Map<string, Taken>();
  /** What was put back into the box since the last sending, so that the next one refused follows it. */
  #returned = "";
  #handles = 0;

  constructor(ports: TalkPorts) {
    this.#ports = ports;
    this.messages = new Messages(ports.soon);
    this.files = new FilesSlot(() => ports.files(), ports);
  }

  /** By whom a message is, in words. */
  abstract nameOf(message: Pick<Message, "from" | "who">): string;

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
    const given = this.messages.find(id)?.reactions["self"];
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

  types(active: boolean): void {
    this.#ports.command({ do: "typing", active });
  }

  #handle(taken: Taken): string {
    const key = String((this.#handles += 1));
    this.#taken.set(key, taken);
    return key;
  }

  /** Texts that the room has not answered: at an end they were not received either. */
  protected get unanswered(): number {
    return [...this.#taken.values()].filter((it) => it !== null && it.composing.kind !== "edit").length;
  }

  protected answered(key: string | null): void {
    if (key !== null) this.#taken.delete(key);
  }

  /** Nothing was taken: a text goes back into the box. */
  protected takeRefusal(key: string, reason: Refusal): void {
    this.files.part.peek()?.refused(key, reason);
    const taken = this.#taken.get(key);
    this.#taken.delete(key);
    if (taken === undefined) return;
    this.refusal.value = reason;
    if (taken === null) return;
    const { body, composing } = taken;
    // It goes back for what it was: an answer, or newer words. Not where something else is being written by now.
    const free = this.draft.value === "" && this.composing.value.kind === "new";
    if (free && reason !== "gone") this.composing.value = composing;
    const draft = this.draft.value;
    const before = draft.startsWith(this.#returned) ? this.#returned : "";
    const since = draft.slice(before.length).replace(/^\n/, "");
    this.#returned = joined(before, body);
    this.draft.value = joined(this.#returned, since);
  }

  /** Forgets what was said and typed. */
  protected forgetTalk(): void {
    this.#taken.clear();
    this.#returned = "";
    this.messages.clear();
    this.draft.value = "";
    this.refusal.value = null;
    this.composing.value = NEW;
    forgetMatched();
  }
}
