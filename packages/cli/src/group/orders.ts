import { cleanName } from "@tacet/client";
import type { GroupCommand } from "./open.ts";

const ID = /^[A-Za-z0-9_-]{22}$/;
const ADMISSIONS = ["open", "knock", "locked"] as const;

/** Reads one line of JSON input: a command, or why it is none, for the program that wrote it. Nothing of the line is repeated. */
export function readGroupOrder(line: string, key: string): GroupCommand | string {
  const fields = objectOf(line);
  if (fields === null) return 'Each line is one JSON object with a "do".';
  const { do: does, text, id, member, request } = fields;
  switch (does) {
    case "message":
      return typeof text === "string" ? { do: "message", text, key } : needs("text");
    case "edit":
      return typeof text === "string" && isId(id) ? { do: "edit", id, text, key } : needs("id");
    case "delete":
      return isId(id) ? { do: "delete", id, key } : needs("id");
    case "read":
      return isId(id) ? { do: "read", id } : needs("id");
    case "password":
      return typeof text === "string" ? { do: "password", text } : needs("text");
    case "remove":
    case "hand-over":
      return isId(member) ? { do: does, member, key } : needs("member");
    case "let-in":
    case "refuse":
      return typeof request === "number" ? { do: does, request } : needs("request");
    case "invitation":
    case "end":
      return { do: does, key };
    case "leave":
      return { do: "leave" };
    default:
      return readSetting(fields, key);
  }
}

function readSetting(fields: Record<string, unknown>, key: string): GroupCommand | string {
  const { do: does, active, name, value, id, emoji, member, seconds } = fields;
  switch (does) {
    case "typing":
      return typeof active === "boolean" ? { do: "typing", active } : needs("active");
    case "name":
      return typeof name === "string" ? { do: "name", name: cleanName(name) } : needs("name");
    case "react":
      return isId(id) && typeof emoji === "string" ? { do: "react", id, emoji, key } : needs("id");
    case "admission": {
      const found = ADMISSIONS.find((one) => one === value);
      return found === undefined ? needs("value") : { do: "admission", value: found, key };
    }
    case "moderator":
      return isId(member) && typeof value === "boolean"
        ? { do: "moderator", member, value, key }
        : needs("member");
    case "disappearing":
      return typeof seconds === "number" ? { do: "disappearing", seconds, key } : needs("seconds");
    default:
      return 'That "do" is not known.';
  }
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    const isOne = typeof value === "object" && value !== null && !Array.isArray(value);
    return isOne ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

const needs = (field: string): string => `That "do" needs a fitting "${field}".`;
