import { type IncomingMessage, type RequestOptions, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";

/** How an address is asked for: a relay has other bytes for each (spec/release.md 3). */
export const ENCODINGS = ["identity", "gzip", "br"] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** What came. `bytes` are without their encoding; null where they were not whole, or too many. */
export interface Served {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array | null;
}

/** What a relay answers is at most so long, with and without its encoding (spec/release.md 3). */
const ANSWER_BYTES_MAX = 4_194_304;
const ANSWER_MS_MAX = 20_000;

/** Said as a browser would: a relay need not know that it is looked at. It can find out in other ways (spec/release.md 4). */
const GUISE = {
  accept: "text/html,application/xhtml+xml,*/*;q=0.8",
  "accept-language": "en",
  "user-agent": "Mozilla/5.0 (X11; Linux x64; rv:140.0) Gecko/20100101 Firefox/140.0",
};

/**
 * Asks for an address of an origin, following no redirection. Null when nobody answered. By Node's plain client, since `fetch` takes
 * damaged encodings for whole.
 */
export async function ask(origin: string, address: string, encoding: Encoding): Promise<Served | null> {
  try {
    const answer = await requested(new URL(address, origin), {
      headers: { ...GUISE, "accept-encoding": encoding },
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const headers = headersOf(answer);
    const bytes = await readAll(answer);
    const plain = bytes === null ? null : await decoded(bytes, headers.get("content-encoding"));
    return { status: answer.statusCode ?? 0, headers, bytes: plain };
  } catch {
    return null;
  }
}

function requested(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? requestSecure : requestPlain)(url, options, resolve);
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
    return encoding === "br" ? await promisify(brotliDecompress)(bytes, limit) : null;
  } catch {
    return null;
  }
}
