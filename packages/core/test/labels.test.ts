import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LABELS } from "../src/labels.ts";

const page = readFileSync(new URL("../../../spec/README.md", import.meta.url), "utf8");

test("the label table is the specification's, in its order, and no two are alike", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `tacet/v1/"));
  const written = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1]),
  );
  expect(Object.values(LABELS)).toEqual(written);
  expect(new Set(Object.values(LABELS)).size).toBe(written.length);
  for (const label of Object.values(LABELS)) expect(label).toMatch(/^[a-z0-9/-]+$/);
});
