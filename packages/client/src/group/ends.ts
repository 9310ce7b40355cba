import type { FromGroup } from "@tacet/wire/group";
import type { GroupEndReason } from "./face.ts";

/** What a member that lets nobody in says, as the end that it is. */
export const ADMISSION_END = { declined: "declined", full: "full" } as const;

/** What the relay refuses. To whoever sat there, an absent room is one that has ended. */
export const REFUSED_END: Readonly<Record<(FromGroup & { kind: "refused" })["code"], GroupEndReason>> = {
  absent: "absent",
  used: "full",
  full: "full",
  locked: "locked",
  declined: "declined",
  version: "version",
};

/** Why the relay ends it. */
export const RELAY_END: Readonly<Record<(FromGroup & { kind: "ended" })["reason"], GroupEndReason>> = {
  left: "owner-left",
  burned: "ended-there",
  expired: "expired",
  gone: "owner-left",
  removed: "removed",
};
