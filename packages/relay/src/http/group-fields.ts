import { group } from "@tacet/wire/group";
import { z } from "zod";
import type { NewGroup } from "../groups/making.ts";
import { isRoomKey } from "../proofs/command.ts";
import type { Answer } from "./answer.ts";
import { PATHS, bytesOf, hash, wrongField, wrongIssue } from "./fields.ts";

export type GroupFields = { readonly kind: "group" } & NewGroup;

/** What the host lets the maker of a room for many have. */
export interface AllowedGroups {
  readonly groupTtlSecondsDefault: number;
  readonly groupTtlSecondsMax: number;
  readonly groupCapacity: number;
}

const { capacityMax, capacityMin } = group.limits;

/** Thirty days: the time left has 32 bits of milliseconds in `group-welcome`. */
const TTL_SECONDS_MAX = 2_592_000;

const groupShape = z.strictObject({
  kind: z.literal("group"),
  admission: hash,
  seat: hash,
  owner: hash.refine((text) => isRoomKey(bytesOf(text))),
  ttl_seconds: z.number().int().min(0).optional(),
  capacity: z.number().int().min(capacityMin).max(capacityMax).optional(),
  policy: z
    .strictObject({
      path: z.enum(["any", "direct", "relayed"]).optional(),
      owner_leaves: z.boolean().optional(),
    })
    .optional(),
});

/** Reads the fields of a room for many (spec/relay.md 10.1), or the refusal that names the wrong one. */
export function readGroupFields(value: object, allowed: AllowedGroups): GroupFields | Answer {
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(groupShape.shape, key));
  if (unknown !== undefined) return wrongField(unknown, "is not a field of this request");
  const parsed = groupShape.safeParse(value);
  if (!parsed.success) return wrongIssue(parsed.error);
  const { admission, seat, owner, capacity, policy, ttl_seconds } = parsed.data;
  const ttlSeconds = ttl_seconds ?? allowed.groupTtlSecondsDefault;
  const wrong = wrongTtl(ttlSeconds, allowed.groupTtlSecondsMax);
  if (wrong !== null) return wrongField("ttl_seconds", wrong);
  return {
    kind: "group",
    admissionHash: bytesOf(admission),
    seatHash: bytesOf(seat),
    owner: bytesOf(owner),
    ttlSeconds,
    capacity: capacity ?? allowed.groupCapacity,
    path: PATHS[policy?.path ?? "any"],
    ownerLeaves: policy?.owner_leaves ?? false,
  };
}

/** 0 is no end, which a host may not want. */
function wrongTtl(ttlSeconds: number, hostMax: number): string | null {
  const max = hostMax === 0 ? TTL_SECONDS_MAX : Math.min(hostMax, TTL_SECONDS_MAX);
  if (ttlSeconds > max || (ttlSeconds === 0 && hostMax !== 0)) {
    return `must be a whole number from 1 to ${max}${hostMax === 0 ? ", or 0 for no end" : ""}`;
  }
  return null;
}
