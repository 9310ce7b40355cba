import { createRequire } from "node:module";
import { type MinifyOptions, minify } from "terser";
import type { Plugin } from "vite";

const OPTIONS: MinifyOptions = { module: true, ecma: 2022, compress: { passes: 2 } };

const { version } = createRequire(import.meta.url)("terser/package.json") as { readonly version: string };

/**
 * A second minifier after the first: it leaves 1.0 KB less of the first load, and 1.2 KB less of a room, compressed. It renames and folds; what it
 * calls unsafe is left off. It takes its time, so it is given only what every room needs.
 * @param names of the chunks
 */
export function shorten(names: readonly string[]): Plugin {
  const isMeant = ({ name }: { readonly name: string }): boolean => names.includes(name);
  return {
    name: "tacet-shorten",
    apply: "build",
    // What changes a file changes its name, for one name is kept in caches for good.
    augmentChunkHash: (chunk) => (isMeant(chunk) ? `terser ${version} ${JSON.stringify(OPTIONS)}` : ""),
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        for (const chunk of Object.values(bundle))
          if (chunk.type === "chunk" && isMeant(chunk)) chunk.code = await shorter(chunk.code);
      },
    },
  };
}

async function shorter(program: string): Promise<string> {
  const { code } = await minify(program, OPTIONS);
  if (code === undefined) throw new Error("The minifier gave nothing.");
  return code;
}
