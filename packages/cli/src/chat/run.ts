import type { RoomCommand } from "@tacet/client";
import type { Call } from "../command/form.ts";
import { invitationOf } from "../room/ask.ts";
import { createWish, joinWish } from "../room/settings.ts";
import { visit } from "../room/visit.ts";
import type { Shell } from "../shell.ts";
import { createJsonChat } from "./json-chat.ts";
import { createPlainChat } from "./plain-chat.ts";

export async function runCreate(call: Call, shell: Shell): Promise<number> {
  return chat(call, shell, createWish(call, shell));
}

export async function runJoin(call: Call, shell: Shell): Promise<number> {
  return chat(call, shell, await joinWish(call, shell, await invitationOf(call.words, shell)));
}

function chat(
  { options }: Call,
  shell: Shell,
  start: RoomCommand & { do: "create" | "join" },
): Promise<number> {
  const make = options.has("json") ? createJsonChat : createPlainChat;
  return visit(shell, start, {
    verbose: options.has("verbose"),
    face: (door) => make(shell, door, "."),
  });
}
