/** Settings of later versions: known by name, and only what they mean today may be said. */
export const NOT_BUILT: ReadonlyMap<string, readonly string[]> = new Map([
  ["TACET_REDIS_URL", []],
  ["TACET_DATABASE_URL", []],
  ["TACET_CIRCLE_SIZE", ["20"]],
  ["TACET_BLOB_RETENTION_HOURS", ["72"]],
  ["TACET_TURN", ["builtin", "off"]],
  ["TACET_TURN_LISTEN", []],
  ["TACET_TURN_PUBLIC_IP", []],
  ["TACET_TURN_PORTS", ["49160-49200"]],
  ["TACET_TURN_SECRET", []],
  ["TACET_TURN_ALLOW", []],
  ["TACET_CLOUDFLARE_TURN_KEY_ID", []],
  ["TACET_CLOUDFLARE_TURN_TOKEN", []],
  ["TACET_METRICS_PORT", ["off"]],
  ["TACET_DONATION_WALLET_RPC_URL", ["off"]],
  ["TACET_DONATION_AMOUNT_PICONERO", ["4000000000"]],
  ["TACET_DONATION_CONFIRMATIONS_REQUIRED", ["10"]],
  ["TACET_DONATION_PAYMENT_SESSION_TTL_SECONDS", ["1800"]],
  ["TACET_DONATION_SPENT_TOKEN_TTL_SECONDS", ["86400"]],
  ["TACET_DONATION_SESSION_UNLOCK_TTL_SECONDS", ["43200"]],
  ["TACET_RATE_TURN_PER_MINUTE", ["20"]],
]);

/** Settings that other programs of the repository read. */
export const ELSEWHERE: ReadonlySet<string> = new Set(["TACET_RELAY", "TACET_VECTORS"]);
