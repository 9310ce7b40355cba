import { CoreError } from "../errors.ts";

const SPELLING = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?$/;
const LOOPBACK = /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]+)?$/;

/**
 * The origin of a relay named by scheme and host (spec/invite.md 2). Throws CoreError("invitation"): `scheme` when it is not
 * `https`, nor `http` on this machine; `host` when the host is not spelled canonically.
 */
export function parseOrigin(scheme: string, host: string): string {
  if (scheme !== "https" && !(scheme === "http" && isLoopback(host))) {
    throw new CoreError("invitation", "scheme");
  }
  if (!isCanonical(scheme, host)) throw new CoreError("invitation", "host");
  return `${scheme}://${host}`;
}

/** The same for an origin in one text, `https://host`. Throws as parseOrigin. */
export function requireOrigin(text: string): string {
  const [, scheme = "", host = ""] = /^([^:]*):\/\/(.*)$/.exec(text) ?? [];
  return parseOrigin(scheme, host);
}

/** A share code names a relay without a scheme: it is `https`, and `http` on this machine. */
export function schemeOf(host: string): "https" | "http" {
  return isLoopback(host) ? "http" : "https";
}

function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * The platform's own parser is the judge of spelling: it lowers case, shortens addresses, drops a default port. What it
 * would change is refused. A dot at the end and labels that begin or end with a hyphen pass it, hence the first line.
 */
function isCanonical(scheme: string, host: string): boolean {
  if (!SPELLING.test(host) || /^[.-]|\.\.|-\.|\.-|[.-](?::|$)/.test(host) || host.length > 253) return false;
  try {
    return new URL(`${scheme}://${host}/`).host === host;
  } catch {
    return false;
  }
}
