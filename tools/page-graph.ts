import { readFileSync } from "node:fs";
import { basename, join } from "node:path/posix";
import { filesUnder } from "./files.ts";
import { root } from "./root.mjs";
import { isNode, readSource, type SyntaxNode, visit } from "./syntax.ts";

/** What a page fetches by itself; icons for installing and the like are asked for later or never. */
const fetched = [".js", ".css", ".html", ".svg", ".woff2", ".wasm"];

export interface PageGraph {
  /** For each document, the files that it loads before anybody does anything, itself included. */
  readonly pages: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files that no document loads at first: they are reached through import() alone. */
  readonly lazy: readonly string[];
}

/**
 * Reads a built page. A document or style needs every file it names; a script needs what it imports and, as the
 * Worker stands in no import and in no manifest, every file it names, save those it passes to import().
 */
export function pageGraph(dist: string): PageGraph {
  const files = filesUnder(dist, fetched);
  const later = lazyTargets(files, dist);
  const pages = new Map(
    files.filter((path) => path.endsWith(".html")).map((path) => [path, reach(path, files, later)] as const),
  );
  const first = new Set([...pages.values()].flatMap((loads) => [...loads]));
  return { pages, lazy: files.filter((path) => !first.has(path) && /\.(?:js|css)$/.test(path)) };
}

function reach(page: string, files: readonly string[], later: ReadonlySet<string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [page];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    queue.push(...needs(path, files, later));
  }
  return seen;
}

function needs(path: string, files: readonly string[], later: ReadonlySet<string>): readonly string[] {
  if (!/\.(?:js|css|html)$/.test(path)) return [];
  // What a document names for later is fetched by its program alone (packages/web/build/integrity.ts).
  const text = readFileSync(join(root, path), "utf8").replaceAll(/<link rel="later"[^>]*>/g, "");
  const named = files.filter((file) => !file.endsWith(".html") && text.includes(basename(file)));
  if (!path.endsWith(".js")) return named;
  const imports = importsOf(path).now;
  return [...imports, ...named.filter((file) => !later.has(file))];
}

/** Targets of import(), and the styles that Vite's manifest ties to them. */
function lazyTargets(files: readonly string[], dist: string): ReadonlySet<string> {
  const scripts = files.filter((path) => path.endsWith(".js"));
  const targets = new Set(scripts.flatMap((path) => importsOf(path).later));
  const manifest = join(root, dist, ".vite/manifest.json");
  const chunks = Object.values(JSON.parse(readFileSync(manifest, "utf8")) as Record<string, ManifestChunk>);
  const lazy = chunks.filter(({ file }) => targets.has(`${dist}/${file}`));
  return new Set([...targets, ...lazy.flatMap(({ css = [] }) => css.map((it) => `${dist}/${it}`))]);
}

interface ManifestChunk {
  readonly file: string;
  readonly css?: readonly string[];
}

function importsOf(path: string): { readonly now: readonly string[]; readonly later: readonly string[] } {
  const now: string[] = [];
  const later: string[] = [];
  visit(readSource(path).program, (node) => {
    const target = literalOf(node["source"]);
    if (target === undefined || !target.startsWith(".")) return;
    (node.type === "ImportExpression" ? later : now).push(join(path, "..", target));
  });
  return { now, later };
}

/** The text of a string, which a minifier may write as a template without holes. */
function literalOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  const node: SyntaxNode = value;
  if (typeof node["value"] === "string") return node["value"];
  const parts = Array.isArray(node["quasis"]) ? node["quasis"].filter(isNode) : [];
  const cooked = parts[0]?.["value"] as { readonly cooked?: string } | undefined;
  return parts.length === 1 ? cooked?.cooked : undefined;
}
