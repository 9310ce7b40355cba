import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { RoomCommand } from "@tacet/client";
import { CliError } from "../errors.ts";
import { harmlessLine } from "../say/harmless.ts";

/**
 * The command that offers a file of this machine; nothing of it is read before the other side accepts.
 * @throws CliError("failed") where it cannot be read, and for what is no file
 */
export async function offerOf(path: string, key: string): Promise<RoomCommand & { do: "file" }> {
  const shown = harmlessLine(path);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new CliError("failed", `There is no file "${shown}", or it may not be read.`);
  if (!found.isFile())
    throw new CliError("failed", `"${shown}" is no file. A folder is sent packed, as one file.`);
  try {
    const source = await openAsBlob(path);
    return { do: "file", key, name: basename(path), type: "", source };
  } catch {
    throw new CliError("failed", `"${shown}" may not be read.`);
  }
}
