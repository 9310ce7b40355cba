import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { apart } from "./build/apart.ts";
import { bareImport } from "./build/bare-import.ts";
import { eager } from "./build/eager.ts";
import { compress } from "./build/compress.ts";
import { install } from "./build/install.ts";
import { integrity } from "./build/integrity.ts";
import { shorten } from "./build/shorten.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Two pages and one worker. Nothing is inlined, because the content security policy allows no inline script,
 * no inline style and no data: address; nothing is polyfilled, because what the page needs it asks for by name
 * (src/support.ts).
 */
export default defineConfig({
  root: here("."),
  base: "/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: {
    format: "es",
    plugins: () => [apart(), shorten(["room-worker", "files", "many"]), eager(["room-worker"])],
    // Likewise one file, which its parts share.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "room-worker", test: /\/src\/worker\/room-worker\.ts$/, priority: 4 },
            // A room for many is fetched in parts of at most 40 KB; what a password needs is one of them.
            { name: "password", test: /\/hashes\/argon2/, priority: 3 },
            { name: "ed25519", test: /\/curves\/ed25519/, priority: 3 },
            { name: "mls", test: /\/ts-mls\//, priority: 2 },
            { name: "group", test: /\/core\/src\/(?:group|admission)\//, priority: 1 },
          ],
        },
      },
    },
  },
  plugins: [
    bareImport(),
    install(),
    shorten(["index", "room-parts", "files-part"]),
    eager(["room-parts"]),
    integrity(),
    compress(),
  ],
  build: {
    target: "es2023",
    outDir: "dist",
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: here("index.html"), privacy: here("privacy.html") },
      // What the page begins with is one file, and stays one however many parts share its modules: a part may need nothing that is not there.
      output: {
        codeSplitting: {
          groups: [
            { name: "index", test: /\/(?:index\.html|src\/main\.tsx)$/, priority: 2 },
            // Likewise what a room is: parts around it share its modules.
            { name: "room-parts", test: /\/src\/room-parts\.ts$/, priority: 1 },
          ],
        },
      },
    },
  },
});
