import type { RoomAnswer } from "../rooms.ts";

/**
 * The body of `POST /rooms` for a room for many (spec/relay.md 10.1). Both hashes are SHA-256 in base64url, 43 characters; `owner` is the Ed25519
 * public key of the owner's commands, in base64url too. `ttl_seconds` 0 is a room without an end.
 */
export interface GroupRequest {
  readonly kind: "group";
  readonly admission: string;
  readonly seat: string;
  readonly owner: string;
  readonly ttl_seconds?: number;
  readonly capacity?: number;
  readonly policy?: {
    readonly path?: "any" | "direct" | "relayed";
    readonly owner_leaves?: boolean | undefined;
  };
}

/** Its answer, 201. `expires_at` is 0 in a room without an end. */
export interface GroupAnswer extends Omit<RoomAnswer, "limits" | "rejoin"> {
  readonly limits: RoomAnswer["limits"] & { readonly idle_seconds: number; readonly capacity: number };
}
