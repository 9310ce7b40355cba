import { lookup } from "node:dns/promises";
import { systemRandom } from "@tacet/client";
import { type Finding, failed, ok, skipped, warning } from "./finding.ts";
import { lookAtHeaders } from "./headers.ts";
import { type Answer, objectIn, request } from "./request.ts";
import { lookAtRooms } from "./rooms.ts";
import { silenceText } from "./silence.ts";

/** Clocks that differ by more make times on the page wrong, and certificates and credentials invalid. */
const SKEW_MS_MAX = 30_000;

/**
 * Looks at a relay as its people do, from where this runs. Each finding comes as it is found.
 * @param page the folder of the built page, from which its headers are known; null where there is none
 */
export async function* lookFromOutside(
  origin: string,
  page: string | null,
  nowMs: () => number,
): AsyncGenerator<Finding> {
  const { host, hostname } = new URL(origin);
  if ((await lookup(hostname.replace(/^\[|\]$/g, "")).catch(() => null)) === null) {
    yield failed("name", ...silenceText("ENOTFOUND", hostname));
    return;
  }
  yield ok("name", `${hostname} leads to an address.`);
  const askedMs = nowMs();
  const up = await request(new URL("/up", origin));
  const waitedMs = nowMs() - askedMs;
  if ("silence" in up) {
    yield failed("http", ...silenceText(up.silence, host));
    return;
  }
  yield lookAtUp(up, host);
  if (up.status !== 200) return;
  yield lookAtClock(up, askedMs + waitedMs / 2, host);
  yield await lookAtHeaders(origin, page);
  yield await lookAtUpgrade(origin);
  yield* lookAtRooms(origin);
}

function lookAtUp(up: Answer, host: string): Finding {
  if (up.status === 200 && objectIn(up)?.["status"] === "ok")
    return ok("http", `A relay answers at ${host}.`);
  if (up.status >= 300 && up.status < 400)
    return failed(
      "http",
      `${host} leads elsewhere (status ${up.status}).`,
      "Name the address that it leads to: links must be made with it, and TACET_PUBLIC_URL must be it.",
    );
  // The relay's own refusal is in its own words; a proxy's is not (spec/relay.md 7).
  if (up.status === 429 || (up.status === 503 && objectIn(up)?.["error"] !== undefined))
    return warning(
      "http",
      `The relay at ${host} has too much to do, or is being stopped (status ${up.status}).`,
      "Try again in a minute.",
    );
  if ([502, 503, 504].includes(up.status))
    return failed(
      "http",
      `The proxy at ${host} does not reach the relay (status ${up.status}).`,
      "Start the relay, and let the proxy lead to its HOST and PORT.",
    );
  return failed(
    "http",
    `What answers at ${host} is no relay of Tacet (status ${up.status}).`,
    "Let the proxy pass every path on, from / on, without changing it.",
  );
}

function lookAtClock({ headers }: Answer, nowMs: number, host: string): Finding {
  const theirs = Date.parse(headers.date ?? "");
  if (Number.isNaN(theirs)) return skipped("clock", `${host} does not say what time it has.`);
  // It is said in whole seconds, which have begun.
  const skewMs = theirs + 500 - nowMs;
  if (Math.abs(skewMs) <= SKEW_MS_MAX) return ok("clock", "Both clocks say the same.");
  return failed(
    "clock",
    `The clock at ${host} is ${spanOf(Math.abs(skewMs))} ${skewMs > 0 ? "ahead of" : "behind"} this machine's.`,
    "One of the two is wrong: look at both, and let the system keep its time (timedatectl set-ntp true).",
  );
}

function spanOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** A handshake as a browser's page of that relay makes it (spec/relay.md 1). */
async function lookAtUpgrade(origin: string): Promise<Finding> {
  const answer = await request(new URL("/relay", origin), {
    headers: {
      origin,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-protocol": "tacet.v1",
      "sec-websocket-key": Buffer.from(systemRandom.bytes(16)).toString("base64"),
    },
  });
  const advice =
    "Let the proxy pass upgrades of /relay on, by HTTP/1.1 and with the headers Upgrade and Connection, and keep such connections open.";
  if ("silence" in answer)
    return failed("upgrade", `The WebSocket is dropped on its way (${answer.silence}).`, advice);
  if (answer.status === 101)
    return answer.headers["sec-websocket-protocol"] === "tacet.v1"
      ? ok("upgrade", "A WebSocket reaches the relay.")
      : failed("upgrade", "A WebSocket opens, and not at a relay of Tacet.", advice);
  if (answer.status === 403)
    return failed(
      "upgrade",
      `The relay refuses its own page: it does not know that people reach it as ${origin}.`,
      `Set TACET_PUBLIC_URL=${origin}, and let the proxy leave the header Origin as it is.`,
    );
  if (answer.status === 429 || answer.status === 503)
    return warning(
      "upgrade",
      `The relay takes no more sockets now (status ${answer.status}).`,
      "Try again in a minute.",
    );
  return failed(
    "upgrade",
    `The WebSocket does not reach the relay: its way answers ${answer.status}.`,
    advice,
  );
}
