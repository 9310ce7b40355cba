import { describePage } from "@tacet/relay";
import { isAsListed, placeOf } from "../check/compare.ts";
import { type Finding, failed, ok, skipped } from "./finding.ts";
import { request } from "./request.ts";
import { silenceText } from "./silence.ts";

/** Where a described relay stands; check/compare.ts puts the real one in. */
const NOWHERE = "https://relay.invalid";

/** Whether the headers that protect the page arrive as a relay of this version sends them (spec/relay.md 7). */
export async function lookAtHeaders(origin: string, folder: string | null): Promise<Finding> {
  const described = folder === null ? null : describePage(folder, NOWHERE);
  if (described === null) return skipped("headers", "There is no built page here to know them from.");
  const answer = await request(new URL("/", origin));
  if ("silence" in answer) return failed("headers", ...silenceText(answer.silence, new URL(origin).host));
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
