import type { Plugin } from "vite";

/** Vite's helper around import() fetches styles and preloads, which no part of this page has: src/part.ts fetches them itself. */
export function bareImport(): Plugin {
  return {
    name: "tacet-bare-import",
    apply: "build",
    enforce: "pre",
    load(id) {
      return id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null;
    },
  };
}
