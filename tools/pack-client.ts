// The client library as a package for npm: JavaScript that any bundler and Node take, its types, and nothing to install beside it. Core and wire are
// inside, since nobody else is to import them.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path/posix";
import { build } from "vite";
import { type Entry, entriesOf } from "./declarations.ts";
import { filesOf } from "./release-list.ts";
import { root } from "./root.mjs";

const types = join(root, ".cache/types");
const inside = ["client", "core", "wire"];

interface Listed {
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/** Lays the package out in a folder of this name. */
export async function layClient(made: string): Promise<void> {
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const entries = entriesOf("client");
  await buildModules(entries, made);
  declare(made);
  const listed = JSON.parse(readFileSync(join(root, "packages/client/package.json"), "utf8")) as Listed;
  const { version, description, license } = listed;
  const own = {
    name: "@tacet/client",
    version,
    description,
    license,
    type: "module",
    sideEffects: false,
    exports: Object.fromEntries(entries.map((entry) => [subpathOf(entry), placesOf(entry)])),
    files: ["dist", "types"],
    engines: { node: ">=24" },
  };
  writeFileSync(join(made, "package.json"), `${JSON.stringify(own, null, 2)}\n`);
  copyFileSync(join(root, "docs/client.md"), join(made, "README.md"));
  copyFileSync(join(root, "LICENSE"), join(made, "LICENSE"));
}

/** What a subpath is called in the package, such as "phrase". */
function nameOf({ specifier }: Entry): string {
  return specifier.split("/")[2] ?? "index";
}

function subpathOf(entry: Entry): string {
  return nameOf(entry) === "index" ? "." : `./${nameOf(entry)}`;
}

function placesOf(entry: Entry): { readonly types: string; readonly default: string } {
  return {
    types: `./types/${relative(types, entry.declarations)}`,
    default: `./dist/${nameOf(entry)}.js`,
  };
}

async function buildModules(entries: readonly Entry[], made: string): Promise<void> {
  const sources = entries.map((entry) => {
    const place = relative(types, entry.declarations)
      .replace("client/", "client/src/")
      .replace(".d.ts", ".ts");
    return [nameOf(entry), join(root, "packages", place)] as const;
  });
  await build({
    configFile: false,
    root: join(root, "packages/client"),
    logLevel: "error",
    build: {
      lib: { entry: Object.fromEntries(sources), formats: ["es"] },
      outDir: join(made, "dist"),
      target: "es2023",
      minify: false,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: "[name].js", chunkFileNames: "parts/[name].js" } },
    },
  });
}

/** The declarations that the compiler leaves, which name each other by their places in this package instead of by packages. */
function declare(made: string): void {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const compiled = spawnSync(process.execPath, [compiler, "-b", join(root, "packages/client")], {
    cwd: root,
    encoding: "utf8",
  });
  if (compiled.status !== 0) throw new Error(`The client does not compile: ${compiled.stdout}`);
  const places = new Map(
    inside.flatMap((name) => entriesOf(name).map((entry) => [entry.specifier, entry.declarations] as const)),
  );
  for (const name of inside) {
    for (const path of filesOf(join(types, name)).filter((path) => isCurrent(name, path))) {
      const target = join(made, "types", name, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, pointed(join(types, name, path), places));
    }
  }
}

/** The compiler leaves what it made of a source that is gone. */
function isCurrent(name: string, path: string): boolean {
  return (
    path.endsWith(".d.ts") && existsSync(join(root, "packages", name, "src", path.replace(/\.d\.ts$/, ".ts")))
  );
}

function pointed(path: string, places: ReadonlyMap<string, string>): string {
  return readFileSync(path, "utf8").replace(
    /(from |import\()"([^"]+)"/g,
    (_whole, word: string, from: string) => {
      const place = places.get(from);
      const to = place === undefined ? from : `./${relative(dirname(path), place)}`;
      return `${word}"${to.replace(/(?:\.d)?\.ts$/, ".js")}"`;
    },
  );
}
