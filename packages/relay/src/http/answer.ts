import type { ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import { ERROR_STATUS, type ErrorAnswer, type ErrorCode } from "@tacet/wire";
import type { Site } from "./site.ts";

/**
 * Whose content security policy an answer carries: the page's, with the program of its worker, which is under its own; the privacy
 * page's; or one that allows nothing, for what runs under the policy of whoever asked for it, or is not run at all.
 */
export type AnswerKind = "page" | "worker" | "privacy" | "file" | "data";

/** A whole answer, before the headers that every answer carries. Header names are lower case. */
export interface Answer {
  readonly status: number;
  readonly kind: AnswerKind;
  readonly type: string;
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return { status, kind: "data", type: "application/json; charset=utf-8", body, headers };
}

/** An error of the closed list (spec/relay.md 7), its status from the list. The message says what to do. */
export function errorAnswer(
  code: ErrorCode,
  message: string,
  more: { readonly field?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Answer {
  const error: ErrorAnswer["error"] =
    more.field === undefined ? { code, message } : { code, message, field: more.field };
  return jsonAnswer(ERROR_STATUS[code], { error } satisfies ErrorAnswer, more.headers);
}

/** The same error for a person whose browser asked: one heading and one sentence, without style or script. */
export function asPage(answer: Answer, title: string, message: string): Answer {
  const text = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tacet</title></head>',
    `<body><h1>${title}</h1><p>${message}</p><p><a href="/">Tacet</a></p></body></html>`,
  ].join("");
  return { ...answer, type: "text/html; charset=utf-8", body: Buffer.from(text) };
}

/** Sends an answer. A HEAD request gets its headers alone. */
export function sendAnswer(response: ServerResponse, answer: Answer, site: Site, headOnly: boolean): void {
  response.writeHead(answer.status, site.headersOf(answer));
  response.end(headOnly ? undefined : answer.body);
}

/** The bytes of an answer where there is no response object: refused upgrades and requests that are none. */
export function rawAnswer(answer: Answer, site: Site): Buffer {
  const headers = { ...site.headersOf(answer), date: new Date().toUTCString(), connection: "close" };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}\r\n`;
  return Buffer.concat([Buffer.from(`${status}${lines.join("")}\r\n`), answer.body]);
}
