import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "vite";
import { root, startRelay } from "./relay.ts";

export interface EnginePage {
  readonly address: string;
  close(): Promise<void>;
}

/** What stands between the product's page and this one: its own headers and files, copied from a running relay's answer. */
const OWN = new Set([
  "content-length",
  "content-type",
  "content-encoding",
  "connection",
  "date",
  "keep-alive",
  "etag",
  "vary",
]);

/**
 * Bundles core's own test files for a browser and serves them on loopback under the product's own headers, policies included. The published
 * vectors lie under /published/, the project's under /vectors/.
 */
export async function serveEnginePage(): Promise<EnginePage> {
  const outDir = mkdtempSync(join(root, ".cache/engines-"));
  await build({
    configFile: false,
    root,
    logLevel: "error",
    publicDir: false,
    resolve: {
      alias: [
        { find: /^vitest$/, replacement: join(root, "e2e/engines/vitest.ts") },
        { find: /^node:(?:fs|path|url|buffer)$/, replacement: join(root, "e2e/engines/node.ts") },
      ],
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2024",
      // core's package says that its modules do nothing by being imported; its tests do.
      rolldownOptions: { treeshake: false },
      lib: { entry: join(root, "e2e/engines/page.ts"), formats: ["es"], fileName: "page" },
    },
  });
  const headers = await productHeaders();
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? "/", "http://localhost");
    const [type, body] = fileOf(pathname, outDir);
    for (const [name, value] of headers) answer.setHeader(name, value);
    answer.writeHead(body === undefined ? 404 : 200, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

async function productHeaders(): Promise<readonly (readonly [string, string])[]> {
  const relay = await startRelay();
  try {
    const answer = await fetch(relay.origin);
    if (answer.status !== 200)
      throw new Error(`The relay serves no page (${answer.status}): build it first.`);
    return [...answer.headers].filter(([name]) => !OWN.has(name) && name !== "integrity-policy");
  } finally {
    await relay.stop();
  }
}

function fileOf(path: string, outDir: string): readonly [type: string, body: Buffer | string | undefined] {
  if (path === "/") {
    return [
      "text/html; charset=utf-8",
      '<!doctype html><title>Engine</title><script type="module" src="/page.js"></script>',
    ];
  }
  if (path === "/favicon.ico") return ["image/x-icon", ""];
  const vector = /^\/(vectors|published)\/((?:[\w-]+\/)?[\w-]+\.json)$/.exec(path);
  const published = process.env["TACET_VECTORS"] ?? join(root, "../shared/vectors");
  if (path === "/published") return ["text/plain", existsSync(published) ? "here" : "absent"];
  if (vector !== null) {
    return [
      "application/json",
      read(join(vector[1] === "vectors" ? join(root, "vectors") : published, vector[2] ?? "")),
    ];
  }
  return [
    "text/javascript; charset=utf-8",
    /^\/[\w.-]+\.js$/.test(path) ? read(join(outDir, path)) : undefined,
  ];
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
