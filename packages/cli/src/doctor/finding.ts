/** What one look at something came to. */
export interface Finding {
  /** What was looked at. */
  readonly check:
    | "settings"
    | "folder"
    | "port"
    | "stun-port"
    | "name"
    | "http"
    | "clock"
    | "headers"
    | "upgrade"
    | "rooms"
    | "stun"
    | "turn";
  /** `warning`: it works, and less well than it could; `skipped`: there was nothing to look at. */
  readonly state: "ok" | "warning" | "failed" | "skipped";
  /** What was seen, as a sentence. */
  readonly saw: string;
  /** What to do about it, as sentences; empty where there is nothing to do. */
  readonly advice: string;
}

type Made = (check: Finding["check"], saw: string, advice?: string) => Finding;

const made =
  (state: Finding["state"]): Made =>
  (check, saw, advice = "") => ({ check, state, saw, advice });

export const ok: Made = made("ok");
export const warning: Made = made("warning");
export const failed: Made = made("failed");
export const skipped: Made = made("skipped");
