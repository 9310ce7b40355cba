import { cleanName } from "@tacet/client";
import type { RoomCommand } from "@tacet/client";
import type { Call } from "../command/form.ts";
import { CliError } from "../errors.ts";
import type { Shell } from "../shell.ts";
import { readEntry, relayOrigin } from "./invitation.ts";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The command that makes a room, from the options of a call. @throws CliError("usage") */
export function createWish({ options }: Call, shell: Shell): RoomCommand & { do: "create" } {
  const ttl = options.get("ttl");
  const policy = options.get("policy") ?? "direct";
  if (policy !== "direct" && policy !== "any" && policy !== "relayed")
    throw new CliError("usage", "--policy is direct, any or relayed.");
  return {
    do: "create",
    // A terminal has no door yet: a room made here is entered once, whatever its host allows.
    rejoin: false,
    origin: relayOrigin(options.get("relay") ?? shell.relay),
    name: nameOf(options),
    ...(ttl === undefined ? {} : { ttlSeconds: secondsOf(ttl) }),
    ...(policy === "relayed" ? {} : { path: policy }),
    hideAddress: options.has("hide-address") || policy === "relayed",
  };
}

/** The command that joins one. @throws CliError("usage") for what is no invitation */
export async function joinWish(
  { options }: Call,
  shell: Shell,
  said: string,
): Promise<RoomCommand & { do: "join" }> {
  const entry = await readEntry(said, options.get("relay") ?? shell.relay);
  return { do: "join", ...entry, name: nameOf(options), hideAddress: options.has("hide-address") };
}

export function nameOf(options: ReadonlyMap<string, string>): string {
  const typed = options.get("name");
  if (typed === undefined) return "";
  const name = cleanName(typed);
  if (name === null || name === "") throw new CliError("usage", "--name takes 1 to 20 visible characters.");
  return name;
}

export function secondsOf(text: string): number {
  const [, count = "", unit = ""] = /^([1-9][0-9]{0,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  if (seconds === 0) throw new CliError("usage", "--ttl takes a time such as 90s, 15m, 1h or 7d.");
  return seconds;
}
