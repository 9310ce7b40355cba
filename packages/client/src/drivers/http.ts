import { ROUTES } from "@tacet/wire";
import { LIMITS } from "../limits.ts";
import { readRoomAnswer } from "../pair/room-answer.ts";
import type { HttpPort, HttpRefusal } from "../ports.ts";

const BAD_ANSWER: HttpRefusal = { error: "bad-answer" };

/**
 * `POST /rooms` (spec/relay.md 7). Takes the platform's `fetch`. Never rejects: an unreachable relay is `network`, an answer
 * that is not of the form the page promises is `bad-answer`, and else the error is the relay's own code.
 */
export function createHttpDriver(fetch: typeof globalThis.fetch): HttpPort {
  return {
    createRoom: async (origin, request) => {
      try {
        const response = await fetch(new URL(ROUTES.rooms, origin), {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(request),
          credentials: "omit",
          cache: "no-store",
          redirect: "error",
          referrerPolicy: "no-referrer",
          signal: AbortSignal.timeout(LIMITS.requestMs),
        });
        const body: unknown = await response.json();
        return response.status === 201 ? (readRoomAnswer(body) ?? BAD_ANSWER) : { error: readError(body) };
      } catch {
        return { error: "network" };
      }
    },
  };
}

function readError(body: unknown): string {
  const code = (body as { error?: { code?: unknown } } | null)?.error?.code;
  return typeof code === "string" ? code : BAD_ANSWER.error;
}
