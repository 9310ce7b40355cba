import { stat } from "node:fs/promises";
import type { Call } from "../command/form.ts";
import { CliError } from "../errors.ts";
import { createFolder } from "../files/folder.ts";
import { offerOf } from "../files/source.ts";
import { invitationOf } from "../room/ask.ts";
import { createWish, joinWish } from "../room/settings.ts";
import { after } from "../room/timer.ts";
import { visit } from "../room/visit.ts";
import { harmlessLine } from "../say/harmless.ts";
import type { Shell } from "../shell.ts";
import { createErrand } from "./errand.ts";
import { createReceiving } from "./receive.ts";
import { createSending } from "./send.ts";

/** `tacet send`: into the room of an invitation, or into a new one. */
export async function runSend(call: Call, shell: Shell): Promise<number> {
  const { options, words } = call;
  const files = await Promise.all(words.map((path, at) => offerOf(path, `file-${at + 1}`)));
  const to = options.get("to");
  const start =
    to === undefined ? createWish(call, shell) : await joinWish(call, shell, await invitationOf([to], shell));
  const json = options.has("json");
  return visit(shell, start, {
    verbose: options.has("verbose"),
    face: (door) =>
      createSending(
        createErrand(door, json ? shell.output : shell.errors, json, after),
        (command) => door.command(command),
        (id) => door.command({ do: "decline", id }),
        files,
      ),
  });
}

/** `tacet receive`: all that is offered, into one folder. */
export async function runReceive(call: Call, shell: Shell): Promise<number> {
  const { options, words } = call;
  const path = options.get("output") ?? ".";
  await checkFolder(path);
  const start = await joinWish(call, shell, await invitationOf(words, shell));
  const json = options.has("json");
  return visit(shell, start, {
    verbose: options.has("verbose"),
    face: (door) =>
      createReceiving(
        createErrand(door, json ? shell.output : shell.errors, json, after),
        (id) => door.command({ do: "accept", id, save: "sink" }),
        createFolder(path, (event) => door.sunk(event)),
      ),
  });
}

async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() !== true)
    throw new CliError("failed", `There is no folder "${harmlessLine(path)}" to save into.`);
}
