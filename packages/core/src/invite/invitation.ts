/** What lets another person in (spec/invite.md 1). Whoever has the invite key can take part in one handshake. */
export interface Invitation {
  /** 16 bytes. No secret: it opens nothing. */
  readonly roomId: Uint8Array;
  /** 32 bytes. Secret until the handshake, worth nothing after it. */
  readonly inviteKey: Uint8Array;
  /** `https://host[:port]` of the relay, `http://` on this machine; null when the spelling names no relay. */
  readonly origin: string | null;
}

export const ROOM_ID_BYTES = 16;
export const INVITE_KEY_BYTES = 32;
