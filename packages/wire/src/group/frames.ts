import { GROUP_ADMIT_KIND } from "./admit.ts";
import { EVERYBODY, stampNumbered } from "./blocks.ts";
import { commandBytes } from "./command.ts";
import { decodeFromGroup, encodeFromGroup } from "./from-relay.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { decodeToGroup, encodeToGroup } from "./to-relay.ts";

interface GroupFrames {
  readonly limits: typeof GROUP_LIMITS;
  /** The seat of a whisper that is everybody who is present but its sender. */
  readonly everybody: typeof EVERYBODY;
  /** By this first byte a socket says that it goes to a room for many. */
  readonly admitKind: typeof GROUP_ADMIT_KIND;
  readonly encodeTo: typeof encodeToGroup;
  readonly decodeTo: typeof decodeToGroup;
  readonly encodeFrom: typeof encodeFromGroup;
  readonly decodeFrom: typeof decodeFromGroup;
  readonly commandBytes: typeof commandBytes;
  readonly stampNumbered: typeof stampNumbered;
}

/** All codecs and limits of rooms for many, under one name. */
export const group: GroupFrames = {
  limits: GROUP_LIMITS,
  everybody: EVERYBODY,
  admitKind: GROUP_ADMIT_KIND,
  encodeTo: encodeToGroup,
  decodeTo: decodeToGroup,
  encodeFrom: encodeFromGroup,
  decodeFrom: decodeFromGroup,
  commandBytes,
  stampNumbered,
};
