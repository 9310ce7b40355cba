import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { unpacked } from "./unpack.ts";

/** A file with something that was looked for, and what of it. */
export type Hit = `${string}: ${string}`;

/**
 * Looks into every file below a folder for each of the named texts: as UTF-8, as UTF-16, and as base64 of either at each of its three
 * places, also in what the file holds packed.
 */
export function searchDisk(folder: string, texts: Readonly<Record<string, string>>): readonly Hit[] {
  const forms = Object.entries(texts).map(([name, text]) => [name, formsOf(text)] as const);
  const hits = new Set<Hit>();
  for (const path of filesUnder(folder)) {
    const file = read(path);
    for (const bytes of [file, ...unpacked(file)]) {
      for (const [name, looks] of forms) {
        if (looks.some((look) => bytes.includes(look))) hits.add(`${relative(folder, path)}: ${name}`);
      }
    }
  }
  return [...hits].sort();
}

/** How many files there are, and bytes in them: a search of nothing finds nothing. */
export function weighDisk(folder: string): { readonly files: number; readonly bytes: number } {
  const sizes = filesUnder(folder).map((path) => read(path).length);
  return { files: sizes.length, bytes: sizes.reduce((all, size) => all + size, 0) };
}

function formsOf(text: string): readonly Buffer[] {
  const plain = [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")];
  return [...plain, ...plain.flatMap(inBase64)];
}

/** What base64 makes of these bytes whatever stands before and after them: the letters at the edges depend on that, and are cut. */
function inBase64(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].flatMap((before) => {
    const letters = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const sure = letters.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6));
    return [sure, sure.replaceAll("+", "-").replaceAll("/", "_")].map((form) => Buffer.from(form, "latin1"));
  });
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A browser that runs may take a file away meanwhile. */
function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
