import type { Chain } from "../group/chain.ts";
import type { GroupSettings } from "../group/settings.ts";
import type { GroupState } from "../group/state.ts";

/** Why an admitter lets nobody in, as it says it to the joiner (spec/admission.md 3). A closed list. */
export type AdmissionRefusal =
  /** The password was not the room's. */
  | { readonly why: "password" }
  /** A person said no, or did not answer. */
  | { readonly why: "declined" }
  | { readonly why: "full" }
  /** After failed passwords: not before so many seconds. */
  | { readonly why: "later"; readonly seconds: number };

/**
 * An attempt that came to nothing. All that is wrong with what came in is `failed`, alike.
 * `owner`: a member whom one knows names another owner than the one of before, so the way back is a link (spec/admission.md 6); of a joiner alone.
 * `guessed`: a password exchange was begun and did not confirm; the admitter's client counts it and tells the group (spec/admission.md 5).
 */
export interface Over {
  readonly kind: "over";
  readonly why: "failed" | "time" | "left" | "owner";
  readonly guessed: boolean;
}

/** What the admitter's client hears of an attempt. */
export type AdmitterOutcome =
  /** Nothing that it must know. */
  | { readonly kind: "nothing" }
  /**
   * The joiner has the link, or the key it returns with. Now `wait` while a person is asked, `let-in`, or `refuse`.
   * `name`: what it says of itself, cleaned, "" for nothing. `returning`: the member it was, and proof that its old leaf leaves (section 6).
   */
  | { readonly kind: "asks"; readonly name: string; readonly returning: Returned | null }
  /** To be added: then `welcome`, or `refuse`. */
  | { readonly kind: "key-package"; readonly keyPackage: Uint8Array }
  /** All is said; the newcomer has its Welcome on its way. The state is wiped. */
  | { readonly kind: "done" }
  | Over;

export interface Returned {
  readonly tag: Uint8Array;
  /** Bodies of content kind 10, any of which may be the one that fits the leaf it still has: 0 to 2. */
  readonly notices: readonly Uint8Array[];
}

/** What the joiner's client hears. */
export type JoinerOutcome =
  | { readonly kind: "nothing" }
  /** A person of the room is asked. */
  | { readonly kind: "waiting" }
  /** What the room is like, for the person to see before it joins. Now `agree` or `leave`. */
  | { readonly kind: "terms"; readonly settings: GroupSettings }
  | ({ readonly kind: "refused" } & AdmissionRefusal)
  /** In the room: `group` may do nothing but its update (spec/group.md 9), `chain` is its place in the room's order. */
  | {
      readonly kind: "joined";
      readonly group: GroupState;
      readonly chain: Chain;
      /** 32 bytes: the key of the invitation that holds now. */
      readonly inviteKey: Uint8Array;
    }
  | Omit<Over, "guessed">;
