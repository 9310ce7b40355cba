import { isIPv6 } from "node:net";
import type { RelayConfig } from "./config/config.ts";
import type { StunResponder } from "./stun/responder.ts";

const LOCAL = ["localhost", "127.0.0.1", "[::1]"] as const;
const HERE: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1", "0.0.0.0", "::"]);

/** The origins under which the relay serves its own page; the first is the one it tells people. */
export function ownOrigins(config: Pick<RelayConfig, "host" | "publicUrl">, port: number): readonly string[] {
  if (config.publicUrl !== null) return [config.publicUrl];
  if (!HERE.has(config.host)) return [new URL(`http://${bracketed(config.host)}:${port}`).origin];
  return LOCAL.map((name) => new URL(`http://${name}:${port}`).origin);
}

/** How a browser finds the built-in STUN server: by the public name where there is one, else by the address it listens on. */
export function stunUrl(config: Pick<RelayConfig, "publicUrl">, stun: StunResponder): string {
  const listening = stun.host === "0.0.0.0" ? "127.0.0.1" : stun.host === "::" ? "::1" : stun.host;
  const host = config.publicUrl === null ? bracketed(listening) : new URL(config.publicUrl).hostname;
  return `stun:${host}:${stun.port}`;
}

function bracketed(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
