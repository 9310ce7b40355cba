import packed from "../../package.json" with { type: "json" };
import { describePage } from "@tacet/relay";
import { isAsListed, placeOf } from "../check/compare.ts";
import { type Finding, failed, ok, skipped, warning } from "./finding.ts";
import { objectIn, request } from "./request.ts";
import { silenceText } from "./silence.ts";

/** Where a described relay stands; check/compare.ts puts the real one in. */
const NOWHERE = "https://relay.invalid";

/** Whether the headers that protect the page arrive as a relay of this version sends them (spec/relay.md 7). */
export async function lookAtHeaders(origin: string, folder: string | null): Promise<Finding> {
  const described = folder === null ? null : describePage(folder, NOWHERE);
  if (described === null) return skipped("headers", "There is no built page here to know them from.");
  const answer = await request(new URL("/", origin));
  if ("silence" in answer) return failed("headers", ...silenceText(answer.silence, new URL(origin).host));
  const { status } = answer;
  if (status === 429 || status === 503)
    return warning("headers", `The page is not served now (status ${status}).`, "Try again in a minute.");
  if (status !== 200)
    return failed(
      "headers",
      `The page is answered with status ${status}.`,
      "Let the proxy pass every path on, from / on, without changing it; the relay must have its page.",
    );
  const theirs = await versionOf(origin);
  if (theirs !== packed.version)
    return skipped(
      "headers",
      `The relay is of ${theirs === null ? "no version that it tells" : `version ${theirs.slice(0, 40)}`}, and this tacet knows the headers of ${packed.version}.`,
    );
  const place = placeOf(origin);
  const listed = Object.entries(described.headers["page"] ?? {});
  const wrong = listed.filter(([name, value]) => {
    const found = answer.headers[name];
    const template = value.replaceAll(NOWHERE.replace(/^http/, "ws"), "{socket}");
    return !isAsListed(name, typeof found === "string" ? found : null, template, place);
  });
  if (wrong.length === 0) return ok("headers", "The headers that protect the page arrive as they were sent.");
  const names = wrong.map(([name]) => name);
  return failed(
    "headers",
    `Of the page's headers these arrive changed or not at all: ${names.join(", ")}.`,
    names.includes("strict-transport-security") || names.includes("content-security-policy")
      ? "Let the proxy neither remove nor add security headers, and set TACET_PUBLIC_URL to the address that people type."
      : "Let the proxy neither remove nor add security headers: the relay sends all of them.",
  );
}

async function versionOf(origin: string): Promise<string | null> {
  const answer = await request(new URL("/version.json", origin));
  const version = "silence" in answer ? null : objectIn(answer)?.["version"];
  return typeof version === "string" ? version : null;
}
