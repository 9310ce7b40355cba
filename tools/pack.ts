// The terminal client as one package for npm: JavaScript, emitted here, because Node strips no types under node_modules. Everything of ours is
// inside it, so it needs nothing of the registry but the optional library of data channels.
// node tools/pack.ts [folder]; the folder (.cache/pack) then holds tacet/ and, beside it, the archive for `npm install -g`.

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";
import { root } from "./root.mjs";

const cli = join(root, "packages/cli");
const folder = resolve(process.argv[2] ?? join(root, ".cache/pack"));
const made = join(folder, "tacet");

interface Listed {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });
await build({
  configFile: false,
  root: cli,
  logLevel: "error",
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: join(cli, "src/main.ts"),
    outDir: join(made, "dist"),
    target: "node24",
    minify: false,
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: "tacet.js", chunkFileNames: "[name].js" } },
  },
});
const listed = JSON.parse(readFileSync(join(cli, "package.json"), "utf8")) as Listed;
const { version, description, license, optionalDependencies } = listed;
const own = {
  name: "tacet",
  version,
  description,
  license,
  type: "module",
  bin: { tacet: "dist/tacet.js" },
  files: ["dist"],
  engines: { node: ">=24" },
  optionalDependencies,
};
writeFileSync(join(made, "package.json"), `${JSON.stringify(own, null, 2)}\n`);
copyFileSync(join(root, "docs/terminal.md"), join(made, "README.md"));
copyFileSync(join(root, "LICENSE"), join(made, "LICENSE"));
const packed = spawnSync("npm", ["pack", "--silent", "--pack-destination", folder], {
  cwd: made,
  encoding: "utf8",
  shell: process.platform === "win32",
});
if (packed.status !== 0) throw new Error(`npm could not pack: ${packed.stderr}`);
console.log(join(folder, packed.stdout.trim()));
