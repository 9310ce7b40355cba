import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "@tacet/relay";
import { expect, test } from "vitest";
import { systemRandom } from "../src/proofs/hashes.ts";
import { loadTicketKey } from "../src/proofs/ticket-key.ts";
import { makeFolder } from "./harness.ts";

test("the key is made once, whole, for its owner alone, in a directory made for it", () => {
  const dataDir = join(makeFolder(), "one", "two");
  const key = loadTicketKey(dataDir, systemRandom);
  expect(readdirSync(dataDir)).toEqual(["ticket.key"]);
  expect(statSync(join(dataDir, "ticket.key")).mode & 0o777).toBe(0o600);
  expect([statSync(dataDir).mode & 0o777, statSync(join(dataDir, "..")).mode & 0o777]).toEqual([
    0o700, 0o700,
  ]);
  expect(loadTicketKey(dataDir, systemRandom)).toEqual(key);
});

test("two that start at once have the same key, and leave nothing else behind", () => {
  const dataDir = makeFolder();
  const seen: (Uint8Array | null)[] = [];
  let depth = 0;
  // The random port is called while the key is being made: there a second relay starts.
  const interrupting = (length: number): Uint8Array => {
    depth += 1;
    if (depth < 3) seen.push(loadTicketKey(dataDir, depth === 2 ? systemRandom : interrupting));
    return systemRandom(length);
  };
  const key = loadTicketKey(dataDir, interrupting);
  expect(seen.length).toBeGreaterThan(0);
  for (const one of seen) expect(one).toEqual(key);
  expect(readdirSync(dataDir)).toEqual(["ticket.key"]);
});

test("a key file that others may read is closed to them and used", () => {
  const dataDir = makeFolder();
  const key = loadTicketKey(dataDir, systemRandom);
  const file = join(dataDir, "ticket.key");
  for (const mode of [0o644, 0o640, 0o666, 0o604]) {
    chmodSync(file, mode);
    expect(loadTicketKey(dataDir, systemRandom)).toEqual(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
});

test("what is no key is refused and left as it is", () => {
  const dataDir = makeFolder();
  const file = join(dataDir, "ticket.key");
  for (const text of ["", "short", `${"A".repeat(43)}=`]) {
    writeFileSync(file, text, { mode: 0o600 });
    expect(() => loadTicketKey(dataDir, systemRandom)).toThrow(ConfigError);
    expect(readFileSync(file, "utf8")).toBe(text);
  }
});
