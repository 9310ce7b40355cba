import { LIMITS } from "@tacet/wire";
import { group } from "@tacet/wire/group";

/** The limits of spec/relay.md 8 and spec/phrase.md 7 by which a running relay is bound. A test shortens them, the environment sets three. */
export interface RelayLimits {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly firstFrameTimeoutMs: number;
  readonly messageTimeoutMs: number;
  readonly beatIntervalMs: number;
  readonly silenceTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly backlogBytesMax: number;
  readonly backlogAddressBytesMax: number;
  readonly backlogTotalBytesMax: number;
  readonly pendingSocketsPerAddressMax: number;
  readonly pendingSocketsMax: number;
  readonly pendingBytesPerAddressMax: number;
  readonly pendingBytesMax: number;
  readonly socketsMax: number;
  readonly socketsPerAddressMax: number;
  readonly connectionsPerAddressMax: number;
  readonly roomsMax: number;
  readonly groupTickMsMin: number;
  readonly roomsPerMinute: number;
  readonly socketsPerMinute: number;
  readonly phraseAttemptMs: number;
  readonly phraseOffersPerRoomMax: number;
  readonly phrasesOpenMax: number;
  readonly phraseAttemptsPerAddressMax: number;
  readonly phraseAttemptsMax: number;
  readonly phrasesPerMinute: number;
}

/** How long a socket that we close may take to say goodbye: well inside the 5 s of a graceful stop. */
const CLOSE_TIMEOUT_MS = 2_000;

/** The specification's values. */
export function standardLimits(): RelayLimits {
  return {
    ...LIMITS,
    closeTimeoutMs: CLOSE_TIMEOUT_MS,
    groupTickMsMin: group.limits.tickMsMin,
    roomsPerMinute: LIMITS.roomsPerMinuteDefault,
    socketsPerMinute: LIMITS.socketsPerMinuteDefault,
    phrasesPerMinute: LIMITS.phrasesPerMinuteDefault,
  };
}
