import { readFileSync, readdirSync } from "node:fs";

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly ticks: number;
}

/** Processor seconds of these processes and all their descendants, those that have ended and were waited for included. Needs Linux. */
export function processorSeconds(roots: readonly number[]): number {
  return descendants(roots).reduce((sum, one) => sum + one.ticks, 0) / TICKS_PER_SECOND;
}

/** These processes and all their descendants. */
export function treeOf(roots: readonly number[]): readonly number[] {
  return descendants(roots).map(({ id }) => id);
}

function descendants(roots: readonly number[]): readonly Process[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const processes = all.map(read).filter((one) => one !== null);
  const wanted = new Set(roots);
  // A child has mostly a higher id than its parent, but not always: as often as anything is found, it is looked again.
  for (let before = 0; before !== wanted.size;) {
    before = wanted.size;
    for (const { id, parent } of processes) if (wanted.has(parent)) wanted.add(id);
  }
  return processes.filter(({ id }) => wanted.has(id));
}

/** Memory that a process alone has and no file stands behind, and what it shares of such, in bytes. */
export function ownBytes(id: number): number {
  const status = readOrNothing(`/proc/${id}/status`);
  const kilobytes = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
  return (kilobytes("RssAnon") + kilobytes("RssShmem")) * 1024;
}

/** Fields 4 and 14 to 17 of stat; the name before them may hold anything, so what follows its last bracket is read. */
function read(name: string): Process | null {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, "utf8");
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
    return { id: Number(name), parent: fields[1] ?? 0, ticks };
  } catch {
    return null;
  }
}

/** It may have ended meanwhile. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
