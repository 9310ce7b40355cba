import { z } from "zod";
import { type Answer, errorAnswer } from "./answer.ts";

/** The paths of a room with their codes (spec/pair.md 2). They are the members' own business: the relay keeps them in its tickets. */
export const PATHS = { any: 0, direct: 1, relayed: 2 } as const;

/** 32 bytes in canonical base64url. */
export const hash: z.ZodType<string, string> = z.string().refine((text) => {
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === 32 && bytes.toString("base64url") === text;
});

/** Copied: a slice of Node's pool would keep the whole pool for as long as the room lives. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64url"));
}

export function wrongIssue(error: z.ZodError): Answer {
  const issue = error.issues[0];
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === "unrecognized_keys") {
    return wrongField([...path, issue.keys[0] ?? ""].join("."), "is not a field of this request");
  }
  return wrongField(path.join("."), "is missing or has a wrong value");
}

export function wrongField(field: string, what: string): Answer {
  // What a stranger wrote is not repeated at length.
  const name = /^[A-Za-z0-9_.-]{1,40}$/.test(field) ? field : "unknown";
  return errorAnswer("field", `The field ${name} ${what}.`, { field: name });
}
