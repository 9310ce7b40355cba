import { base64url } from "../notation/base64url.ts";
import { digest } from "../primitives/digest.ts";
import { isSigned } from "../primitives/ed25519.ts";
import { info } from "../primitives/kdf.ts";
import { RELEASE_LABELS } from "./labels.ts";

/** What is signed of a release, each under a label of its own: the list inside a package, or the hashes of the archives. */
export type ReleasePart = "list" | "archives";

/** A signature file: who claims to have signed, and what was made. */
export interface ReleaseSignature {
  /** base64url, 43 characters: an Ed25519 public key. */
  readonly key: string;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const FORM = /^key (?<key>[A-Za-z0-9_-]{43})\nsignature (?<signature>[A-Za-z0-9_-]{86})\n$/;

/** The list of a release and its signature (spec/release.md 2). */
export const releases: {
  readonly digest: typeof digest;
  readonly signed: typeof signed;
  readonly readSignature: typeof readSignature;
  readonly holds: typeof holds;
} = { digest, signed, readSignature, holds };

/** The bytes that a signature is made of: `info(label, bytes of the file)`. */
function signed(part: ReleasePart, file: Uint8Array): Uint8Array {
  return info(part === "list" ? RELEASE_LABELS.releaseList : RELEASE_LABELS.releaseArchives, file);
}

/** Reads a signature file, in its one spelling; null for anything else. */
function readSignature(text: string): ReleaseSignature | null {
  const { key = "", signature = "" } = FORM.exec(text)?.groups ?? {};
  const bytes = base64url.decode(signature);
  return key === "" || bytes === null || base64url.decode(key) === null ? null : { key, signature: bytes };
}

/** Whether the signature is that of the key it names, over these very bytes. Whose key that is, the caller must know. */
function holds(part: ReleasePart, file: Uint8Array, { key, signature }: ReleaseSignature): boolean {
  const bytes = base64url.decode(key);
  return bytes !== null && isSigned(signed(part, file), signature, bytes);
}
