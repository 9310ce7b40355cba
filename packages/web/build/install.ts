import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** Where the manifest lies; it is asked for anew each time, like the page. */
const MANIFEST = "manifest.webmanifest";
const SIZES_PX = [192, 512] as const;

/**
 * Makes the page installable, without a service worker: browsers need none for it, and none could keep anything of a room. The icons are
 * src/mark.svg on a full square, so that systems may cut them to their own shape.
 */
export function install(): Plugin {
  return {
    name: "tacet-install",
    apply: "build",
    async buildStart() {
      for (const size of SIZES_PX) {
        const path = fileURLToPath(new URL(`../src/icons/icon-${size}.png`, import.meta.url));
        const source = await readFile(path);
        references.set(size, this.emitFile({ type: "asset", name: `icon-${size}.png`, source }));
      }
    },
    generateBundle() {
      const icons = SIZES_PX.flatMap((size) =>
        (["any", "maskable"] as const).map((purpose) => ({
          src: `/${this.getFileName(references.get(size) ?? "")}`,
          sizes: `${size}x${size}`,
          type: "image/png",
          purpose,
        })),
      );
      this.emitFile({
        type: "asset",
        fileName: MANIFEST,
        source: `${JSON.stringify({ ...ABOUT, icons })}\n`,
      });
    },
    transformIndexHtml: (html, { path }) =>
      path.endsWith("/privacy.html")
        ? html
        : [{ tag: "link", attrs: { rel: "manifest", href: `/${MANIFEST}` }, injectTo: "head" }],
  };
}

const references = new Map<number, string>();

const ABOUT = {
  name: "Tacet",
  short_name: "Tacet",
  description: "Private conversation that leaves nothing behind.",
  id: "/",
  start_url: "/",
  scope: "/",
  display: "standalone",
  background_color: "#faf9f6",
  theme_color: "#faf9f6",
  // A link never takes the place of a room that is open.
  launch_handler: { client_mode: "navigate-new" },
};
