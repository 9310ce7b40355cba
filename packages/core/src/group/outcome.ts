import type { Returning } from "../admission/returning.ts";
import type { GroupContent } from "./content.ts";
import type { Member } from "./member.ts";
import type { Change, CommitRefusal } from "./rules.ts";
import type { GroupState } from "./state.ts";

/** What a frame of the room's order came to. Our own frames have their outcome as everybody's have. */
export type Outcome =
  /** Under none of our keys: another epoch's, or nobody's. */
  | { readonly kind: "unopened" }
  /** Opened under the outer seal and is nothing that counts: altered, repeated, malformed, too late. All alike. */
  | { readonly kind: "dropped" }
  /** A piece of a message; its last one brings it. */
  | { readonly kind: "piece" }
  | { readonly kind: "said"; readonly by: Member; readonly epoch: number; readonly content: GroupContent }
  /** A message of our own, at its first place, and the epoch it was sealed in. */
  | { readonly kind: "placed"; readonly epoch: number }
  /** The room is in its next epoch. `lost`: a proposal of our own came too late. `absent`: whom it removed and who may come back: found absent, or after a notice. */
  | {
      readonly kind: "changed";
      readonly by: Member;
      readonly change: Change;
      readonly lost: boolean;
      readonly absent: readonly Member[];
    }
  /** A commit that the rule refuses: every member skips it. Our own has so ended. */
  | { readonly kind: "refused"; readonly by: Member; readonly why: CommitRefusal }
  /** A commit that the rule allows and that did not come out: skipped here, and if others could use it this member is lost. */
  | { readonly kind: "unusable"; readonly by: Member }
  /** A commit has removed this member. The state is wiped. `returning`: what it comes back with where it was found absent, the caller's to wipe. */
  | { readonly kind: "removed"; readonly by: Member; readonly returning: Returning | null };

export interface Taken {
  readonly state: GroupState;
  readonly outcome: Outcome;
}
