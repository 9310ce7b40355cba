/** Why a text is no invitation that can be used (spec/invite.md 2). A closed list. */
export type InvitationFault =
  | "empty"
  | "too-long"
  | "not-an-invitation"
  | "key-missing"
  | "room-id"
  | "version"
  | "key"
  | "owner-tag"
  | "scheme"
  | "host"
  /** A room of two, where one for many was expected: only spec/admission.md 7 says so. */
  | "pair-invitation";

/** What went wrong: a text, an encoding, a call out of turn, a limit. A closed list. */
export type CoreErrorCode = "invitation" | "encoding" | "state" | "limit";

/**
 * The one error of this package. `code` and `detail` are closed lists and hold nothing of the input, so an error may be shown. A frame
 * that does not open is never an error; it is a value.
 */
export class CoreError extends Error {
  override readonly name = "CoreError";
  readonly code: CoreErrorCode;
  /** Says which fault, where `code` is "invitation". */
  readonly detail: InvitationFault | null;

  constructor(code: CoreErrorCode, detail: InvitationFault | null = null) {
    super(detail === null ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** Throws CoreError("encoding") unless there are exactly `length` bytes. */
export function requireLength(bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw new CoreError("encoding");
}
