import type { Chain } from "../group/chain.ts";
import type { GroupSettings } from "../group/settings.ts";
import type { AdmissionRefusal } from "./outcome.ts";

/** What happens to an admitter's attempt. Each is out of turn anywhere else than after the outcome that asks for it: CoreError("state"). */
export type AdmitterEvent =
  /** A whisper of the joiner's seat that names this attempt. */
  | { readonly kind: "block"; readonly block: Uint8Array }
  /** After `asks`: a person is asked, for at most 60 s. */
  | { readonly kind: "wait" }
  /**
   * After `asks`: yes. `settings`: those of the present epoch. `password`: what `passwords.stretch` gave, 32 bytes, copied; null where the
   * room asks for none, and for a member that returns.
   */
  | { readonly kind: "let-in"; readonly settings: GroupSettings; readonly password: Uint8Array | null }
  /** After `asks` or `key-package`, and while the share of a password is awaited. */
  | ({ readonly kind: "refuse" } & AdmissionRefusal)
  /** After `key-package`, when the Add has its place. `chain`: (n, R_n) of that place. `inviteKey`: the one that holds, 32 bytes. */
  | {
      readonly kind: "welcome";
      readonly welcome: Uint8Array;
      readonly chain: Chain;
      readonly inviteKey: Uint8Array;
    }
  /** Time has passed: at least once a second. */
  | { readonly kind: "tick" }
  /** Given up, without a word: the socket is gone, another invitation holds. */
  | { readonly kind: "drop" };

/** What happens to a joiner's attempt. */
export type JoinerEvent =
  /** A whisper that names this attempt; the first that begins it fixes the seat, and those of other seats are the caller's to leave out. */
  | { readonly kind: "block"; readonly block: Uint8Array }
  /** After `terms`: yes. `password`: what `passwords.stretch` gave, copied; null where none is asked for. */
  | { readonly kind: "agree"; readonly password: Uint8Array | null }
  /** Given up, and said so where somebody listens. */
  | { readonly kind: "leave" }
  | { readonly kind: "tick" };
