import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  ERROR_STATUS,
  FRAME_CLASSES,
  FRAME_LIMITS,
  LIMITS,
  RELAY_PATH,
  ROUTES,
  SUBPROTOCOL,
  isFrameClass,
} from "@tacet/wire";

const chapter = readFileSync(new URL("../../../spec/relay.md", import.meta.url), "utf8");

test("the classes are the specification's, and nothing between them is one", () => {
  expect(FRAME_CLASSES).toEqual([256, 1024, 4096, 16_384, 65_536]);
  const lengths = Array.from({ length: 70_000 }, (_, length) => length);
  expect(lengths.filter(isFrameClass)).toEqual([...FRAME_CLASSES]);
  expect(LIMITS.frameBytesMax).toBe(FRAME_CLASSES.at(-1));
});

test("limits keep the order that the relay relies on", () => {
  expect(LIMITS.beatIntervalMs).toBeLessThan(LIMITS.silenceTimeoutMs);
  expect(LIMITS.headersTimeoutMs).toBeLessThanOrEqual(LIMITS.requestTimeoutMs);
  expect(LIMITS.pendingSocketsPerAddressMax).toBeLessThan(LIMITS.pendingSocketsMax);
  expect(LIMITS.pendingBytesPerAddressMax).toBeLessThan(LIMITS.pendingBytesMax);
  expect(LIMITS.pendingSocketBytesMax).toBe(1024);
  expect(LIMITS.joinerBytesMax).toBeLessThanOrEqual(LIMITS.pendingSocketBytesMax);
  // A beginning at a random address meets an open phrase with a chance of at most 1 in 1,024 (spec/phrase.md 7).
  expect(FRAME_LIMITS.phraseAddresses / LIMITS.phrasesOpenMax).toBeGreaterThanOrEqual(1024);
});

test("error codes and routes stand in the specification, with their statuses", () => {
  const statuses = [...chapter.matchAll(/`([a-z-]+)` (\d{3})/g)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  const named = Object.fromEntries(statuses) as Record<string, number>;
  for (const [code, status] of Object.entries(ERROR_STATUS)) expect(named[code], code).toBe(status);
  expect(ROUTES.relay).toBe(RELAY_PATH);
  for (const path of Object.values(ROUTES)) expect(chapter, path).toContain(path);
  expect(chapter).toContain(`\`${SUBPROTOCOL}\``);
});
