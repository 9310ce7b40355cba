import { fileURLToPath } from "node:url";
import { LIMITS } from "@tacet/wire";
import { group } from "@tacet/wire/group";
import { z } from "zod";
import type { TrustedProxies } from "../limits/address.ts";
import { parseProxies } from "../limits/address.ts";
import { ConfigError } from "./error.ts";
import { type RelayLimits, standardLimits } from "./limits.ts";
import { ELSEWHERE, NOT_BUILT } from "./names.ts";
import {
  type ListenAddress,
  hostName,
  list,
  listenAddress,
  origin,
  proxies,
  stunUrls,
  ticketKey,
  whole,
} from "./values.ts";

/** Where STUN comes from: the relay's own responder, or servers that somebody else runs. */
export type StunConfig =
  | { readonly kind: "builtin"; readonly listen: ListenAddress | null }
  | { readonly kind: "list"; readonly urls: readonly string[] };

/** Everything a relay is told. `publicUrl` is an origin, or null for the address it listens on. */
export interface RelayConfig {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: TrustedProxies;
  readonly dataDir: string;
  readonly ticketKey: Uint8Array | null;
  readonly pageDir: string;
  readonly ttlSecondsDefault: number;
  readonly ttlSecondsMax: number;
  readonly graceSeconds: number;
  /** Rooms are made that one may come back to, unless their maker asks for another (spec/pair.md 9). */
  readonly rejoin: boolean;
  readonly phraseTtlSeconds: number;
  /** Bytes of a file, 0 for no limit (spec/files.md 2). */
  readonly directFileBytesMax: number;
  readonly relayedFileBytesMax: number;
  readonly groups: GroupConfig;
  readonly stun: StunConfig;
  readonly limits: RelayLimits;
}

/** Of rooms for many. Seconds of 0 are no end, and as a maximum none. */
export interface GroupConfig {
  readonly groupTtlSecondsDefault: number;
  readonly groupTtlSecondsMax: number;
  readonly groupIdleSeconds: number;
  readonly groupGraceSeconds: number;
  readonly groupCapacity: number;
}

/** Thirty days: the time left of a room has 32 bits of milliseconds in `welcome`. */
const TTL_SECONDS_MAX = 2_592_000;
const RATE_MAX = 1_000_000;
const ORIGINS_MAX = 16;
/** 2^40: no file is longer (spec/files.md 2). */
const FILE_BYTES_MAX = 1_099_511_627_776;
const FILE_LIMIT = `a whole number of bytes from 1 to ${FILE_BYTES_MAX}, or 0 for no limit`;

const optional = <Value>(value: z.ZodType<Value>): z.ZodOptional<z.ZodType<Value>> => value.optional();

/** One line per setting: how it is read, and what a wrong one is told. */
const SETTINGS = {
  HOST: [optional(hostName), "a host name or an address"],
  PORT: [optional(whole(0, 65_535)), "a whole number from 0 to 65535"],
  TACET_PUBLIC_URL: [
    optional(origin),
    "an origin such as https://talk.example.org (http:// only on this machine)",
  ],
  TACET_ALLOWED_ORIGINS: [
    optional(list(origin, ORIGINS_MAX)),
    "exact origins such as https://page.example.org, with commas between them",
  ],
  TACET_TRUSTED_PROXIES: [
    optional(proxies),
    "addresses or networks such as 127.0.0.1 or 10.0.0.0/8, with commas between them",
  ],
  TACET_DATA_DIR: [optional(z.string().min(1).max(4096)), "the name of a directory"],
  TACET_TICKET_KEY: [optional(ticketKey), "32 random bytes in base64url (43 characters)"],
  TACET_ROOM_TTL_SECONDS: [
    optional(whole(1, TTL_SECONDS_MAX)),
    `a whole number from 1 to ${TTL_SECONDS_MAX}`,
  ],
  TACET_ROOM_TTL_MAX_SECONDS: [
    optional(whole(1, TTL_SECONDS_MAX)),
    `a whole number from 1 to ${TTL_SECONDS_MAX}`,
  ],
  TACET_DESTROY_ROOM_ON_PEER_LEAVE: [optional(z.enum(["true", "false"])), "true or false"],
  TACET_ROOM_GRACE_SECONDS: [optional(whole(1, 86_400)), "a whole number from 1 to 86400"],
  TACET_GROUP_TTL_SECONDS: [
    optional(whole(0, TTL_SECONDS_MAX)),
    `a whole number from 1 to ${TTL_SECONDS_MAX}, or 0 for no end`,
  ],
  TACET_GROUP_TTL_MAX_SECONDS: [
    optional(whole(0, TTL_SECONDS_MAX)),
    `a whole number from 1 to ${TTL_SECONDS_MAX}, or 0 for no limit`,
  ],
  TACET_GROUP_IDLE_SECONDS: [
    optional(whole(1, TTL_SECONDS_MAX)),
    `a whole number from 1 to ${TTL_SECONDS_MAX}`,
  ],
  TACET_GROUP_GRACE_SECONDS: [optional(whole(1, 86_400)), "a whole number from 1 to 86400"],
  TACET_GROUP_CAPACITY: [
    optional(whole(group.limits.capacityMin, group.limits.capacityMax)),
    `a whole number from ${group.limits.capacityMin} to ${group.limits.capacityMax}`,
  ],
  TACET_PHRASE_TTL_SECONDS: [
    optional(whole(LIMITS.phraseTtlSecondsMin, LIMITS.phraseTtlSecondsMax)),
    `a whole number from ${LIMITS.phraseTtlSecondsMin} to ${LIMITS.phraseTtlSecondsMax}`,
  ],
  TACET_FILE_LIMIT_DIRECT_BYTES: [optional(whole(0, FILE_BYTES_MAX)), FILE_LIMIT],
  TACET_FILE_LIMIT_RELAYED_BYTES: [optional(whole(0, FILE_BYTES_MAX)), FILE_LIMIT],
  TACET_STUN: [
    optional(z.union([z.literal("builtin"), stunUrls])),
    "builtin, or up to four stun: addresses with commas between them",
  ],
  TACET_STUN_LISTEN: [optional(listenAddress), "an address and a port such as 0.0.0.0:3478"],
  TACET_RATE_ROOMS_PER_MINUTE: [optional(whole(1, RATE_MAX)), `a whole number from 1 to ${RATE_MAX}`],
  TACET_RATE_PHRASES_PER_MINUTE: [optional(whole(1, RATE_MAX)), `a whole number from 1 to ${RATE_MAX}`],
  TACET_RATE_SOCKETS_PER_MINUTE: [optional(whole(1, RATE_MAX)), `a whole number from 1 to ${RATE_MAX}`],
} as const;

type Settings = { -readonly [Name in keyof typeof SETTINGS]?: z.output<(typeof SETTINGS)[Name][0]> };

/**
 * Reads the environment. An empty value counts as none. Throws ConfigError for a wrong value, for a TACET_ name that does not
 * exist and for one whose feature is not built; no message repeats a value, since some are secret.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): RelayConfig {
  checkNames(env);
  const read = readSettings(env);
  const ttlSecondsMax = read.TACET_ROOM_TTL_MAX_SECONDS ?? LIMITS.roomTtlSecondsMaxDefault;
  const ttlSecondsDefault =
    read.TACET_ROOM_TTL_SECONDS ?? Math.min(LIMITS.roomTtlSecondsDefault, ttlSecondsMax);
  if (ttlSecondsDefault > ttlSecondsMax) {
    throw new ConfigError("TACET_ROOM_TTL_SECONDS must not be greater than TACET_ROOM_TTL_MAX_SECONDS.");
  }
  return {
    host: read.HOST ?? "127.0.0.1",
    port: read.PORT ?? 3000,
    publicUrl: read.TACET_PUBLIC_URL ?? null,
    allowedOrigins: read.TACET_ALLOWED_ORIGINS ?? [],
    trustedProxies: read.TACET_TRUSTED_PROXIES ?? noProxies(),
    dataDir: read.TACET_DATA_DIR ?? "./data",
    ticketKey: read.TACET_TICKET_KEY ?? null,
    pageDir: fileURLToPath(new URL("../../../web/dist", import.meta.url)),
    ttlSecondsDefault,
    ttlSecondsMax,
    graceSeconds: read.TACET_ROOM_GRACE_SECONDS ?? LIMITS.graceSecondsDefault,
    rejoin: read.TACET_DESTROY_ROOM_ON_PEER_LEAVE === "false",
    phraseTtlSeconds: read.TACET_PHRASE_TTL_SECONDS ?? LIMITS.phraseTtlSecondsDefault,
    ...fileLimitsOf(read),
    groups: groupsOf(read),
    stun: stunOf(read),
    limits: limitsOf(read),
  };
}

function fileLimitsOf(read: Settings): Pick<RelayConfig, "directFileBytesMax" | "relayedFileBytesMax"> {
  return {
    directFileBytesMax: read.TACET_FILE_LIMIT_DIRECT_BYTES ?? LIMITS.directFileBytesMaxDefault,
    relayedFileBytesMax: read.TACET_FILE_LIMIT_RELAYED_BYTES ?? LIMITS.relayedFileBytesMaxDefault,
  };
}

function groupsOf(read: Settings): GroupConfig {
  const { limits } = group;
  const max = read.TACET_GROUP_TTL_MAX_SECONDS ?? limits.ttlSecondsMaxDefault;
  const standard = max === 0 ? limits.ttlSecondsDefault : Math.min(limits.ttlSecondsDefault, max);
  const ttl = read.TACET_GROUP_TTL_SECONDS ?? standard;
  if (max !== 0 && (ttl === 0 || ttl > max))
    throw new ConfigError("TACET_GROUP_TTL_SECONDS must not be greater than TACET_GROUP_TTL_MAX_SECONDS.");
  return {
    groupTtlSecondsDefault: ttl,
    groupTtlSecondsMax: max,
    groupIdleSeconds: read.TACET_GROUP_IDLE_SECONDS ?? limits.idleSecondsDefault,
    groupGraceSeconds: read.TACET_GROUP_GRACE_SECONDS ?? limits.graceSecondsDefault,
    groupCapacity: read.TACET_GROUP_CAPACITY ?? limits.capacityDefault,
  };
}

function limitsOf(read: Settings): RelayLimits {
  return {
    ...standardLimits(),
    roomsPerMinute: read.TACET_RATE_ROOMS_PER_MINUTE ?? LIMITS.roomsPerMinuteDefault,
    socketsPerMinute: read.TACET_RATE_SOCKETS_PER_MINUTE ?? LIMITS.socketsPerMinuteDefault,
    phrasesPerMinute: read.TACET_RATE_PHRASES_PER_MINUTE ?? LIMITS.phrasesPerMinuteDefault,
  };
}

function checkNames(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("TACET_") || name in SETTINGS || ELSEWHERE.has(name)) continue;
    const accepted = NOT_BUILT.get(name);
    if (accepted === undefined) {
      throw new ConfigError(
        `${name} is not a setting of Tacet. Correct or remove it; docs/host.md lists them all.`,
      );
    }
    if (value !== undefined && value !== "" && !accepted.includes(value)) {
      const today =
        accepted.length === 0 ? "Leave it unset" : `Leave it unset or set it to ${accepted.join(" or ")}`;
      throw new ConfigError(`${name} is not built yet. ${today}.`);
    }
  }
}

function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const entries = Object.entries(SETTINGS).map(([name, [schema, expects]]) => {
    const value = env[name];
    const parsed = schema.safeParse(value === "" ? undefined : value);
    if (!parsed.success) throw new ConfigError(`${name} must be ${expects}.`);
    return [name, parsed.data] as const;
  });
  return Object.fromEntries(entries);
}

function stunOf(read: Settings): StunConfig {
  const listen = read.TACET_STUN_LISTEN ?? null;
  if (read.TACET_STUN === undefined || read.TACET_STUN === "builtin") return { kind: "builtin", listen };
  if (listen !== null)
    throw new ConfigError("TACET_STUN_LISTEN has no meaning while TACET_STUN names other servers.");
  return { kind: "list", urls: read.TACET_STUN };
}

function noProxies(): TrustedProxies {
  const none = parseProxies([]);
  if (none === null) throw new Error("an empty list of proxies is a list");
  return none;
}
