import { type IncomingMessage, request as requestPlain } from "node:http";
import { type RequestOptions as SecureOptions, request as requestSecure } from "node:https";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";
import { type Silence, codeOf } from "../doctor/request.ts";

/** How an address is asked for: a relay has other bytes for each, and the last is what browsers say (spec/release.md 3). */
const ACCEPTED = { identity: "identity", gzip: "gzip", br: "br", all: "gzip, deflate, br, zstd" } as const;

export type Encoding = keyof typeof ACCEPTED;

export const ENCODINGS: readonly Encoding[] = ["identity", "gzip", "br", "all"];

/** What came. `bytes` are without their encoding; null where they were not whole, or too many. */
export interface Served {
  readonly status: number;
  readonly headers: Headers;
  /** The names of headers that came ahead of the answer, with a status of 103 or another below 200; lower case. */
  readonly early: readonly string[];
  readonly bytes: Uint8Array | null;
}

/** What a relay answers is at most so long, with and without its encoding (spec/release.md 3). */
const ANSWER_BYTES_MAX = 4_194_304;
const ANSWER_MS_MAX = 20_000;

/** Said as a browser would: a relay need not know that it is looked at. It can find out in other ways (spec/release.md 4). */
export const GUISE: Readonly<Record<string, string>> = {
  accept: "text/html,application/xhtml+xml,*/*;q=0.8",
  "accept-language": "en",
  "user-agent": "Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0",
};

/**
 * Asks for an address of an origin, following no redirection. By Node's plain client, since `fetch` takes damaged encodings for whole.
 * Never rejects: a silence has the code of why nobody answered.
 */
export async function ask(origin: string, address: string, encoding: Encoding): Promise<Served | Silence> {
  const early: string[] = [];
  try {
    const answer = await requested(
      new URL(address, origin),
      {
        headers: { ...GUISE, "accept-encoding": ACCEPTED[encoding] },
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
        // Whatever the environment says: whoever stands between could show any page.
        rejectUnauthorized: true,
      },
      early,
    );
    const headers = headersOf(answer);
    const bytes = await readAll(answer);
    const plain = bytes === null ? null : await decoded(bytes, headers.get("content-encoding"));
    return { status: answer.statusCode ?? 0, headers, early, bytes: plain };
  } catch (error) {
    return { silence: codeOf(error) };
  }
}

function requested(url: URL, options: SecureOptions, early: string[]): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? requestSecure : requestPlain)(url, options, resolve);
    request.on("information", ({ rawHeaders }) =>
      early.push(...rawHeaders.filter((_text, at) => at % 2 === 0).map((name) => name.toLowerCase())),
    );
    request.on("error", reject);
    request.end();
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return headers;
}

async function readAll(answer: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > ANSWER_BYTES_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function decoded(bytes: Buffer, encoding: string | null): Promise<Uint8Array | null> {
  const limit = { maxOutputLength: ANSWER_BYTES_MAX };
  try {
    if (encoding === null) return bytes;
    if (encoding === "gzip") return await promisify(gunzip)(bytes, limit);
    if (encoding === "deflate") return await promisify(inflate)(bytes, limit);
    if (encoding === "zstd") return await promisify(zstdDecompress)(bytes, limit);
    return encoding === "br" ? await promisify(brotliDecompress)(bytes, limit) : null;
  } catch {
    return null;
  }
}
