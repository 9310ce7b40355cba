// Signatures of releases (spec/release.md 2). Private keys are PKCS #8 in PEM, as every tool writes them, and never lie in the repository.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { releases } from "@tacet/core/release";
import { openList } from "../packages/cli/src/check/list.ts";

type Part = Parameters<typeof releases.signed>[0];

/** What stands before the 32 bytes of an Ed25519 seed (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** As sha256sum writes them. */
const SUMS = /^(?:[0-9a-f]{64} {2}[A-Za-z0-9._-]+\n)+$/;

const DEVELOPMENT = "tacet development build: not signed by the release key";

/** The key that everybody knows: a build in a plain clone is signed by nobody, and by the same nobody each time. */
export function developmentKey(): KeyObject {
  const seed = createHash("sha256").update(DEVELOPMENT).digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
}

/** A new release key, as the text of a PEM file. */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

/** Reads a PEM file. Throws for a key of another kind. */
export function readKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("This is no Ed25519 key.");
  return key;
}

/** A public key as it stands in packages/cli/src/check/keys.ts: base64url, 43 characters. */
export function publicName(key: KeyObject): string {
  return createPublicKey(key).export({ format: "jwk" }).x ?? "";
}

/** A public key as every tool reads it: the text of a PEM file. */
export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ format: "pem", type: "spki" }).toString();
}

/** What a file of this name is signed as; null for what is no list of a release and no list of archives (spec/release.md 1, 2). */
export function partOf(name: string, file: Uint8Array): Part | null {
  if (name === "SHA256SUMS") return SUMS.test(Buffer.from(file).toString("latin1")) ? "archives" : null;
  return openList(file, signatureOf("list", file, developmentKey())) === null ? null : "list";
}

/** The text of a signature file. */
export function signatureOf(part: Part, file: Uint8Array, key: KeyObject): string {
  const made = sign(null, releases.signed(part, file), key).toString("base64url");
  return `key ${publicName(key)}\nsignature ${made}\n`;
}

/** Whether a signature file holds for a file, whoever made it. */
export function holds(part: Part, file: Uint8Array, signature: string): boolean {
  const read = releases.readSignature(signature);
  return read !== null && releases.holds(part, file, read);
}
