import { isIP, isIPv6 } from "node:net";
import { FRAME_LIMITS } from "@tacet/wire";
import { z } from "zod";
import { parseProxies } from "../limits/address.ts";
import { parseTicketKey } from "../proofs/ticket-key.ts";

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const PORT_MAX = 65_535;

/** So that four of them and a ticket fit into `welcome` (spec/relay.md 3). */
const STUN_URL_BYTES_MAX = 100;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** A whole number, spelled without sign, point or leading zero. */
export function whole(min: number, max: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^(?:0|[1-9]\d{0,15})$/)
    .transform(Number)
    .pipe(z.number().int().min(min).max(max));
}

/** `stun:<name>:65535` is one byte of length in `welcome` (spec/relay.md 3): a longer name would fail at each admission. */
const HOST_LENGTH_MAX = 255 - "stun:".length - ":65535".length;

/** An address or a host name to listen on. An address with a zone is none: no URL can name it. */
export const hostName: z.ZodType<string> = z
  .string()
  .max(HOST_LENGTH_MAX)
  .refine(
    (text) =>
      (isIP(text) !== 0 && !text.includes("%")) ||
      /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text),
  );

/** `https://host[:port]`, or `http://` on this machine, because links exist in no other spelling (spec/invite.md 2). */
export const origin: z.ZodType<string, string> = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.origin !== text || text.includes("*")) return false;
  if (url.hostname.length > HOST_LENGTH_MAX) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
});

/** Values between commas, at least one. */
export function list<Item>(item: z.ZodType<Item, string>, itemsMax: number): z.ZodType<Item[]> {
  return z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(item).min(1).max(itemsMax));
}

export const proxies = z
  .string()
  .transform((text) => parseProxies(text.split(",").map((part) => part.trim())))
  .refine((proxies) => proxies !== null);

export const ticketKey = z
  .string()
  .transform(parseTicketKey)
  .refine((key) => key !== null);

/** `host:port`, an IPv6 address in brackets. */
export const listenAddress = z
  .string()
  .transform(parseListen)
  .refine((address) => address !== null);

export const stunUrls: z.ZodType<string[]> = list(
  z
    .string()
    .max(STUN_URL_BYTES_MAX)
    .regex(/^stuns?:(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/)
    .refine((url) => Number(/:(?<port>\d+)$/.exec(url)?.groups?.["port"] ?? 1) <= PORT_MAX),
  FRAME_LIMITS.stunServersMax,
);

function parseListen(text: string): ListenAddress | null {
  const parts = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:[\]]+)):(?<port>\d{1,5})$/.exec(text)?.groups;
  if (parts === undefined) return null;
  const port = Number(parts["port"]);
  const host = parts["v6"] ?? parts["name"] ?? "";
  const fits =
    parts["v6"] === undefined ? hostName.safeParse(host).success : isIPv6(host) && !host.includes("%");
  return fits && port <= PORT_MAX ? { host, port } : null;
}
