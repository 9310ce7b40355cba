import type { FunctionComponent } from "preact";
import type { RoomLink, RoomLinkPorts } from "../link/room-link.ts";
import type { RoomTab } from "../link/room-tab.ts";
import type { WordHints } from "../view/word-hints.tsx";
import type { App } from "./app.ts";
import type { Chunk } from "./chunk.ts";
import type { Part } from "./many-room.ts";
import type { RoomView } from "./room-view.ts";

/** A dialog of the first page: the camera's, which enters what it finds, or the menu. */
export type Extra = FunctionComponent<{ readonly app: App; readonly onClose: () => void }>;

/** What is fetched with a press, or with an invitation to a room for many. */
export interface Extras {
  readonly scan: Extra;
  readonly menu: Extra;
  readonly kinds: Extra;
  readonly many: Part;
}

/** What the app itself needs of the part of the page that comes with a room. */
export interface RoomNeeds extends Chunks<Extras> {
  readonly RoomView: typeof RoomView;
  readonly openOutside: RoomLinkPorts["openOutside"];
  readonly hints: Chunk<typeof WordHints>;
  readonly roomTab: Pick<RoomTab, "claim" | "free" | "freed">;
  /** Why a phrase led nowhere, for whoever typed it. */
  readonly joiningSentence: (outcome: string) => string;
}

export type Chunks<Parts> = { readonly [Name in keyof Parts]: Chunk<Parts[Name]> };

export interface AppPorts {
  readonly origin: string;
  readonly wallMs: () => number;
  readonly soon: (run: () => void) => void;
  /** What a room is made of and drawn with; no room begins without it. */
  readonly room: Chunk<RoomNeeds>;
  openLink(ports: RoomLinkPorts): RoomLink;
  readonly heard: (name: string, body: string) => void;
  /** Whether another tab of this browser is in the room that an invitation names. */
  isElsewhere(invitation: string): Promise<boolean>;
  /** The list of words that a safety check spells; no first load has it. */
  readonly words: () => Promise<readonly string[]>;
  readonly files: ConstructorParameters<typeof RoomView>[2]["files"];
  /** The worker of a room is gone: the page says so and starts over. */
  broken(): void;
  /** A new document: the surest way to forget the last room. */
  startOver(): void;
}
