import { readFileSync } from "node:fs";
import { ConfigError, readConfig } from "@tacet/relay";
import { expect, test } from "vitest";
import { ELSEWHERE, NOT_BUILT } from "../src/config/names.ts";

const KEY = Buffer.alloc(32, 7).toString("base64url");

/** Values that refuse to start. Each line of the message names the setting. */
const WRONG: readonly (readonly [name: string, value: string])[] = [
  ["PORT", "abc"],
  ["PORT", "-1"],
  ["PORT", "65536"],
  ["PORT", "3000.5"],
  ["PORT", "0x10"],
  ["PORT", " 3000"],
  ["HOST", "two words"],
  ["HOST", "-x"],
  ["HOST", "::1%lo"],
  ["HOST", "a".repeat(245)],
  ["TACET_PUBLIC_URL", `https://${"abcdefghi.".repeat(24)}a.net`],
  ["TACET_STUN", "stun:stun.example:65536"],
  ["TACET_STUN", "stun:[::1]:99999"],
  ["TACET_STUN_LISTEN", "[::1%lo]:3478"],
  ["TACET_PUBLIC_URL", "chat.invalid"],
  ["TACET_PUBLIC_URL", "https://talk.example/"],
  ["TACET_PUBLIC_URL", "https://talk.example/path"],
  ["TACET_PUBLIC_URL", "https://Talk.example"],
  ["TACET_PUBLIC_URL", "https://user@talk.example"],
  ["TACET_PUBLIC_URL", "http://chat.invalid"],
  ["TACET_PUBLIC_URL", "ftp://talk.example"],
  ["TACET_ALLOWED_ORIGINS", "*"],
  ["TACET_ALLOWED_ORIGINS", "https://a.example,*"],
  ["TACET_ALLOWED_ORIGINS", "https://*.example"],
  ["TACET_ALLOWED_ORIGINS", "https://a.example,"],
  ["TACET_TRUSTED_PROXIES", "proxy.example"],
  ["TACET_TRUSTED_PROXIES", "10.0.0.0/33"],
  ["TACET_TRUSTED_PROXIES", "10.0.0.0/8/8"],
  ["TACET_TRUSTED_PROXIES", "::1/129"],
  ["TACET_TICKET_KEY", "short"],
  ["TACET_TICKET_KEY", `${KEY}=`],
  ["TACET_ROOM_TTL_SECONDS", "abc"],
  ["TACET_ROOM_TTL_SECONDS", "0"],
  ["TACET_ROOM_TTL_SECONDS", "1e3"],
  ["TACET_ROOM_TTL_SECONDS", "86401"],
  ["TACET_ROOM_TTL_MAX_SECONDS", "2592001"],
  ["TACET_ROOM_GRACE_SECONDS", "0"],
  ["TACET_STUN", "off"],
  ["TACET_STUN", "turn:stun.example"],
  ["TACET_STUN", "stun:a,stun:b,stun:c,stun:d,stun:e"],
  ["TACET_STUN", `stun:${"a".repeat(96)}`],
  ["TACET_STUN_LISTEN", "3478"],
  ["TACET_STUN_LISTEN", "::1:3478"],
  ["TACET_STUN_LISTEN", "127.0.0.1:65536"],
  ["TACET_RATE_ROOMS_PER_MINUTE", "0"],
  ["TACET_RATE_SOCKETS_PER_MINUTE", "many"],
  ["TACET_RATE_PHRASES_PER_MINUTE", "0"],
  ["TACET_PHRASE_TTL_SECONDS", "29"],
  ["TACET_PHRASE_TTL_SECONDS", "601"],
  ["TACET_PHRASE_TTL_SECONDS", "3 min"],
  ["TACET_X", "1"],
  ["TACET_", ""],
  ["TACET_ROOM_TTL", "900"],
  ["TACET_REDIS_URL", "redis://localhost"],
  ["TACET_DATABASE_URL", "postgres://localhost"],
  ["TACET_DESTROY_ROOM_ON_PEER_LEAVE", "no"],
  ["TACET_GROUP_CAPACITY", "101"],
  ["TACET_GROUP_CAPACITY", "1"],
  ["TACET_GROUP_IDLE_SECONDS", "0"],
  ["TACET_GROUP_GRACE_SECONDS", "ten"],
  ["TACET_GROUP_TTL_SECONDS", "2592001"],
  ["TACET_GROUP_TTL_MAX_SECONDS", "-1"],
  ["TACET_TURN", "coturn:turn.example:3478"],
  ["TACET_TURN_SECRET", "hush"],
  ["TACET_METRICS_PORT", "9090"],
];

test.each(WRONG)("%s=%s refuses to start with one line that names it and not its value", (name, value) => {
  let message = "";
  try {
    readConfig({ [name]: value });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    ({ message } = error);
  }
  expect(message).toMatch(new RegExp(`^${name}\\b.*\\.$`));
  expect(message).not.toContain("\n");
  if (value.length > 6) expect(message).not.toContain(value);
});

test("nothing set gives the defaults of the specification", () => {
  expect(readConfig({})).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    publicUrl: null,
    allowedOrigins: [],
    dataDir: "./data",
    ticketKey: null,
    ttlSecondsDefault: 900,
    ttlSecondsMax: 86_400,
    graceSeconds: 300,
    directFileBytesMax: 0,
    relayedFileBytesMax: 16_777_216,
    groups: {
      groupTtlSecondsDefault: 86_400,
      groupTtlSecondsMax: 0,
      groupIdleSeconds: 86_400,
      groupGraceSeconds: 600,
      groupCapacity: 50,
    },
    stun: { kind: "builtin", listen: null },
    limits: { roomsPerMinute: 30, socketsPerMinute: 200, socketsMax: 20_000, roomsMax: 50_000 },
  });
});

test("the life of rooms for many: a maximum below the default lowers it, and no end is no more than it", () => {
  expect(readConfig({ TACET_GROUP_TTL_MAX_SECONDS: "3600" }).groups.groupTtlSecondsDefault).toBe(3600);
  expect(readConfig({ TACET_GROUP_TTL_SECONDS: "0" }).groups.groupTtlSecondsDefault).toBe(0);
  for (const ttl of ["0", "3601"]) {
    const env = { TACET_GROUP_TTL_MAX_SECONDS: "3600", TACET_GROUP_TTL_SECONDS: ttl };
    expect(() => readConfig(env)).toThrow(/^TACET_GROUP_TTL_SECONDS\b.*\.$/);
  }
});

test("what may be set is taken, and an empty value counts as none", () => {
  const config = readConfig({
    HOST: "0.0.0.0",
    PORT: "0",
    TACET_PUBLIC_URL: "https://talk.example:8443",
    TACET_ALLOWED_ORIGINS: "https://a.example, http://localhost:5173",
    TACET_TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8, fd00::/8",
    TACET_DATA_DIR: "",
    TACET_TICKET_KEY: KEY,
    TACET_ROOM_TTL_SECONDS: "60",
    TACET_ROOM_TTL_MAX_SECONDS: "120",
    TACET_STUN: "stun:stun.example:3478,stuns:[2001:db8::1]",
    TACET_RATE_ROOMS_PER_MINUTE: "5",
    TACET_FILE_LIMIT_DIRECT_BYTES: "1099511627776",
    TACET_FILE_LIMIT_RELAYED_BYTES: "0",
    TACET_RELAY: "anything",
    TACET_VECTORS: "anything",
    TACET_REDIS_URL: "",
    UNRELATED: "x",
  });
  expect(config).toMatchObject({
    host: "0.0.0.0",
    port: 0,
    publicUrl: "https://talk.example:8443",
    dataDir: "./data",
  });
  expect(config.allowedOrigins).toEqual(["https://a.example", "http://localhost:5173"]);
  expect(config.stun).toEqual({ kind: "list", urls: ["stun:stun.example:3478", "stuns:[2001:db8::1]"] });
  expect(config.ticketKey).toEqual(Buffer.alloc(32, 7));
  expect(config.trustedProxies.check("10.9.9.9")).toBe(true);
  expect(config.limits.roomsPerMinute).toBe(5);
  expect([config.directFileBytesMax, config.relayedFileBytesMax]).toEqual([2 ** 40, 0]);
  expect(readConfig({ TACET_STUN_LISTEN: "[::1]:3478" }).stun).toEqual({
    kind: "builtin",
    listen: { host: "::1", port: 3478 },
  });
  expect(() => readConfig({ TACET_STUN: "stun:a", TACET_STUN_LISTEN: "127.0.0.1:1" })).toThrow(
    /^TACET_STUN_LISTEN has no meaning/,
  );
});

test("a shorter maximum shortens the default, and a longer default is refused", () => {
  expect(readConfig({ TACET_ROOM_TTL_MAX_SECONDS: "60" }).ttlSecondsDefault).toBe(60);
  expect(() => readConfig({ TACET_ROOM_TTL_MAX_SECONDS: "60", TACET_ROOM_TTL_SECONDS: "61" })).toThrow(
    /^TACET_ROOM_TTL_SECONDS/,
  );
});

test("each known setting that is not built accepts what it means today", () => {
  for (const [name, values] of NOT_BUILT) {
    for (const value of values) expect(() => readConfig({ [name]: value })).not.toThrow();
    expect(() => readConfig({ [name]: "something else" }), name).toThrow(/is not built yet\. Leave it unset/);
  }
});

test("every setting that the host's guide names is known", () => {
  const guide = readFileSync(new URL("../../../docs/host.md", import.meta.url), "utf8");
  const names = new Set(guide.match(/\bTACET_[A-Z_]+[A-Z]\b/g));
  expect(names.size).toBeGreaterThan(8);
  for (const name of names) {
    expect(() => readConfig({ [name]: "" }), name).not.toThrow();
    expect(ELSEWHERE.has(name) || NOT_BUILT.has(name), `${name} is advertised and not built`).toBe(false);
  }
});
