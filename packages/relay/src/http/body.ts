import type { IncomingMessage } from "node:http";
import type { PendingHold } from "../sockets/pending.ts";

/**
 * Reads a request's body. `too-large` is more than `bytesMax`, `crowded` more than strangers may hold together, `gone` a client that
 * left. After a refusal the rest is read and thrown away, so that the answer reaches who is still sending.
 */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
  hold: PendingHold,
): Promise<Buffer | "too-large" | "crowded" | "gone"> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) {
    request.resume();
    return Promise.resolve("too-large");
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (result: Buffer | "too-large" | "crowded" | "gone"): void => {
      request.off("data", take);
      request.resume();
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > bytesMax) settle("too-large");
      else if (!hold.add(chunk.length)) settle("crowded");
    };
    request.on("data", take);
    request.once("end", () => settle(Buffer.concat(chunks)));
    request.once("error", () => settle("gone"));
    request.once("close", () => settle("gone"));
  });
}
