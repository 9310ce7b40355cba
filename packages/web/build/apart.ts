import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

const MARK = "?many";
/** Modules of rooms for many, and the signatures that only they make. */
const MANY =
  /\/packages\/(?:core\/src\/(?:group|admission|primitives\/(?:mls|hpke|argon2))|client\/src\/(?:group|drivers\/group))|\/ts-mls\/|\/@noble\/curves\/ed25519/;
/** What they share with every room, and use more of. */
const SHARED = /\/@noble\/hashes\/|\/packages\/(?:wire\/src\/|core\/src\/labels)/;

/**
 * Rooms for many have a copy of their own of what they share with every room and use more of: else what they alone need of it would be in the
 * program that every visitor fetches, since a module is never cut in two.
 */
export function apart(): Plugin {
  return {
    name: "tacet-apart",
    apply: "build",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (importer === undefined || !(MANY.test(importer) || importer.endsWith(MARK))) return null;
      const found = await this.resolve(source, importer.replace(MARK, ""), { ...options, skipSelf: true });
      if (found === null || !SHARED.test(found.id) || found.id.endsWith(MARK)) return found;
      return { ...found, id: found.id + MARK };
    },
    async load(id) {
      if (!id.endsWith(MARK)) return null;
      const path = id.slice(0, -MARK.length);
      return {
        code: await readFile(path, "utf8"),
        moduleType: path.endsWith(".ts") ? "ts" : "js",
        moduleSideEffects: false,
      };
    },
  };
}
