import type { RoomCommand } from "@tacet/client";
import { cleanName } from "@tacet/client";

/** What a JSON line asks for: a command of the room, a file of this machine, or nothing that is known (why, for the program that wrote it). */
export type Order =
  | { readonly kind: "command"; readonly command: RoomCommand }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "wrong"; readonly why: string };

const ID = /^[A-Za-z0-9_-]{22}$/;

/** Reads one line of JSON input. Nothing of the line is repeated in `why`. */
export function readOrder(line: string, key: string): Order {
  const fields = objectOf(line);
  if (fields === null) return wrong('Each line is one JSON object with a "do".');
  const { do: does, text, path, id, name, active, match } = fields;
  switch (does) {
    case "message":
      return typeof text === "string" ? command({ do: "message", text, key }) : needs("text");
    case "file":
      return typeof path === "string" && path !== "" ? { kind: "file", path } : needs("path");
    case "accept":
      return isId(id) ? command({ do: "accept", id, save: "sink" }) : needs("id");
    case "decline":
    case "cancel":
      return isId(id) ? command({ do: does, id }) : needs("id");
    case "typing":
      return typeof active === "boolean" ? command({ do: "typing", active }) : needs("active");
    case "name":
      return typeof name === "string" ? command({ do: "name", name: cleanName(name) }) : needs("name");
    case "verified":
      return typeof match === "boolean" ? command({ do: "verified", match }) : needs("match");
    case "phrase":
    case "safety":
    case "use-relay":
    case "hide-address":
    case "burn":
    case "leave":
      return command({ do: does });
    default:
      return wrong('That "do" is not known.');
  }
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function isId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

function command(command: RoomCommand): Order {
  return { kind: "command", command };
}

function needs(field: string): Order {
  return wrong(`That "do" needs a fitting "${field}".`);
}

function wrong(why: string): Order {
  return { kind: "wrong", why };
}
