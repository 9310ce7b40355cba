import type { Encoding, Served } from "./ask.ts";
import type { ListedFile, ReleaseList } from "./list.ts";

/** In what a relay differs from the list. A closed list. */
export type Way =
  | "version"
  | "told"
  | "unlisted"
  | "missing"
  | "status"
  | "bytes"
  | "broken"
  | "type"
  | "header"
  | "foreign-header"
  | "refers"
  | "room"
  | "silent";

/** One difference: where, in what, and the name of what differs where the way alone does not say it. */
export interface Difference {
  readonly address: string;
  readonly way: Way;
  readonly detail: string;
}

/** Beside those of the list, no answer has others (spec/release.md 3): what a proxy adds for the way, none of which a page is made of. */
const INERT: ReadonlySet<string> = new Set([
  "alt-svc",
  "connection",
  "content-encoding",
  "content-length",
  "date",
  "etag",
  "keep-alive",
  "server",
  "transfer-encoding",
  "vary",
  "via",
]);

/** What stands in the headers of a relay at this origin. */
export interface Place {
  /** The spellings of `{socket}`. */
  readonly sockets: readonly string[];
  readonly secure: boolean;
}

/** @param origin as `relayOrigin` gives it */
export function placeOf(origin: string): Place {
  const { protocol, host, port } = new URL(origin);
  const secure = protocol === "https:";
  const own = `${secure ? "wss" : "ws"}://${host}`;
  // A relay without a public address goes by every name of its machine; a policy has no spelling for the third.
  const both = `ws://localhost:${port} ws://127.0.0.1:${port}`;
  return { sockets: secure ? [own] : [own, both], secure };
}

/** What differs in an answer for a listed file. `hash` is that of its bytes, null when they were not whole. */
export function compareAnswer(
  address: string,
  listed: { readonly file: ListedFile; readonly headers: ReadonlyMap<string, string> },
  answer: Pick<Served, "status" | "headers" | "early"> & { readonly hash: string | null },
  place: Place,
): readonly Difference[] {
  const { status, headers, early, hash } = answer;
  if (status === 404) return [{ address, way: "missing", detail: "" }];
  if (status !== 200) return [{ address, way: "status", detail: String(status) }];
  const found: Difference[] = [];
  if (hash === null) found.push({ address, way: "broken", detail: "" });
  else if (hash !== listed.file.hash) found.push({ address, way: "bytes", detail: "" });
  if (headers.get("content-type") !== listed.file.type)
    found.push({ address, way: "type", detail: "content-type" });
  if (headers.get("cache-control") !== listed.file.cache)
    found.push({ address, way: "header", detail: "cache-control" });
  for (const [name, value] of listed.headers) {
    if (!isAsListed(name, headers.get(name), value, place))
      found.push({ address, way: "header", detail: name });
  }
  const known = new Set([...INERT, "content-type", "cache-control", ...listed.headers.keys()]);
  const foreign = [
    ...[...headers.keys()].filter((name) => !known.has(name)),
    // What comes ahead of an answer makes a browser fetch before it knows the answer.
    ...early.filter((name) => !INERT.has(name)),
  ];
  for (const name of new Set(foreign)) found.push({ address, way: "foreign-header", detail: name });
  return found;
}

/** Whether a header is what a listed one means at this place. */
export function isAsListed(name: string, found: string | null, listed: string, place: Place): boolean {
  // Only a relay behind TLS asks for TLS to stay.
  if (name === "strict-transport-security" && !place.secure) return found === null;
  return place.sockets.some((socket) => listed.replaceAll("{socket}", socket) === found);
}

/** What differs in /version.json, which may hold anything. */
export function compareTold(told: unknown, list: ReleaseList): readonly Difference[] {
  const address = "/version.json";
  const { version, assets } = (told ?? {}) as { readonly version?: unknown; readonly assets?: unknown };
  if (version !== list.version)
    return [{ address, way: "version", detail: typeof version === "string" ? version : "" }];
  const named = new Map(Object.entries(typeof assets === "object" && assets !== null ? assets : {}));
  const other = [...list.page].filter(([path, { hash }]) => named.get(path) !== hash);
  const beside = [...named.keys()].filter((path) => !list.page.has(path));
  return [
    ...other.map(([path]) => ({ address: path, way: "told" as const, detail: "" })),
    ...beside.map((path) => ({ address: path, way: "unlisted" as const, detail: "" })),
  ];
}

/** What a document that is not the list's refers to, beside what the list knows. */
export function strangersIn(
  address: string,
  document: Uint8Array,
  list: ReleaseList,
  origin: string,
): readonly Difference[] {
  const text = new TextDecoder().decode(document);
  const named = [...text.matchAll(/\b(?:src|href|action|data)\s*=\s*["']?([^"'\s>]+)/gi)].map(
    (it) => it[1] ?? "",
  );
  const strangers = [...new Set(named)].filter((name) => !isListed(name, list, origin));
  return strangers.map((name) => ({ address, way: "refers", detail: name }));
}

function isListed(name: string, list: ReleaseList, origin: string): boolean {
  const url = URL.canParse(name, origin) ? new URL(name, origin) : null;
  return url !== null && url.origin === origin && url.search === "" && list.page.has(url.pathname);
}

/** The same in every encoding is said once, and else with the encodings in which it is so. */
export function together(
  found: readonly (readonly [encoding: Encoding, difference: Difference])[],
  all: number,
): readonly (Difference & { readonly encodings: readonly Encoding[] })[] {
  const groups = new Map<string, { readonly difference: Difference; readonly encodings: Set<Encoding> }>();
  for (const [encoding, difference] of found) {
    const key = JSON.stringify(difference);
    const group = groups.get(key) ?? { difference, encodings: new Set() };
    group.encodings.add(encoding);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ difference, encodings }) => ({
    ...difference,
    encodings: encodings.size === all ? [] : [...encodings],
  }));
}
