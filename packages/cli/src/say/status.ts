import type { RoomEvent } from "@tacet/client";

type Status = RoomEvent & { event: "status" };
type Notice = NonNullable<(RoomEvent & { event: "notice" })["notice"]>;

/** What is said when the status changes, for people (spec/direct.md 6); null where an end says it. */
export function statusText({ value, path }: Status): string | null {
  switch (value) {
    case "waiting":
      return "Waiting: the other person is not here.";
    case "connecting":
      return "Signaling: the two sides agree on keys and look for a way.";
    case "securing":
      return "Upgrading: fresh keys on the direct way.";
    case "secure":
      return path === "direct"
        ? "Secure P2P: directly from machine to machine."
        : "Secure relayed: through the relay, which sees only sealed blocks.";
    case "reconnecting":
      return "Reconnecting: the way is lost; what you send waits.";
    case "ended":
      return null;
    default:
      return value satisfies never;
  }
}

const NOTICES: Readonly<Record<Notice, string>> = {
  looking: "Looking for the room.",
  "no-direct-path": "There is no direct way between you so far.",
  reconnecting: "The connection is lost. What you send waits.",
  "no-valid-answer": "An answer came that does not fit the invitation. Trying again.",
  "relay-unreachable": "The relay does not answer. Trying again.",
  "newer-content": "The other side said something that needs a newer version of tacet.",
  "unreadable-content": "The other side said something that could not be read.",
};

export function noticeText(notice: Notice): string {
  return NOTICES[notice];
}
