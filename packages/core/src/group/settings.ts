import { CoreError } from "../errors.ts";
import { concat, FieldReader, u32, u8 } from "../notation/bytes.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { TAG_BYTES } from "./member.ts";

/** Who may let a newcomer in: any member; any member, after a person's press; owner and moderators alone. */
export type Admission = "open" | "knock" | "locked";
export type GroupPath = "any" | "direct" | "relayed";

/** What holds for the whole room, in the group context, so that all members have the same (spec/group.md 7). */
export interface GroupSettings {
  /** Counts changes from 0; each change is one more. */
  readonly change: number;
  /** 16 bytes: the tag of the owner's leaf. */
  readonly owner: Uint8Array;
  readonly admission: Admission;
  readonly path: GroupPath;
  readonly password: boolean;
  /** The room ends with its owner. */
  readonly endsWithOwner: boolean;
  /** Messages go so long after they were shown; 0 for never. */
  readonly disappearingSeconds: number;
  /** 2 to 100. */
  readonly capacity: number;
  /** Tags in rising order, no two alike, at most 16, the owner's not among them. */
  readonly moderators: readonly Uint8Array[];
}

const VERSION = 1;
const ADMISSIONS: readonly Admission[] = ["open", "knock", "locked"];
const PATHS: readonly GroupPath[] = ["any", "direct", "relayed"];
const FIXED_BYTES = 30;

/** @throws CoreError("encoding") for settings that have no encoding */
export function encodeSettings(settings: GroupSettings): Uint8Array {
  const flags = (settings.password ? 1 : 0) + (settings.endsWithOwner ? 2 : 0);
  const bytes = concat(
    u8(VERSION),
    u32(settings.change),
    settings.owner,
    u8(ADMISSIONS.indexOf(settings.admission)),
    u8(PATHS.indexOf(settings.path)),
    u8(flags),
    u32(settings.disappearingSeconds),
    u8(settings.capacity),
    u8(settings.moderators.length),
    ...settings.moderators,
  );
  if (decodeSettings(bytes) === null) throw new CoreError("encoding");
  return bytes;
}

/** Null for everything but the one spelling of settings that hold. */
export function decodeSettings(bytes: Uint8Array): GroupSettings | null {
  if (bytes.length < FIXED_BYTES) return null;
  const reader = new FieldReader(bytes);
  const version = reader.u8();
  const change = reader.u32();
  const owner = reader.bytes(TAG_BYTES);
  const admission = ADMISSIONS[reader.u8()];
  const path = PATHS[reader.u8()];
  const flags = reader.u8();
  const disappearingSeconds = reader.u32();
  const capacity = reader.u8();
  const count = reader.u8();
  if (version !== VERSION || admission === undefined || path === undefined || flags > 3) return null;
  if (capacity < 2 || capacity > GROUP_LIMITS.membersMax) return null;
  if (count > GROUP_LIMITS.moderatorsMax || reader.rest() !== count * TAG_BYTES) return null;
  const moderators = Array.from({ length: count }, () => reader.bytes(TAG_BYTES));
  if (!areRising(moderators) || moderators.some((tag) => compare(tag, owner) === 0)) return null;
  const [password, endsWithOwner] = [(flags & 1) === 1, (flags & 2) === 2];
  return {
    change,
    owner,
    admission,
    path,
    password,
    endsWithOwner,
    disappearingSeconds,
    capacity,
    moderators,
  };
}

const areRising = (tags: readonly Uint8Array[]): boolean =>
  tags.every((tag, at) => at === 0 || compare(tags[at - 1] ?? tag, tag) < 0);

/** Public values: no need to hide the time. */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (const [at, byte] of a.entries()) if (byte !== b[at]) return byte - (b[at] ?? 0);
  return 0;
}
