import type { RoomCommand } from "@tacet/client";
import type { Call } from "../command/form.ts";
import { CliError } from "../errors.ts";
import { invitationOf } from "../room/ask.ts";
import { isForMany } from "../room/invitation.ts";
import { createWish, joinWish } from "../room/settings.ts";
import { visit } from "../room/visit.ts";
import type { Door, Face } from "../room/visit.ts";
import type { Shell } from "../shell.ts";
import { createJsonChat } from "./json-chat.ts";
import { createPlainChat } from "./plain-chat.ts";

export async function runCreate(call: Call, shell: Shell): Promise<number> {
  if (call.options.has("group")) return (await import("../group/enter.ts")).createForMany(call, shell);
  if (call.options.has("password")) throw new CliError("usage", "--password is for rooms with --group.");
  return chat(call, shell, createWish(call, shell));
}

export async function runJoin(call: Call, shell: Shell): Promise<number> {
  const said = await invitationOf(call.words, shell);
  if (isForMany(said)) return (await import("../group/enter.ts")).joinForMany(call, shell, said);
  return chat(call, shell, await joinWish(call, shell, said));
}

async function chat(
  { options }: Call,
  shell: Shell,
  start: RoomCommand & { do: "create" | "join" },
): Promise<number> {
  const make = await faceOf(options, shell);
  return visit(shell, start, {
    verbose: options.has("verbose"),
    face: (door) => make(shell, door, "."),
  });
}

type MakeFace = (shell: Shell, door: Door, folder: string) => Face;

/** What is written on the whole screen is loaded where there is one. Notes of --verbose would stand in the middle of it. */
async function faceOf(options: Call["options"], shell: Shell): Promise<MakeFace> {
  if (options.has("json")) return createJsonChat;
  const { input, output, terminal } = shell;
  const full = input.isTTY === true && output.isTTY === true && terminal.able;
  if (!full || options.has("plain") || options.has("verbose")) return createPlainChat;
  const { createFullChat } = await import("../full/full-chat.ts");
  return createFullChat;
}
