import { LIMITS, type RoomAnswer } from "@tacet/wire";
import type { Visitors } from "../limits/visitors.ts";
import { type GroupAnswer } from "@tacet/wire/group";
import type { GroupRegistry } from "../groups/registry.ts";
import type { MadeRoom, Registry } from "../rooms/registry.ts";
import type { PendingBudget } from "../sockets/pending.ts";
import { type Answer, errorAnswer, jsonAnswer } from "./answer.ts";
import { readBody } from "./body.ts";
import { type Exchange, header } from "./exchange.ts";
import { type Allowed, type RoomFields, readRoomFields } from "./room-fields.ts";
import type { Site } from "./site.ts";

export interface RoomMaker extends Allowed {
  readonly site: Site;
  readonly registry: Registry;
  readonly groups: GroupRegistry;
  readonly visitors: Visitors;
  readonly pending: PendingBudget;
  readonly graceSeconds: number;
  readonly groupGraceSeconds: number;
  readonly groupIdleSeconds: number;
  readonly stun: () => readonly string[];
}

const PREFLIGHT_SECONDS = 600;

/** `POST /rooms` (spec/relay.md 7). */
export async function makeRoom(maker: RoomMaker, exchange: Exchange): Promise<Answer> {
  const { origin } = exchange;
  if (origin !== undefined && !maker.site.allows(origin)) return wrongOrigin();
  const answer = await judge(maker, exchange);
  return origin === undefined ? answer : shared(maker.site, origin, answer);
}

/** The question a browser asks before a page served elsewhere may post. */
export function allowRoom(maker: RoomMaker, exchange: Exchange): Answer {
  const { origin } = exchange;
  if (origin === undefined || !maker.site.allows(origin)) return wrongOrigin();
  const headers = {
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": String(PREFLIGHT_SECONDS),
  };
  return shared(maker.site, origin, {
    status: 200,
    kind: "data",
    type: "text/plain",
    body: new Uint8Array(),
    headers,
  });
}

async function judge(maker: RoomMaker, exchange: Exchange): Promise<Answer> {
  const waitSeconds = maker.visitors.roomRequests.take(exchange.visitor, exchange.nowMs);
  if (waitSeconds > 0) return tooMany(waitSeconds);
  if (
    !/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(header(exchange.request, "content-type"))
  ) {
    return errorAnswer("media-type", "Send the request as application/json.");
  }
  const fields = await readFields(maker, exchange);
  if ("status" in fields) return fields;
  return make(maker, exchange, fields);
}

/** Only a room that is made counts as one: a mistake in a request takes nothing from its sender's allowance of rooms. */
function make(maker: RoomMaker, { visitor, nowMs }: Exchange, fields: RoomFields): Answer {
  if (maker.registry.isFull) return busy();
  const waitSeconds = maker.visitors.rooms.take(visitor, nowMs);
  if (waitSeconds > 0) return tooMany(waitSeconds);
  if (fields.kind === "group") {
    const made = maker.groups.create(fields);
    return made === null ? busy() : jsonAnswer(201, groupAnswer(maker, made, fields));
  }
  const made = maker.registry.create(fields);
  return made === null ? busy() : jsonAnswer(201, roomAnswer(maker, made, fields));
}

function busy(): Answer {
  const headers = { "retry-after": "60" };
  return errorAnswer("busy", "This relay holds as many rooms as it can. Try again later.", { headers });
}

async function readFields(maker: RoomMaker, exchange: Exchange): Promise<RoomFields | Answer> {
  const hold = maker.pending.open(exchange.visitor, "body");
  const body = await readBody(exchange.request, LIMITS.requestBytesMax, hold).finally(() => hold.release());
  if (body === "too-large") return errorAnswer("too-large", "The request must not exceed 16 KiB.");
  if (body === "crowded") return tooMany(1);
  if (body === "gone") return errorAnswer("bad-request", "The request ended before its body was complete.");
  return readRoomFields(body, maker);
}

function madeAnswer(maker: RoomMaker, made: MadeRoom): Omit<RoomAnswer, "limits"> {
  return {
    room_id: Buffer.from(made.roomId).toString("base64url"),
    expires_at: made.expiresSeconds,
    ticket: Buffer.from(made.ticket).toString("base64url"),
    ice_servers: maker.stun().map((urls) => ({ urls })),
  };
}

function groupAnswer(maker: RoomMaker, made: MadeRoom, fields: RoomFields & { kind: "group" }): GroupAnswer {
  return {
    ...madeAnswer(maker, made),
    limits: {
      ttl_seconds: fields.ttlSeconds,
      idle_seconds: maker.groupIdleSeconds,
      grace_seconds: maker.groupGraceSeconds,
      frame_bytes: LIMITS.frameBytesMax,
      capacity: fields.capacity,
    },
  };
}

function roomAnswer(maker: RoomMaker, made: MadeRoom, fields: RoomFields & { kind: "pair" }): RoomAnswer {
  return {
    ...madeAnswer(maker, made),
    ...(fields.rejoin === true ? { rejoin: true } : {}),
    limits: {
      ttl_seconds: fields.ttlSeconds,
      grace_seconds: maker.graceSeconds,
      frame_bytes: LIMITS.frameBytesMax,
    },
  };
}

/** A page served elsewhere may read the answer; our own needs no telling, and nobody else is told anything. */
function shared(site: Site, origin: string, answer: Answer): Answer {
  if (!site.isForeign(origin)) return answer;
  const headers = { ...answer.headers, "access-control-allow-origin": origin, vary: "origin" };
  return { ...answer, headers };
}

function wrongOrigin(): Answer {
  return errorAnswer("origin", "Pages of this origin may not use this relay. Open the relay's own page.");
}

/** 429 with the seconds to wait. */
export function tooMany(seconds: number): Answer {
  const headers = { "retry-after": String(seconds) };
  return errorAnswer("rate", `Too many requests from your network. Try again in ${seconds} s.`, { headers });
}
