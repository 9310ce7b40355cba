import type { IncomingMessage } from "node:http";

/** One request as the handlers see it. `visitor` is the keyed hash of the address, never the address. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly origin: string | undefined;
  readonly visitor: string;
  readonly nowMs: number;
}

/** The path of a request target without its query; null for targets that are no path, such as `*` or a whole URL. */
export function pathOf(target: string | undefined): string | null {
  const path = target?.split("?", 1)[0];
  return path?.startsWith("/") === true ? path : null;
}

/** A header that has one value; Node joins repeated ones, and none of those is looked at here. */
export function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}
