// The release key and what it signs (docs/release.md): npm run release -- key FILE | show FILE | sign LIST --key FILE

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { RELEASE_KEYS } from "../packages/cli/src/check/keys.ts";
import { root, stop } from "./root.mjs";
import { newKey, partOf, publicName, publicPem, readKey, signatureOf } from "./signing.ts";

const USAGE = "Use: npm run release -- key FILE, show FILE, or sign LIST --key FILE.";

const { values, positionals } = parseArgs({ options: { key: { type: "string" } }, allowPositionals: true });
const [command, named, ...more] = positionals;
if (command === undefined || named === undefined || more.length > 0) stop(USAGE, 2);
// Files are named from where the command was typed; npm says where that was.
const file = resolve(process.env["INIT_CWD"] ?? "", named);
if (command === "key") makeKey();
else if (command === "show") showKey(keyIn(file));
else if (command === "sign" && values.key !== undefined) signList(values.key);
else stop(USAGE, 2);

/** A new key, in a new file that its owner alone can read. */
function makeKey(): void {
  if (!relative(root, file).startsWith("..")) stop("A private key must not lie in the repository.", 2);
  if (existsSync(file)) stop(`${file} is there already; a key is never written over.`, 2);
  writeFileSync(file, newKey(), { mode: 0o600, flag: "wx" });
  console.log(publicName(keyIn(file)));
}

/** The name, and the public key as the tools read it that verify a signature. */
function showKey(key: ReturnType<typeof readKey>): void {
  console.log(`${publicName(key)}\n${publicPem(key).trimEnd()}`);
}

/** Writes the signature file beside the place where the command was typed. */
function signList(keyFile: string): void {
  const bytes = existsSync(file) ? readFileSync(file) : stop(`${file} is not there.`, 1);
  const part = partOf(basename(file), bytes);
  if (part === null) return stop(`${file} is neither a release list nor a SHA256SUMS.`, 1);
  const key = keyIn(resolve(process.env["INIT_CWD"] ?? "", keyFile));
  if (!RELEASE_KEYS.includes(publicName(key)))
    stop("This key is not in packages/cli/src/check/keys.ts, so no client would take what it signs.", 1);
  const signature = resolve(process.env["INIT_CWD"] ?? "", `${basename(file)}.sig`);
  writeFileSync(signature, signatureOf(part, bytes, key));
  console.log(signature);
}

function keyIn(path: string): ReturnType<typeof readKey> {
  try {
    return readKey(readFileSync(path, "utf8"));
  } catch {
    return stop(`${path} holds no Ed25519 private key.`, 1);
  }
}
