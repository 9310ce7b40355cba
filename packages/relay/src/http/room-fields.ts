import { z } from "zod";
import type { NewRoom } from "../rooms/registry.ts";
import { type Answer, errorAnswer } from "./answer.ts";
import { type AllowedGroups, type GroupFields, readGroupFields } from "./group-fields.ts";
import { PATHS, bytesOf, hash, wrongField, wrongIssue } from "./fields.ts";

export type RoomFields = ({ readonly kind: "pair" } & NewRoom) | GroupFields;

const requestShape = z.strictObject({
  kind: z.literal("pair"),
  admission: hash,
  seat: hash,
  ttl_seconds: z.number().int().min(1).optional(),
  policy: z
    .strictObject({ path: z.enum(["any", "direct", "relayed"]).optional(), rejoin: z.boolean().optional() })
    .optional(),
});

type RequestShape = z.output<typeof requestShape>;

/** What the host lets a maker have. */
export interface Allowed extends AllowedGroups {
  readonly ttlSecondsDefault: number;
  readonly ttlSecondsMax: number;
  readonly rejoin: boolean;
}

/** Reads the body of `POST /rooms`: a JSON object of known keys, each in its one spelling, or the refusal that names the field. */
export function readRoomFields(body: Buffer, allowed: Allowed): RoomFields | Answer {
  const value = parseObject(body);
  if (value === null) return errorAnswer("bad-json", "Send one JSON object in UTF-8.");
  if (value["kind"] === "group") return readGroupFields(value, allowed);
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(requestShape.shape, key));
  if (unknown !== undefined) return wrongField(unknown, "is not a field of this request");
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
    kind: "pair",
    admissionHash: bytesOf(request.admission),
    seatHash: bytesOf(request.seat),
    ttlSeconds,
    path: PATHS[request.policy?.path ?? "direct"],
    rejoin: request.policy?.rejoin ?? allowed.rejoin,
  };
}
