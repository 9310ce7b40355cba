import { ROUTES } from "@tacet/wire";
import { type Answer, asPage, errorAnswer, jsonAnswer } from "./answer.ts";
import { type Exchange, header } from "./exchange.ts";
import { type RoomMaker, allowRoom, makeRoom } from "./make-room.ts";
import type { PageFiles } from "./page-files.ts";
import { type Route, at } from "./router.ts";

/** The form of a room id in canonical base64url: the last character carries two bits (spec/README.md 1). */
const ROOM_PAGE = /^\/rooms\/[A-Za-z0-9_-]{21}[AQgw]$/;

/** Every address of the relay (spec/relay.md 7). An absent and a present room have the same page, because nobody looks. */
export function relayRoutes(
  maker: RoomMaker,
  files: PageFiles,
  version: string,
  stopping: () => boolean,
): readonly Route[] {
  const manifest = jsonAnswer(200, { version, commit: files.commit, assets: files.hashes() });
  return [
    ...pageRoutes(files),
    {
      method: "POST",
      path: at(ROUTES.rooms),
      handle: (exchange) => (stopping() ? stoppingAnswer() : makeRoom(maker, exchange)),
    },
    { method: "OPTIONS", path: at(ROUTES.rooms), handle: (exchange) => allowRoom(maker, exchange) },
    { method: "GET", path: at(ROUTES.up), handle: () => jsonAnswer(200, { status: "ok" }) },
    { method: "GET", path: at(ROUTES.ready), handle: () => readiness(stopping()) },
    { method: "GET", path: at(ROUTES.version), handle: () => manifest },
    { method: "GET", path: at(ROUTES.relay), handle: () => upgradeRequired() },
  ];
}

/** The addresses of the page alone, which somebody else may serve. */
export function pageRoutes(files: PageFiles): readonly Route[] {
  const page = (exchange: Exchange): Answer => pageAnswer(files, ROUTES.landing, exchange);
  return [
    { method: "GET", path: at(ROUTES.landing), handle: page },
    { method: "GET", path: (path) => ROOM_PAGE.test(path), handle: page },
    {
      method: "GET",
      path: at(ROUTES.privacy),
      handle: (exchange) => pageAnswer(files, ROUTES.privacy, exchange),
    },
    {
      method: "GET",
      path: (path) => files.has(path),
      handle: (exchange) => pageAnswer(files, exchange.path, exchange),
    },
  ];
}

/** 426: this address speaks WebSocket only. */
export function upgradeRequired(): Answer {
  const headers = { upgrade: "websocket", "sec-websocket-version": "13" };
  return errorAnswer("upgrade-required", "Open this address as a WebSocket of version 13.", { headers });
}

/** 503: the relay is about to end. */
export function stoppingAnswer(): Answer {
  return errorAnswer("stopping", "This relay is stopping. Try again in a minute.", {
    headers: { "retry-after": "60" },
  });
}

function readiness(stopping: boolean): Answer {
  return stopping
    ? jsonAnswer(503, { status: "unready", failing: ["stopping"] })
    : jsonAnswer(200, { status: "ok" });
}

function pageAnswer(files: PageFiles, path: string, exchange: Exchange): Answer {
  const found = files.answer(path, header(exchange.request, "accept-encoding"));
  if (found !== null) return found;
  const message = "The page has not been built on this relay. Its operator can build it with npm start.";
  return asPage({ ...errorAnswer("busy", message), status: 503 }, "No page here yet", message);
}
