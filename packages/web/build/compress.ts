import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(?:html|js|css|svg|json|txt|webmanifest)$/;

/** Lays `name.br` and `name.gz` beside every text asset, so that the relay compresses nothing while it serves. */
export function compress(): Plugin {
  return {
    name: "tacet-compress",
    apply: "build",
    writeBundle: {
      // After integrity(), which rewrites the pages: hooks of one order run in the order of the plugins.
      order: "post",
      sequential: true,
      async handler(options) {
        const folder = options.dir ?? "dist";
        const entries = await readdir(folder, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name));
        const served = files.filter((entry) => !entry.parentPath.includes(".vite"));
        await Promise.all(served.map((entry) => compressFile(join(entry.parentPath, entry.name))));
      },
    },
  };
}

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  const brotli = promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  await Promise.all([
    brotli.then((small) => writeFile(`${path}.br`, small)),
    promisify(gzip)(bytes, { level: 9 }).then((small) => writeFile(`${path}.gz`, small)),
  ]);
}
