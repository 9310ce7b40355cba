// The packages for npm. The terminal client is one: JavaScript, emitted here, because Node strips no types under node_modules. Everything of ours is
// inside it, the relay and the built page too, so it needs nothing of the registry but the optional library of data channels.
// The client library is the other (pack-client.ts).
// node tools/pack.ts [folder] [--signature FILE] [--only tacet]; the folder (.cache/pack) then holds tacet/ and client/, their archives, and the hashes
// of those. What is made here depends on the sources alone (docs/release.md): the same bytes in every folder, language, time zone and umask.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "vite";
import { RELEASE_KEYS } from "../packages/cli/src/check/keys.ts";
import { buildPage } from "./build-page.mjs";
import { layClient } from "./pack-client.ts";
import { releaseList } from "./release-list.ts";
import { root, stop } from "./root.mjs";
import { developmentKey, holds, signatureOf } from "./signing.ts";
import { treeFault } from "./tree.ts";

const { values, positionals } = parseArgs({
  options: { signature: { type: "string" }, only: { type: "string" } },
  allowPositionals: true,
});
const cli = join(root, "packages/cli");
const page = join(root, "packages/web/dist");
const folder = resolve(positionals[0] ?? join(root, ".cache/pack"));
const made = join(folder, "tacet");

interface Listed {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

buildPage(process.execPath);
rmSync(made, { recursive: true, force: true });
mkdirSync(made, { recursive: true });
await bundle();
// What begins with a dot is the build's own, and no relay serves it.
cpSync(page, join(made, "page"), { recursive: true, filter: (path) => !basename(path).startsWith(".") });
const listed = JSON.parse(readFileSync(join(cli, "package.json"), "utf8")) as Listed;
describe(listed);
const list = releaseList(listed.version, page, made);
writeFileSync(join(made, "release.json"), list);
writeFileSync(join(made, "release.json.sig"), signed(Buffer.from(list)));
const archives = [pack(made)];
if (values.only === undefined) {
  await layClient(join(folder, "client"));
  archives.push(pack(join(folder, "client")));
}
writeFileSync(
  join(folder, "SHA256SUMS"),
  archives.map((path) => `${sumOf(path)}  ${basename(path)}\n`).join(""),
);
console.log(archives.join("\n"));

function sumOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function bundle(): Promise<unknown> {
  return build({
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
}

/** What npm reads of it, and people. */
function describe({ version, description, license, optionalDependencies }: Listed): void {
  const own = {
    name: "tacet",
    version,
    description,
    license,
    type: "module",
    bin: { tacet: "dist/tacet.js" },
    files: ["dist", "page", "release.json", "release.json.sig"],
    engines: { node: ">=24" },
    optionalDependencies,
  };
  writeFileSync(join(made, "package.json"), `${JSON.stringify(own, null, 2)}\n`);
  copyFileSync(join(root, "docs/terminal.md"), join(made, "README.md"));
  copyFileSync(join(root, "LICENSE"), join(made, "LICENSE"));
}

/** A signature that was made elsewhere must be a release key's, and of this very list; without one nobody vouches for the build. */
function signed(list: Uint8Array): string {
  if (values.signature === undefined) return signatureOf("list", list, developmentKey());
  // Named from where the command was typed; npm says where that was.
  const fault = treeFault(root);
  if (fault !== null) stop(fault, 1);
  const text = readFileSync(resolve(process.env["INIT_CWD"] ?? "", values.signature), "utf8");
  if (!RELEASE_KEYS.some((key) => text.startsWith(`key ${key}\n`)))
    stop(`${values.signature} names no key of packages/cli/src/check/keys.ts.`, 1);
  if (!holds("list", list, text))
    stop(`${values.signature} was made of another list: these are not the sources that were signed.`, 1);
  return text;
}

/** Makes the archive of a package that is laid out. npm keeps the rights of files, and those would be the umask's. */
function pack(laid: string): string {
  for (const path of readdirSync(laid, { recursive: true, withFileTypes: true }).filter((it) => it.isFile()))
    chmodSync(join(path.parentPath, path.name), path.name === "tacet.js" ? 0o755 : 0o644);
  const packed = spawnSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: laid,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (packed.status !== 0) throw new Error(`npm could not pack: ${packed.stderr}`);
  return join(folder, packed.stdout.trim());
}
