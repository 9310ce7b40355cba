/** What one gate found. A gate that checked nothing fails, so `checked` is part of the answer. */
export interface Finding {
  /** How many things were looked at. */
  readonly checked: number;
  /** What those things are, in the plural. */
  readonly unit: string;
  /** Measured values worth printing even when all is well. */
  readonly notes?: readonly string[];
  /** Empty when the gate passes; else what is wrong, in sentences or a tool's own words. */
  readonly problems: readonly string[];
  /** Test cases that ran inside the gate, counted on their own. */
  readonly cases?: Cases;
}

export interface Cases {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Gate {
  readonly name: string;
  readonly run: () => Promise<Finding>;
  /** Whether the next gates may run meanwhile: most keep one processor busy. Its seconds are then those of the machine, and not its own. */
  readonly beside?: boolean;
  /** It wants the machine for itself, as what measures times does: those that still run are awaited first. */
  readonly alone?: boolean;
}

const none: Cases = { passed: 0, failed: 0, skipped: 0 };

/** Begins the gates in order, prints each at its end with its count and seconds, then the counts line; true when all passed. */
export async function runGates(gates: readonly Gate[]): Promise<boolean> {
  const counts: Promise<Cases>[] = [];
  for (const gate of gates) {
    if (gate.alone === true) await Promise.all(counts);
    const count = runGate(gate);
    counts.push(count);
    if (gate.beside !== true) await count;
  }
  const total = (await Promise.all(counts)).reduce(add, none);
  console.log(countsLine(total));
  return total.failed === 0;
}

async function runGate(gate: Gate): Promise<Cases> {
  const started = performance.now();
  const finding = await settle(gate);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const problems = finding.checked > 0 ? finding.problems : [...finding.problems, "It checked nothing."];
  const mark = problems.length === 0 ? "ok  " : "FAIL";
  console.log(`${mark} ${gate.name.padEnd(10)} ${finding.checked} ${finding.unit}, ${seconds} s`);
  for (const note of finding.notes ?? []) console.log(`       ${note}`);
  if (problems.length > 0) console.log(`${problems.join("\n").trimEnd()}\n`);
  const own = problems.length === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 };
  return add(own, finding.cases ?? none);
}

/** A gate that throws has failed; its sentence is the finding. */
async function settle(gate: Gate): Promise<Finding> {
  try {
    return await gate.run();
  } catch (error) {
    return { checked: 0, unit: "things", problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function add(a: Cases, b: Cases): Cases {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of every run, read by people and by programs. */
export function countsLine({ passed, failed, skipped }: Cases): string {
  const line = `${String(passed)} passed, ${String(failed)} failed`;
  return skipped === 0 ? line : `${line}, ${String(skipped)} skipped`;
}
