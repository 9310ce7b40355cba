import { z } from "zod";
import type { NewRoom } from "../rooms/registry.ts";
import { type Answer, errorAnswer } from "./answer.ts";

export type RoomFields = NewRoom;

/** The paths of a room with their codes (spec/pair.md 2). They are the members' own business: the relay keeps them in its tickets. */
const PATHS = { any: 0, direct: 1, relayed: 2 } as const;

const hash = z.string().refine((text) => {
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === 32 && bytes.toString("base64url") === text;
});

const requestShape = z.strictObject({
  kind: z.enum(["pair", "group"]),
  admission: hash,
  seat: hash,
  ttl_seconds: z.number().int().min(1).optional(),
  policy: z
    .strictObject({ path: z.enum(["any", "direct", "relayed"]).optional(), rejoin: z.boolean().optional() })
    .optional(),
});

type RequestShape = z.output<typeof requestShape>;

/** What the host lets a maker have. */
export interface Allowed {
  readonly ttlSecondsDefault: number;
  readonly ttlSecondsMax: number;
  readonly rejoin: boolean;
}

/** Reads the body of `POST /rooms`: a JSON object of known keys, each in its one spelling, or the refusal that names the field. */
export function readRoomFields(body: Buffer, allowed: Allowed): RoomFields | Answer {
  const value = parseObject(body);
  if (value === null) return errorAnswer("bad-json", "Send one JSON object in UTF-8.");
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(requestShape.shape, key));
  if (unknown !== undefined) return wrongField(unknown, "is not a field of this request");
  if (value["kind"] === "group") return notBuilt("kind");
  const parsed = requestShape.safeParse(value);
  if (!parsed.success) return wrongIssue(parsed.error);
  return unavailable(parsed.data, allowed) ?? limited(parsed.data, allowed);
}

function parseObject(body: Buffer): Record<string, unknown> | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function unavailable({ policy }: RequestShape, { rejoin }: Allowed): Answer | null {
  if (policy?.rejoin !== true || rejoin) return null;
  const field = "policy.rejoin";
  return errorAnswer("unavailable", "This relay makes no rooms that one may come back to.", { field });
}

function limited(request: RequestShape, allowed: Allowed): RoomFields | Answer {
  const { ttlSecondsDefault, ttlSecondsMax } = allowed;
  const ttlSeconds = request.ttl_seconds ?? ttlSecondsDefault;
  if (ttlSeconds > ttlSecondsMax) {
    return wrongField("ttl_seconds", `must be a whole number from 1 to ${ttlSecondsMax}`);
  }
  return {
    admissionHash: bytesOf(request.admission),
    seatHash: bytesOf(request.seat),
    ttlSeconds,
    path: PATHS[request.policy?.path ?? "direct"],
    rejoin: request.policy?.rejoin ?? allowed.rejoin,
  };
}

/** Copied: a slice of Node's pool would keep the whole pool for as long as the room lives. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64url"));
}

function wrongIssue(error: z.ZodError): Answer {
  const issue = error.issues[0];
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === "unrecognized_keys") {
    return wrongField([...path, issue.keys[0] ?? ""].join("."), "is not a field of this request");
  }
  return wrongField(path.join("."), "is missing or has a wrong value");
}

function wrongField(field: string, what: string): Answer {
  // What a stranger wrote is not repeated at length.
  const name = /^[A-Za-z0-9_.-]{1,40}$/.test(field) ? field : "unknown";
  return errorAnswer("field", `The field ${name} ${what}.`, { field: name });
}

function notBuilt(field: string): Answer {
  return errorAnswer("unavailable", `This value of ${field} is not built yet. Ask for another.`, { field });
}
