import { type IncomingHttpHeaders, request as requestPlain } from "node:http";
import { type RequestOptions, request as requestSecure } from "node:https";

const ANSWER_MS_MAX = 10_000;
const ANSWER_BYTES_MAX = 65_536;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** At most the first 64 KiB, as text; empty for an upgrade. */
  readonly text: string;
}

/** Why nobody answered: the system's or the runtime's code, such as ECONNREFUSED. */
export interface Silence {
  readonly silence: string;
}

export interface Question {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks once, on a connection of its own. An upgrade that is granted is an answer with status 101, and is ended. Never rejects. */
export function request(url: URL, question: Question = {}): Promise<Answer | Silence> {
  const { method = "GET", headers = {}, body } = question;
  return new Promise((resolve) => {
    const options: RequestOptions = {
      method,
      headers,
      agent: false,
      // Whatever the environment says: a certificate that is not valid is what people must not be led past.
      rejectUnauthorized: true,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    };
    const asking = (url.protocol === "https:" ? requestSecure : requestPlain)(url, options);
    asking.on("error", (error) => resolve({ silence: codeOf(error) }));
    asking.on("upgrade", (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: "" });
    });
    asking.on("response", (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        if (text.length < ANSWER_BYTES_MAX) text += part;
      });
      answer.on("error", (error) => resolve({ silence: codeOf(error) }));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asking.end(body);
  });
}

/** What an answer's JSON holds; null for anything but an object. */
export function objectIn({ text }: Answer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** The code of a request's error, such as ECONNREFUSED; its name where it has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "AbortError" || error.name === "TimeoutError") return "ETIMEDOUT";
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? code : error.name;
}
