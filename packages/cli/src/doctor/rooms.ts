import { connect } from "node:net";
import { type Finding, failed, ok, skipped, warning } from "./finding.ts";
import { type Answer, objectIn } from "./request.ts";
import { makeRoom } from "./room.ts";
import { type IceAddress, isStunAnswered, readIce } from "./stun.ts";

const CONNECT_MS_MAX = 5_000;
const OWN_MACHINE = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[?::1\]?)$/;
/** A relay names at most so many. */
const SERVERS_MAX = 4;
/** So much of another's text is told. */
const TEXT_LENGTH_MAX = 120;

/** Makes a room that lives for a second, since that is how a relay names its STUN servers. */
export async function* lookAtRooms(origin: string): AsyncGenerator<Finding> {
  const answer = await makeRoom(origin, 1);
  if ("status" in answer && (answer.status === 429 || answer.status === 503)) {
    yield warning(
      "rooms",
      `The relay makes no room now (status ${answer.status}).`,
      "Try again in a minute.",
    );
    return;
  }
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
  yield* lookAtServers(urlsIn(answer), new URL(origin).hostname);
}

/** What an answer names as servers of the direct way: another's text, so that some may be none. */
function urlsIn(answer: Answer): readonly string[] {
  const servers = objectIn(answer)?.["ice_servers"];
  return (Array.isArray(servers) ? servers : []).flatMap((one: { readonly urls?: unknown } | null) =>
    Array.isArray(one?.urls) ? one.urls.map(String) : [String(one?.urls)],
  );
}

/** Looks at the servers that a relay names. */
export async function* lookAtServers(urls: readonly string[], hostname: string): AsyncGenerator<Finding> {
  const named = urls.slice(0, SERVERS_MAX);
  for (const url of named.filter((one) => readIce(one) === null))
    yield failed(
      "stun",
      `The relay names a server that no browser can ask: ${url.slice(0, TEXT_LENGTH_MAX)}`,
      "Correct TACET_STUN: stun:host:port, with a port from 1 to 65535.",
    );
  if (urls.length > SERVERS_MAX)
    yield warning(
      "stun",
      `The relay names ${urls.length} servers; the first ${SERVERS_MAX} are looked at.`,
      "A relay of this version names no more.",
    );
  const ice = named.map(readIce).filter((one) => one !== null);
  const stun = ice.filter(({ kind }) => kind === "stun");
  if (stun.length === 0)
    yield warning(
      "stun",
      "The relay names no STUN server.",
      "People in different networks may find no direct way.",
    );
  for (const one of stun) yield await lookAtStun(one, hostname);
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
