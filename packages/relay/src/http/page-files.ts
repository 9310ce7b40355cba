import { type Dirent, readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { integrityOf } from "../proofs/hashes.ts";
import type { Answer, AnswerKind } from "./answer.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
};

/** Files whose address is not their name. */
const PLACES: ReadonlyMap<string, { readonly path: string; readonly kind: AnswerKind }> = new Map([
  ["/index.html", { path: "/", kind: "page" }],
  ["/privacy.html", { path: "/privacy", kind: "privacy" }],
]);

/** The build names programs of workers so; one that it named otherwise could load and reach nothing. */
const WORKER = /-worker-[^/]+\.js$/;

const PAGE_FILE = "/index.html";
const COMMIT_FILE = "/commit.txt";
const IMMUTABLE = "public, max-age=31536000, immutable";

interface PageFile {
  readonly kind: AnswerKind;
  readonly type: string;
  readonly identity: Uint8Array;
  readonly encodings: ReadonlyMap<string, Uint8Array>;
  readonly immutable: boolean;
}

/** The built page, read once at the start: what is served cannot change while the relay runs, and a request touches no disk. */
export class PageFiles {
  readonly commit: string;
  readonly sealed: boolean;
  readonly #files: ReadonlyMap<string, PageFile>;

  /** @param relay that the page is told to talk to, where that is another than who serves it: it stands in the document. */
  constructor(directory: string, relay: string | null = null) {
    const raw = relay === null ? readTree(directory) : pointed(readTree(directory), relay);
    this.commit = Buffer.from(raw.get(COMMIT_FILE) ?? "unknown")
      .toString()
      .trim();
    this.#files = new Map(
      [...raw.keys()]
        .filter((path) => TYPES[extname(path)] !== undefined && path !== COMMIT_FILE)
        .map((path) => place(path, raw)),
    );
    this.sealed = isSealed(this.#files.get("/"));
  }

  /** Whether there is a page at all; without a build there is none. */
  get present(): boolean {
    return this.#files.has("/");
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The file at a path in the best encoding that the browser accepts; null if there is none. */
  answer(path: string, acceptEncoding: string): Answer | null {
    const file = this.#files.get(path);
    if (file === undefined) return null;
    const encoding = [...file.encodings.keys()].find((name) => accepts(acceptEncoding, name));
    const body = encoding === undefined ? file.identity : (file.encodings.get(encoding) ?? file.identity);
    const headers: Record<string, string> = { vary: "accept-encoding" };
    if (encoding !== undefined) headers["content-encoding"] = encoding;
    if (file.immutable) headers["cache-control"] = IMMUTABLE;
    return { status: 200, kind: file.kind, type: file.type, body, headers };
  }

  /** Each served path with the hash of its uncompressed bytes. */
  hashes(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.list()).map(([path, { hash }]) => [path, hash]));
  }

  /** Each served path with its kind, content type and hash, sorted. */
  list(): Readonly<
    Record<string, { readonly kind: AnswerKind; readonly type: string; readonly hash: string }>
  > {
    const entries = [...this.#files].map(
      ([path, { kind, type, identity }]) => [path, { kind, type, hash: integrityOf(identity) }] as const,
    );
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** Every file below the directory by its path from there; names that begin with a dot are the build's own. */
function readTree(directory: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const entry of listTree(directory)) {
    const full = join(entry.parentPath, entry.name);
    const path = `/${relative(directory, full).split(sep).join("/")}`;
    if (entry.isFile() && !path.includes("/.")) files.set(path, readFileSync(full));
  }
  return files;
}

/** The tree with its page pointed at a relay (packages/web/src/main.tsx reads it). What was compressed ahead is the page as it was. */
function pointed(tree: ReadonlyMap<string, Uint8Array>, relay: string): ReadonlyMap<string, Uint8Array> {
  const page = Buffer.from(tree.get(PAGE_FILE) ?? "").toString();
  const named = page.replace(/^(<!doctype html>\s*<html\b)/i, (head) => `${head} data-relay="${relay}"`);
  const kept = [...tree].filter(([path]) => !path.startsWith(`${PAGE_FILE}.`));
  return new Map([...kept, ...(page === "" ? [] : [[PAGE_FILE, Buffer.from(named)] as const])]);
}

function listTree(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

function place(path: string, raw: ReadonlyMap<string, Uint8Array>): [string, PageFile] {
  const { path: address, kind } = PLACES.get(path) ?? { path, kind: WORKER.test(path) ? "worker" : "file" };
  const encodings = new Map<string, Uint8Array>();
  for (const [suffix, name] of [
    [".br", "br"],
    [".gz", "gzip"],
  ] as const) {
    const bytes = raw.get(`${path}${suffix}`);
    if (bytes !== undefined) encodings.set(name, bytes);
  }
  const type = TYPES[extname(path)] ?? "application/octet-stream";
  const immutable = path.startsWith("/assets/");
  return [address, { kind, type, identity: raw.get(path) ?? new Uint8Array(), encodings, immutable }];
}

/** Whether the browser may be told to refuse what has no hash: every script and style of the page names its own. */
function isSealed(page: PageFile | undefined): boolean {
  if (page === undefined) return false;
  const tags =
    Buffer.from(page.identity)
      .toString()
      .match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const loading = tags.filter(
    (tag) => tag.startsWith("<script") || /\brel="(?:stylesheet|modulepreload)"/.test(tag),
  );
  return loading.length > 0 && loading.every((tag) => /\bintegrity="sha\d{3}-/.test(tag));
}

/** Whether an `Accept-Encoding` names an encoding with a weight above zero (RFC 9110 section 12.5.3). */
function accepts(header: string, encoding: string): boolean {
  return header.split(",").some((part) => {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
