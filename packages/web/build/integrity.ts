import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

const TAG = /<(?:script|link)\b[^>]*>/g;
const ADDRESS = /\b(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/;

/**
 * Writes the SHA-384 of every script and style sheet that a page names into the tag that names it, and names in the same way
 * what the page's program fetches later: src/part.ts fetches it under that hash.
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
        const pages = Object.keys(bundle).filter((name) => name.endsWith(".html"));
        await Promise.all(pages.map((page) => sealPage(folder, page, partsOf(page, bundle))));
      },
    },
  };
}

type Bundle = Parameters<Extract<Plugin["generateBundle"], (...given: never) => unknown>>[1];

/** The chunks that a page's program imports later. Each must need nothing but what is there already: its own imports carry no hash. */
function partsOf(page: string, bundle: Bundle): readonly string[] {
  const chunks = Object.values(bundle).filter((it) => it.type === "chunk");
  const entry = chunks.find((it) => it.isEntry && it.facadeModuleId?.endsWith(`/${page}`) === true);
  const parts = entry?.dynamicImports ?? [];
  for (const chunk of chunks.filter(({ fileName }) => parts.includes(fileName))) {
    const foreign = [...chunk.imports, ...chunk.dynamicImports].filter((name) => name !== entry?.fileName);
    if (foreign.length > 0) throw new Error(`${chunk.fileName} needs ${foreign.join()}, which has no hash.`);
  }
  return parts;
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
  const digest = createHash("sha384").update(await readFile(path));
  return `sha384-${digest.digest("base64")}`;
}
