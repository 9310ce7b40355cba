import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { systemRandom } from "@tacet/client";
import { type Finding, failed, ok, skipped, warning } from "./finding.ts";
import { lookAtHeaders } from "./headers.ts";
import { type Answer, objectIn, request } from "./request.ts";
import { silenceText } from "./silence.ts";
import { type IceAddress, isStunAnswered, readIce } from "./stun.ts";

/** Clocks that differ by more make times on the page wrong, and certificates and credentials invalid. */
const SKEW_MS_MAX = 30_000;
const CONNECT_MS_MAX = 5_000;
const OWN_MACHINE = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[?::1\]?)$/;

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

/** Makes a room that lives for a second, since that is how a relay names its STUN servers. */
async function* lookAtRooms(origin: string): AsyncGenerator<Finding> {
  const random = (): string => Buffer.from(systemRandom.bytes(32)).toString("base64url");
  const body = JSON.stringify({ kind: "pair", admission: random(), seat: random(), ttl_seconds: 1 });
  const headers = { origin, "content-type": "application/json", "content-length": String(body.length) };
  const answer = await request(new URL("/rooms", origin), { method: "POST", headers, body });
  if ("silence" in answer || answer.status !== 201) {
    const status = "silence" in answer ? answer.silence : `status ${answer.status}`;
    yield failed(
      "rooms",
      `No room can be made (${status}).`,
      "Let the proxy pass POST /rooms on with its body and its headers Origin and Content-Type.",
    );
    return;
  }
  yield ok("rooms", "A room can be made.");
  const servers = objectIn(answer)?.["ice_servers"];
  const urls = (Array.isArray(servers) ? servers : []).map((one: { readonly urls?: unknown } | null) =>
    String(one?.urls),
  );
  const ice = urls.map(readIce).filter((one) => one !== null);
  const stun = ice.filter(({ kind }) => kind === "stun");
  if (stun.length === 0)
    yield warning(
      "stun",
      "The relay names no STUN server.",
      "People in different networks may find no direct way.",
    );
  for (const one of stun) yield await lookAtStun(one, new URL(origin).hostname);
  const turn = ice.filter(({ kind }) => kind === "turn");
  if (turn.length === 0)
    yield skipped(
      "turn",
      "The relay names no TURN server; where there is no direct way, rooms may take the relay's.",
    );
  for (const one of turn) yield await lookAtTurn(one);
}

async function lookAtStun(one: IceAddress, hostname: string): Promise<Finding> {
  const { host, port } = one;
  const place = `${host}:${port}`;
  if (OWN_MACHINE.test(host) && !OWN_MACHINE.test(hostname))
    return failed(
      "stun",
      `The relay sends people to ${place} for STUN, which is their own machine.`,
      "Set TACET_STUN_LISTEN=0.0.0.0:3478 and TACET_PUBLIC_URL, and open UDP 3478.",
    );
  if (await reached(one)) return ok("stun", `STUN answers at ${place}.`);
  return failed(
    "stun",
    `STUN at ${place} does not answer over UDP.`,
    `Open UDP ${port} in the firewall of the host and of its provider, and let TACET_STUN_LISTEN name a public address: it cannot pass a web proxy. From a network that lets no UDP out this is always so.`,
  );
}

async function lookAtTurn(one: IceAddress): Promise<Finding> {
  const place = `${one.host}:${one.port} over ${one.transport.toUpperCase()}`;
  if (await reached(one)) return ok("turn", `TURN answers at ${place}.`);
  return failed(
    "turn",
    `TURN at ${place} does not answer.`,
    "Open its port in the firewall of the host and of its provider.",
  );
}

function reached(one: IceAddress): Promise<boolean> {
  return one.transport === "udp" ? isStunAnswered(one) : connects(one);
}

function connects({ host, port }: IceAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MS_MAX });
    const done = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.on("connect", () => done(true));
    socket.on("timeout", () => done(false));
    socket.on("error", () => done(false));
  });
}
