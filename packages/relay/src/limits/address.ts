import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/** Proxies between this relay and its visitors are few; a longer list is somebody's invention. */
const HOPS_MAX = 16;

/** The addresses and networks whose `X-Forwarded-For` is believed. */
export type TrustedProxies = BlockList;

/** A list such as `127.0.0.1, 10.0.0.0/8, ::1`. Null if one of them is neither an address nor a network. */
export function parseProxies(entries: readonly string[]): TrustedProxies | null {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix, more] = entry.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    const bits = prefix === undefined ? null : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
    if (isIP(address) === 0 || more !== undefined) return null;
    if (bits === null) list.addAddress(address, family);
    else if (bits > (family === "ipv4" ? 32 : 128)) return null;
    else list.addSubnet(address, bits, family);
  }
  return list;
}

/**
 * The visitor's address as far as it can be known: the socket's own, or, where that is a trusted proxy, the last address in
 * `X-Forwarded-For` that is none. What a stranger writes into the header is never believed.
 */
export function visitorOf(remote: string | undefined, forwardedFor: string, trusted: TrustedProxies): string {
  let address = plain(remote ?? "");
  const hops = forwardedFor.split(",").slice(-HOPS_MAX).reverse();
  for (const hop of hops) {
    if (!isTrusted(address, trusted)) return address;
    const next = plain(hop.trim());
    if (isIP(next) === 0) return address;
    address = next;
  }
  return address;
}

/** Whether a connection comes from a proxy of ours, and so stands for many visitors. */
export function isProxy(remote: string | undefined, trusted: TrustedProxies): boolean {
  return isTrusted(plain(remote ?? ""), trusted);
}

/** What is counted together: an IPv4 address, or the first 64 bits of an IPv6 one, which belong to one household. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups(front) - groups(back));
  const all = [...front, ...Array<string>(zeros).fill("0"), ...back];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** An address that ends in dotted form has one group more than it has parts. */
function groups(parts: readonly string[]): number {
  return parts.length + (parts.at(-1)?.includes(".") === true ? 1 : 0);
}

/** One spelling: no zone, no brackets, IPv4 where IPv6 only wraps it. */
export function plain(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "");
  return /^::ffff:(?<v4>\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.groups?.["v4"] ?? bare;
}

function isTrusted(address: string, trusted: TrustedProxies): boolean {
  return isIP(address) !== 0 && trusted.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}
