import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADMISSION_LABELS } from "../src/admission/labels.ts";
import { FILE_LABELS } from "../src/files/labels.ts";
import { GROUP_LABELS } from "../src/group/labels.ts";
import { LABELS, RELAY_LABELS } from "../src/labels.ts";
import { PHRASE_LABELS } from "../src/phrase/labels.ts";
import { RELEASE_LABELS } from "../src/release/labels.ts";

const page = readFileSync(new URL("../../../spec/README.md", import.meta.url), "utf8");

test("the label table is the specification's, in its order, and no two are alike", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `tacet/v1/"));
  const written = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1]),
  );
  const tables = [
    LABELS,
    FILE_LABELS,
    GROUP_LABELS,
    ADMISSION_LABELS,
    PHRASE_LABELS,
    RELAY_LABELS,
    RELEASE_LABELS,
  ];
  const table = tables.flatMap((rows) => Object.values<string>(rows));
  expect(table).toEqual(written);
  expect(new Set(table).size).toBe(written.length);
  for (const label of table) expect(label).toMatch(/^[a-z0-9/-]+$/);
});
