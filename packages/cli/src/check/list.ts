import { releases } from "@tacet/client/release";
import { DEVELOPMENT_KEY, RELEASE_KEYS } from "./keys.ts";

/** What a relay serves at one address (spec/release.md 1). */
export interface ListedFile {
  readonly kind: string;
  readonly type: string;
  /** `sha256-` and base64, of the bytes without an encoding. */
  readonly hash: string;
  /** Its `Cache-Control`. */
  readonly cache: string;
}

/** The list of a release, as far as a relay is held against it. */
export interface ReleaseList {
  readonly version: string;
  readonly commit: string;
  readonly page: ReadonlyMap<string, ListedFile>;
  /** The headers of each kind. */
  readonly headers: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Who vouches for a list. */
export interface Voucher {
  readonly by: "release" | "development";
  /** base64url, 43 characters. */
  readonly key: string;
}

const LIST_BYTES_MAX = 262_144;
const ENTRIES_MAX = 1_000;
const FORMAT = "tacet release list 1";
const MEMBERS = "commit format headers page program version";
const HASH = /^sha256-[A-Za-z0-9+/]{43}=$/;
const ADDRESS = /^\/[\x21-\x7e]{0,200}$/;

/**
 * Reads a list and whose signature it carries. Null unless the signature holds, under a key that this client knows by itself
 * (`keys`, and the development key), and the list is spelled as it should be.
 */
export function openList(
  bytes: Uint8Array,
  signature: string,
  keys: readonly string[] = RELEASE_KEYS,
): { readonly list: ReleaseList; readonly voucher: Voucher } | null {
  const read = releases.readSignature(signature);
  if (bytes.length > LIST_BYTES_MAX || read === null || !releases.holds("list", bytes, read)) return null;
  const by = keys.includes(read.key) ? "release" : read.key === DEVELOPMENT_KEY ? "development" : null;
  const list = by === null ? null : decode(bytes);
  return by === null || list === null ? null : { list, voucher: { by, key: read.key } };
}

/** Whether anybody vouches for a list. Until the first release key is made nobody can, and the development key is taken for what it is. */
export function isVouchedFor({ by }: Voucher, keys: readonly string[] = RELEASE_KEYS): boolean {
  return by === "release" || keys.length === 0;
}

function decode(bytes: Uint8Array): ReleaseList | null {
  const value = parse(bytes);
  if (value === null || Object.keys(value).sort().join(" ") !== MEMBERS || value["format"] !== FORMAT)
    return null;
  const { version, commit } = value;
  // What the package itself consists of is for whoever compares builds; here it must be well formed alone.
  if (mapOf(value["program"], hashIn) === null) return null;
  const page = mapOf(value["page"], fileOf);
  const headers = mapOf(value["headers"], (kind) => mapOf(kind, textOf));
  if (typeof version !== "string" || typeof commit !== "string" || page === null || headers === null)
    return null;
  const known = [...page].every(([address, { kind }]) => ADDRESS.test(address) && headers.has(kind));
  return known && page.has("/") ? { version, commit, page, headers } : null;
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return recordOf(value);
  } catch {
    return null;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return value as Readonly<Record<string, unknown>>;
}

/** An object as a map of what its members are read as; null where it is none, or one of them is not. */
function mapOf<Item>(value: unknown, read: (item: unknown) => Item | null): ReadonlyMap<string, Item> | null {
  const entries = Object.entries(recordOf(value) ?? { "": null });
  if (entries.length > ENTRIES_MAX) return null;
  const map = new Map<string, Item>();
  for (const [name, item] of entries) {
    const found = read(item);
    if (found === null) return null;
    map.set(name, found);
  }
  return map;
}

function fileOf(value: unknown): ListedFile | null {
  const { kind, type, hash, cache } = recordOf(value) ?? {};
  if (typeof kind !== "string" || typeof type !== "string" || typeof cache !== "string") return null;
  const known = hashIn(hash);
  return known === null ? null : { kind, type, hash: known, cache };
}

function hashIn(value: unknown): string | null {
  return typeof value === "string" && HASH.test(value) ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
