/** The closed list of HTTP error codes and their statuses (spec/relay.md 7). */
export const ERROR_STATUS = {
  "bad-json": 400,
  "bad-request": 400,
  origin: 403,
  "not-found": 404,
  method: 405,
  "too-large": 413,
  "media-type": 415,
  field: 422,
  unavailable: 422,
  "upgrade-required": 426,
  rate: 429,
  internal: 500,
  busy: 503,
  stopping: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Every HTTP error's body. `message` is a sentence that says what to do; `field` names the key that was wrong. */
export interface ErrorAnswer {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly field?: string };
}
