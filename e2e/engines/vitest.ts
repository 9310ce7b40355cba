/*
 * As much of vitest as core's tests use, for a page: so the very same files run in an engine that no test runner drives. A matcher
 * or a hook that is missing here throws, and so fails the test that wanted it.
 */

type Body = () => unknown;

interface Case {
  readonly name: string;
  readonly run: Body;
}

const cases: Case[] = [];
const path: string[] = [];

export function collected(): readonly Case[] {
  return cases;
}

function suite(name: string, body: Body): void {
  path.push(name);
  // A suite that cannot even be collected is a case that fails.
  try {
    body();
  } catch (error) {
    cases.push({
      name: path.join(" > "),
      run: () => {
        throw error;
      },
    });
  }
  path.pop();
}

let skips = 0;

/** How many suites and tests were left out so far. */
export function skippedSoFar(): number {
  return skips;
}

function skip(): void {
  skips += 1;
}

/** What is skipped under Node is skipped here: the files decide, by what they find. */
const skipped = Object.assign(skip, { each: () => skip });

export const describe = Object.assign(suite, {
  each: each(suite),
  skipIf: (condition: boolean) => (condition ? skipped : suite),
  runIf: (condition: boolean) => (condition ? suite : skipped),
});

/** The time limit that may follow the body is the page's own. */
function single(name: string, ...rest: readonly unknown[]): void {
  const body = rest.find((it): it is Body => typeof it === "function");
  if (body === undefined) throw new Error(`The test "${name}" has no body.`);
  cases.push({ name: [...path, name].join(" > "), run: body });
}

export const test = Object.assign(single, {
  each: each(single),
  skipIf: (condition: boolean) => (condition ? skipped : single),
  runIf: (condition: boolean) => (condition ? single : skipped),
});

function each(
  one: (name: string, body: Body) => void,
): (rows: readonly unknown[]) => (name: string, body: (...row: never[]) => unknown) => void {
  return (rows) => (name, body) => {
    for (const [index, row] of rows.entries()) {
      const values: readonly unknown[] = Array.isArray(row) ? row : [row];
      const title = name.replaceAll(/%[sdj]/g, () => String(values[0])).replaceAll("%#", String(index));
      one(title, () => (body as (...row: readonly unknown[]) => unknown)(...values));
    }
  };
}

type Judge = (got: unknown, ...wanted: readonly unknown[]) => boolean;

const MATCHERS: Readonly<Record<string, Judge>> = {
  toBe: (got, wanted) => Object.is(got, wanted),
  toEqual: (got, wanted) => alike(got, wanted),
  toStrictEqual: (got, wanted) => alike(got, wanted),
  toMatchObject: (got, wanted) => holds(got, wanted),
  toBeNull: (got) => got === null,
  toBeUndefined: (got) => got === undefined,
  toBeDefined: (got) => got !== undefined,
  toBeTruthy: (got) => Boolean(got),
  toBeInstanceOf: (got, wanted) => got instanceof (wanted as new () => object),
  toBeGreaterThan: (got, wanted) => Number(got) > Number(wanted),
  toBeGreaterThanOrEqual: (got, wanted) => Number(got) >= Number(wanted),
  toBeLessThan: (got, wanted) => Number(got) < Number(wanted),
  toBeLessThanOrEqual: (got, wanted) => Number(got) <= Number(wanted),
  toHaveLength: (got, wanted) => (got as { readonly length: number }).length === wanted,
  toContain: (got, wanted) =>
    typeof got === "string" ? got.includes(String(wanted)) : [...(got as Iterable<unknown>)].includes(wanted),
  toContainEqual: (got, wanted) => [...(got as Iterable<unknown>)].some((it) => alike(it, wanted)),
  toMatch: (got, wanted) => new RegExp(wanted as RegExp | string).test(String(got)),
  toThrow: (got, wanted) => throws(got as Body, wanted),
  toThrowError: (got, wanted) => throws(got as Body, wanted),
};

type Expectation = Readonly<Record<string, (...wanted: readonly unknown[]) => unknown>>;

export function expect(got: unknown, note = ""): unknown {
  const judge = (name: string, value: unknown, wanted: readonly unknown[], negated: boolean): void => {
    const matcher = MATCHERS[name];
    if (matcher === undefined) throw new Error(`The matcher ${name} is not built for this page.`);
    if (matcher(value, ...wanted) !== negated) return;
    throw new Error(`${note} ${show(value)} ${negated ? "not " : ""}${name} ${wanted.map(show).join(", ")}`);
  };
  const now = (negated: boolean): Expectation =>
    proxied((name, wanted) => {
      judge(name, got, wanted, negated);
    });
  const later = (settle: () => Promise<unknown>, negated: boolean): Expectation =>
    proxied(async (name, wanted) => {
      judge(name, await settle(), wanted, negated);
    });
  const resolved = async (): Promise<unknown> => (typeof got === "function" ? (got as Body)() : got);
  const rejected = async (): Promise<unknown> => {
    try {
      await resolved();
    } catch (error) {
      // Matchers of errors take a function that throws.
      return () => {
        throw error;
      };
    }
    return () => undefined;
  };
  const both = (settle: () => Promise<unknown>): object => ({ not: later(settle, true) });
  return Object.assign(now(false), {
    not: now(true),
    resolves: Object.assign(later(resolved, false), both(resolved)),
    rejects: Object.assign(later(rejected, false), both(rejected)),
  });
}

function proxied(call: (name: string, wanted: readonly unknown[]) => unknown): Expectation {
  const target: Record<string, (...wanted: readonly unknown[]) => unknown> = {};
  return new Proxy(target, {
    get: (own, name) => own[String(name)] ?? ((...wanted: readonly unknown[]) => call(String(name), wanted)),
  });
}

function throws(body: Body, wanted: unknown): boolean {
  try {
    body();
  } catch (error) {
    if (wanted === undefined) return true;
    if (typeof wanted === "function") return error instanceof wanted;
    const message = error instanceof Error ? error.message : String(error);
    if (wanted instanceof RegExp) return wanted.test(message);
    if (typeof wanted === "string") return message.includes(wanted);
    return wanted instanceof Error ? wanted.message === message : holds(error, wanted);
  }
  return false;
}

/** Whether two values are built alike, bytes and dates and maps among them. */
function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map || a instanceof Set) return alike([...a], [...(b as Iterable<unknown>)]);
  const names = (it: object): string[] =>
    Object.keys(it).filter((name) => Reflect.get(it, name) !== undefined);
  const [mine, theirs] = [names(a), names(b)];
  return (
    mine.length === theirs.length && mine.every((name) => alike(Reflect.get(a, name), Reflect.get(b, name)))
  );
}

/** Whether the first has all that the second has. */
function holds(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return alike(a, b);
  return Object.keys(b).every((name) => holds(Reflect.get(a, name), Reflect.get(b, name)));
}

function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  try {
    return JSON.stringify(value)?.slice(0, 200) ?? String(value);
  } catch {
    return String(value);
  }
}
