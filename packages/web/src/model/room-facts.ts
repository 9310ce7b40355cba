/** What a room's screen shows, as values. */
import type { ReadonlySignal } from "@preact/signals";
import type { Notice, RoomEvent } from "@tacet/client";
import type { GroupFace } from "@tacet/client/group";
import type { QrDrawing } from "./qr-path.ts";

export interface RoomNotice {
  readonly notice: Notice;
  readonly unopenedBlocks: number;
  readonly attempt: number;
}

/** What brings the other person in, in three spellings. */
export interface RoomInvitation {
  readonly link: string;
  readonly code: string;
  /** Null until it has been drawn; `failed` where that could not be done. */
  readonly picture: ReadonlySignal<QrDrawing | "failed" | null>;
}

/** The room's spoken phrase, for whoever makes it; `allowed` is false while two have failed and nobody has pressed. */
export type PhraseView =
  | { readonly at: "none" | "making" }
  | { readonly at: "shown"; readonly phrase: string; readonly endsAtMs: number }
  | ({ readonly at: "over" } & Pick<RoomEvent & { event: "phrase-over" }, "outcome" | "allowed">);

/** Why a text stayed in the box. */
export type Refusal = Exclude<
  ((RoomEvent | GroupFace["event"]) & { event: "refused" })["reason"],
  "invitation"
>;

/** What the box is for: a new message, an answer to one, or newer words for an own one. */
export type Composing =
  | { readonly kind: "new" }
  | { readonly kind: "reply"; readonly id: string }
  /** `draft` is what stood in the box before. */
  | { readonly kind: "edit"; readonly id: string; readonly draft: string };

/** A text and what it was for; null for what has no text. */
export type Taken = { readonly body: string; readonly composing: Composing } | null;
