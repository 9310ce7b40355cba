/*
 * What names an address: descriptions and candidates (spec/direct.md 2). Where the path has become `relayed` none of them leaves any more, not
 * even one that waits to be sent again.
 */
import { KIND, bodies } from "@tacet/core";
import type { Content } from "@tacet/core";
import { rewrite } from "./delivery.ts";
import type { Stream } from "./delivery.ts";

/** A signal that asks for nothing: it keeps the order of what it stands for. */
const NOTHING: Uint8Array = bodies.signal.encode({ generation: 0, type: "end", text: "" });

export function namesAddress({ kind, body }: Content): boolean {
  if (kind !== KIND.signal) return false;
  const type = bodies.signal.decode(body)?.type;
  return type === "offer" || type === "answer" || type === "candidate";
}

/** What is not acknowledged goes on under its order, without any address. */
export function withoutAddresses(signal: Stream): Stream {
  return rewrite(signal, (content) =>
    namesAddress(content) ? { ...content, body: NOTHING.slice() } : content,
  );
}
