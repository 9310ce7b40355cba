import { systemRandom } from "@tacet/client";
import { type Answer, type Silence, request } from "./request.ts";

/**
 * Makes a room that nobody enters, as a browser's page of that relay would (spec/relay.md 7). It ends by itself.
 * @param more headers beside those that the question needs
 */
export function makeRoom(
  origin: string,
  ttlSeconds: number,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer | Silence> {
  const random = (): string => Buffer.from(systemRandom.bytes(32)).toString("base64url");
  const body = JSON.stringify({ kind: "pair", admission: random(), seat: random(), ttl_seconds: ttlSeconds });
  const headers = {
    ...more,
    origin,
    "content-type": "application/json",
    "content-length": String(body.length),
  };
  return request(new URL("/rooms", origin), { method: "POST", headers, body });
}
