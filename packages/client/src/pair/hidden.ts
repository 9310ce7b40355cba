/*
 * What names an address: descriptions and candidates (spec/direct.md 2), also those of lanes (spec/files.md 11). Where the path has become
 * `relayed` none of them leaves any more, not even one that waits to be sent again.
 */
import { KIND } from "@tacet/core";
import type { Content } from "@tacet/core";
import { rewrite } from "./delivery.ts";
import type { Stream } from "./delivery.ts";

/** Content kind: what is said of a lane. */
export const LANE = 77;

/** Bodies of our own: the fifth byte of a signal is its type; a lane's description is longer than the one that says nothing. */
export function namesAddress({ kind, body }: Pick<Content, "kind" | "body">): boolean {
  return kind === LANE ? body.length > 9 : kind === KIND.signal && (body[4] ?? 4) < 4;
}

/** What is not acknowledged goes on under its order, without any address: of generation 0, which is none, a signal's end (a question) or a lane's offer. */
export function withoutAddresses(stream: Stream): Stream {
  return rewrite(stream, (content) =>
    namesAddress(content)
      ? {
          ...content,
          body: Uint8Array.from(content.kind === LANE ? [0, 0, 0, 0, 1, 1, 0, 1, 45] : [0, 0, 0, 0, 4, 0, 0]),
        }
      : content,
  );
}
