/*
 * As much of Node as core's tests use, for a page: files come from the server that serves it, bytes are written as hex.
 */

/** Reads a vector file by its last folders, at once, as the tests expect. */
export function readFileSync(file: URL | string, encoding?: string): string {
  const address = String(file);
  if (address.startsWith("data:")) return decoded(address);
  const path = /(?:^|\/)(vectors\/(?:[\w-]+\/)?[\w-]+\.json)$/.exec(address)?.[1];
  if (path === undefined || (encoding !== "utf8" && encoding !== "utf-8"))
    throw new Error(`${address} is not a vector file.`);
  const request = new XMLHttpRequest();
  const folder = path.split("/").length === 3 ? path.replace(/^vectors/, "published") : path;
  request.open("GET", `/${folder}`, false);
  request.send();
  if (request.status !== 200) throw new Error(`${folder} is not there.`);
  return request.responseText;
}

/** Asked of one folder only: that of the published vectors, which a checkout need not have. */
export function existsSync(): boolean {
  const request = new XMLHttpRequest();
  request.open("GET", "/published", false);
  request.send();
  return request.responseText === "here";
}

/** The bundler may have put a file of the project into the program itself. */
function decoded(address: string): string {
  const [head = "", body = ""] = address.split(",", 2);
  if (!head.endsWith(";base64")) return decodeURIComponent(body);
  return new TextDecoder().decode(Uint8Array.from(atob(body), (it) => it.charCodeAt(0)));
}

/** Folders are not resolved here: the last two of a path say which file is meant. */
export function fileURLToPath(address: URL | string): string {
  return String(address);
}

export function resolve(...parts: readonly string[]): string {
  return parts.join("/");
}

export function join(...parts: readonly string[]): string {
  return parts.join("/");
}

class HexBytes extends Uint8Array {
  override toString(encoding?: string): string {
    // A library that finds a Buffer asks it for base64; in a real page it finds none.
    if (encoding === "base64") return btoa(String.fromCharCode(...this));
    if (encoding !== "hex") throw new Error(`Bytes are not written as ${encoding ?? "text"} here.`);
    return Array.from(this, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}

/** Node's Buffer, as far as hex goes, and base64 of bytes. */
export const Buffer = {
  from(given: string | ArrayLike<number>, encoding?: string): HexBytes {
    if (typeof given !== "string") return HexBytes.from(given);
    if (encoding !== "hex") throw new Error(`Text is not read as ${encoding ?? "text"} here.`);
    return HexBytes.from(given.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  },
  compare(a: Uint8Array, b: Uint8Array): number {
    const [left, right] = [Buffer.from(a).toString("hex"), Buffer.from(b).toString("hex")];
    return left < right ? -1 : left > right ? 1 : 0;
  },
};

/** One seed of each simulation: Node plays them all, and what an engine could get wrong shows in one. */
const env = { TACET_SEED: "seed 0" };

Object.assign(globalThis, { Buffer, process: { env, versions: {} } });
