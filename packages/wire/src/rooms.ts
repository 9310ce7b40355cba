/** What the maker of a pair room asks of its policy (spec/pair.md 2). Without `rejoin` it is what the relay's host allows. */
export interface RoomPolicy {
  readonly path?: "any" | "direct" | "relayed";
  readonly rejoin?: boolean | undefined;
}

/** The body of `POST /rooms` (spec/relay.md 7). Both hashes are SHA-256 in base64url, 43 characters. */
export interface RoomRequest {
  readonly kind: "pair";
  readonly admission: string;
  readonly seat: string;
  readonly ttl_seconds?: number;
  readonly policy?: RoomPolicy;
}

export interface IceServer {
  readonly urls: string;
}

/** Its answer, 201. `room_id` is 22 characters of base64url, `expires_at` Unix seconds, `ticket` base64url. */
export interface RoomAnswer {
  readonly room_id: string;
  readonly expires_at: number;
  readonly ticket: string;
  readonly ice_servers: readonly IceServer[];
  /** There in a room that one may come back to (spec/pair.md 9). */
  readonly rejoin?: boolean | undefined;
  readonly limits: {
    readonly ttl_seconds: number;
    readonly grace_seconds: number;
    readonly frame_bytes: number;
  };
}
