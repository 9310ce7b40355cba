import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { hex, join, seeded, u8, writeSuite } from "./reference.ts";

/** The suite of spec/release.md 2. Run by hand: node vectors/generate/release.ts */

type Part = "list" | "archives";

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The order of the group: S and S + L fit the same equation, and one of the two is refused. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function keyFrom(name: string): {
  readonly name: string;
  readonly signs: (part: Part, file: Buffer) => Buffer;
} {
  const der = join(PKCS8, seeded(name, 32));
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return {
    name: createPublicKey(secret).export({ format: "jwk" }).x ?? "",
    signs: (part, file) => sign(null, join(Buffer.from(`tacet/v1/release/${part}`), u8(0), file), secret),
  };
}

const key = keyFrom("release key");
const other = keyFrom("another key");
const file = Buffer.from('{"format": "tacet release list 1"}\n');

const text = (name: string, signature: Buffer): string =>
  `key ${name}\nsignature ${signature.toString("base64url")}\n`;
const made = key.signs("list", file);
const good = text(key.name, made);

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
  return copy;
}

/** The same signature with S + L. */
function unreduced(signature: Buffer): Buffer {
  const s = BigInt(`0x${hex(Buffer.from(signature.subarray(32)).reverse())}`) + ORDER;
  return join(signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse());
}

const holding = (name: string, part: Part, bytes: Buffer, signature: string): object => ({
  name,
  part,
  file: hex(bytes),
  signature,
  expect: "holds",
});
const failing = (name: string, signature: string, part: Part = "list", bytes: Buffer = file): object => ({
  name,
  part,
  file: hex(bytes),
  signature,
  expect: "fails",
});
const unread = (name: string, signature: string): object => ({
  name,
  part: "list",
  file: hex(file),
  signature,
  expect: "unread",
});

const identity = join(u8(1), Buffer.alloc(31));

writeSuite("release", "spec/release.md section 2", [
  holding("a list", "list", file, good),
  holding("archives", "archives", file, text(key.name, key.signs("archives", file))),
  holding("no bytes", "list", Buffer.alloc(0), text(key.name, key.signs("list", Buffer.alloc(0)))),
  failing("a list in the place of archives", good, "archives"),
  failing("archives in the place of a list", text(key.name, key.signs("archives", file))),
  failing("one byte more", good, "list", join(file, Buffer.from("\n"))),
  failing("one byte less", good, "list", file.subarray(0, -1)),
  failing("the first bit of the file", good, "list", flipped(file, 0)),
  failing("the last bit of the file", good, "list", flipped(file, file.length * 8 - 1)),
  ...[0, 255, 256, 504].map((bit) =>
    failing(`bit ${bit} of the signature`, text(key.name, flipped(made, bit))),
  ),
  failing("a signature with S + L", text(key.name, unreduced(made))),
  failing("a signature of zeros", text(key.name, Buffer.alloc(64))),
  failing("another's signature under this name", text(key.name, other.signs("list", file))),
  failing("this signature under another's name", text(other.name, made)),
  failing(
    "a key of low order, which fits everything",
    text(identity.toString("base64url"), join(identity, Buffer.alloc(32))),
  ),
  unread("no text", ""),
  unread("no line feed at the end", good.trimEnd()),
  unread("a line more", `${good}\n`),
  unread("carriage returns", good.replaceAll("\n", "\r\n")),
  unread("two spaces", good.replace("key ", "key  ")),
  unread("lines in the other order", `${good.split("\n").slice(0, 2).reverse().join("\n")}\n`),
  unread("padding", good.replace(/\n$/, "==\n")),
  unread("a short key", good.replace(/^key ./, "key ")),
  unread("bits of the key that mean nothing", text(`${"A".repeat(42)}B`, made)),
  unread("bits of the signature that mean nothing", good.replace(/.\n$/, "_\n")),
]);
