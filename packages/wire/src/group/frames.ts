import { EVERYBODY, stampNumbered } from "./blocks.ts";
import { commandBytes } from "./command.ts";
import { decodeFromGroup, encodeFromGroup } from "./from-relay.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { decodeToGroup, encodeToGroup } from "./to-relay.ts";

interface GroupFrames {
  readonly limits: typeof GROUP_LIMITS;
  /** The seat of a whisper that is everybody who is present but its sender. */
  readonly everybody: typeof EVERYBODY;
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
  encodeTo: encodeToGroup,
  decodeTo: decodeToGroup,
  encodeFrom: encodeFromGroup,
  decodeFrom: decodeFromGroup,
  commandBytes,
  stampNumbered,
};
