import type { AnswerKind } from "./answer.ts";
import { PageFiles } from "./page-files.ts";
import { Site } from "./site.ts";

/** What a relay serves of a built page, so that it can be told from outside whether it does (spec/release.md 1). */
export interface DescribedPage {
  readonly commit: string;
  /** Each address with its kind, its content type, the hash of its bytes and its `Cache-Control`, sorted. */
  readonly addresses: Readonly<Record<string, DescribedFile>>;
  /** For each kind the headers that are the same on every answer of it, by a relay at `origin`. */
  readonly headers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface DescribedFile {
  readonly kind: AnswerKind;
  readonly type: string;
  readonly hash: string;
  readonly cache: string;
}

/** These differ from file to file, and with how a file is asked for. */
const OWN = new Set(["content-type", "content-length", "cache-control"]);

/** Describes a built page as the relay at `origin` would serve it; null when there is none in the directory. */
export function describePage(directory: string, origin: string): DescribedPage | null {
  const files = new PageFiles(directory);
  if (!files.present) return null;
  const site = new Site({ own: [origin], others: [], sealedPage: files.sealed });
  const addresses = Object.fromEntries(
    Object.entries(files.list()).map(([path, { kind, type, hash }]) => {
      const { headers = {}, body } = files.answer(path, "") ?? { body: new Uint8Array() };
      const all = site.headersOf({ status: 200, kind, type, headers, body });
      return [path, { kind, type, hash, cache: all["cache-control"] ?? "" }];
    }),
  );
  const headersOf = (kind: AnswerKind): Readonly<Record<string, string>> => {
    const all = site.headersOf({ status: 200, kind, type: "", body: new Uint8Array() });
    return Object.fromEntries(Object.entries(all).filter(([name]) => !OWN.has(name)));
  };
  const kinds = [...new Set(Object.values(addresses).map(({ kind }) => kind))].sort();
  return {
    commit: files.commit,
    addresses,
    headers: Object.fromEntries(kinds.map((kind) => [kind, headersOf(kind)])),
  };
}
