/** One group of checks: how many cases it ran, and what failed, each with its name. */
export interface Group {
  readonly name: string;
  readonly cases: number;
  readonly ms: number;
  readonly failures: readonly string[];
}

export interface Check {
  readonly name: string;
  /** Throws, or gives back false, where it fails. */
  readonly run: () => unknown;
}

/** Runs checks one after the other. A group without cases fails: it would say nothing. */
export async function group(name: string, checks: Iterable<Check>): Promise<Group> {
  const failures: string[] = [];
  let cases = 0;
  const begin = performance.now();
  for (const check of checks) {
    cases += 1;
    try {
      if ((await check.run()) === false) failures.push(check.name);
    } catch (error) {
      failures.push(`${check.name}: ${String(error)}`);
    }
  }
  if (cases === 0) failures.push("nothing was checked");
  return { name, cases, ms: Math.round(performance.now() - begin), failures };
}

/** Fails with both values where they differ. */
export function same(
  got: Uint8Array | string | number | null,
  wanted: Uint8Array | string | number | null,
): void {
  if (show(got) !== show(wanted)) throw new Error(`${show(got)} is not ${show(wanted)}`);
}

function show(value: Uint8Array | string | number | null): string {
  return value instanceof Uint8Array ? `bytes ${value.join()}` : String(value);
}
