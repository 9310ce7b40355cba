import type { Server } from "node:http";
import { ConfigError } from "../config/error.ts";

/** Connections that may wait to be accepted: with Node's 511 a crowd makes the next visitor wait for a whole second. */
const BACKLOG = 4_096;

/**
 * Listens, and resolves with the port. Rejects with ConfigError, which names the setting.
 * @param borne codes of errors with which it does not listen, and resolves with the port that was asked for
 */
export function listenHttp(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  setting: string,
  borne: ReadonlySet<string> = new Set(),
): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  }).catch((error: unknown) =>
    borne.has(codeOf(error)) ? port : refuseAddress(setting, `${host}:${port}`, error),
  );
}

/** Addresses are no secret: they may stand in the one line that says why there is nothing to listen on. */
export function refuseAddress(setting: string, address: string, error: unknown): never {
  const code = codeOf(error);
  const reason = code === "EADDRINUSE" ? "is in use" : `cannot be listened on (${code})`;
  throw new ConfigError(`${setting}: ${address} ${reason}. Choose another, or stop what uses it.`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
