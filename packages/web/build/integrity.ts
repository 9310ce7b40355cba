import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

const TAG = /<(?:script|link)\b[^>]*>/g;
const ADDRESS = /\b(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/;

/**
 * Writes the SHA-256 of every script and style sheet that a page names into the tag that names it, and names in the same way
 * what the page's program fetches later: src/part.ts fetches it under that hash. What such a part fetches later is named in the part itself
 * (src/part-names.ts), so that no first load carries it.
 */
export function integrity(): Plugin {
  return {
    name: "tacet-integrity",
    apply: "build",
    writeBundle: {
      order: "post",
      sequential: true,
      async handler(options, bundle) {
        const folder = options.dir ?? "dist";
        for (const chunk of Object.values(bundle))
          if (chunk.type === "chunk") await nameWithin(folder, chunk, bundle);
        const pages = Object.keys(bundle).filter((name) => name.endsWith(".html"));
        await Promise.all(pages.map((page) => sealPage(folder, page, partsOf(page, bundle))));
      },
    },
  };
}

type Bundle = Parameters<Extract<Plugin["generateBundle"], (...given: never) => unknown>>[1];

type Chunk = Extract<Bundle[string], { readonly type: "chunk" }>;

/** The chunks that a page's program imports later. Each must need nothing but what is there already: its own imports carry no hash. */
function partsOf(page: string, bundle: Bundle): readonly string[] {
  const chunks = Object.values(bundle).filter((it) => it.type === "chunk");
  const entry = chunks.find((it) => it.isEntry && it.facadeModuleId?.endsWith(`/${page}`) === true);
  for (const part of chunksOf(entry?.dynamicImports ?? [], bundle)) {
    needOnly(part, [entry?.fileName]);
    for (const later of chunksOf(part.dynamicImports, bundle))
      needOnly(later, [entry?.fileName, part.fileName]);
  }
  return entry?.dynamicImports ?? [];
}

function chunksOf(names: readonly string[], bundle: Bundle): readonly Chunk[] {
  return names.map((name) => bundle[name]).filter((it) => it?.type === "chunk");
}

function needOnly(part: Chunk, present: readonly unknown[]): void {
  const foreign = part.imports.filter((name) => !present.includes(name));
  if (foreign.length > 0) throw new Error(`${part.fileName} needs ${foreign.join()}, which has no hash.`);
}

/** Puts files and hashes of what a part fetches later in the place that the part keeps for them. */
async function nameWithin(
  folder: string,
  { fileName, dynamicImports, isEntry }: Chunk,
  bundle: Bundle,
): Promise<void> {
  if (isEntry || dynamicImports.length === 0) return;
  const deeper = chunksOf(dynamicImports, bundle).flatMap((later) => later.dynamicImports);
  const path = join(folder, fileName);
  const program = await readFile(path, "utf8");
  const named = await Promise.all(
    dynamicImports.map(async (it) => `${it} ${await hashOf(join(folder, it))}`),
  );
  const place = `parts of ${chunkName(fileName)}`;
  if (deeper.length > 0 || !program.includes(place))
    throw new Error(`${fileName} fetches parts that it cannot name.`);
  await writeFile(path, program.replace(place, named.join(", ")));
}

function chunkName(fileName: string): string {
  return /\/([^/]+)-[\w-]{8}\.js$/.exec(fileName)?.[1] ?? fileName;
}

async function sealPage(folder: string, page: string, parts: readonly string[]): Promise<void> {
  const path = join(folder, page);
  const later = parts.map((part) => `<link rel="later" href="/${part}">\n  `).join("");
  const html = (await readFile(path, "utf8")).replace("</head>", `${later}</head>`);
  const hashes = new Map<string, string>();
  for (const [tag] of html.matchAll(TAG)) {
    const address = ADDRESS.exec(tag)?.[1];
    if (address !== undefined) hashes.set(address, await hashOf(join(folder, address)));
  }
  if (hashes.size === 0)
    throw new Error(`${page} names no asset: its integrity would be a claim about nothing.`);
  await writeFile(
    path,
    html.replace(TAG, (tag) => withIntegrity(tag, hashes)),
  );
}

function withIntegrity(tag: string, hashes: ReadonlyMap<string, string>): string {
  const hash = hashes.get(ADDRESS.exec(tag)?.[1] ?? "");
  return hash === undefined ? tag : tag.replace(/\s*\/?>$/, ` integrity="${hash}">`);
}

async function hashOf(path: string): Promise<string> {
  const digest = createHash("sha256").update(await readFile(path));
  return `sha256-${digest.digest("base64")}`;
}
