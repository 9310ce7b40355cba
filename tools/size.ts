// What a visitor downloads before touching the page, compressed; what comes later is weighed by the piece. Alone: npm run verify -- size

import { statSync } from "node:fs";
import { join } from "node:path";
import limits from "./limits.json" with { type: "json" };
import { buildPage } from "./build-page.mjs";
import type { Finding } from "./gate.ts";
import { pageGraph } from "./page-graph.ts";
import { root } from "./root.mjs";

const dist = "packages/web/dist";

interface Weight {
  readonly path: string;
  readonly gzip: number;
  readonly brotli: number;
}

/**
 * Builds the page when its sources changed, and weighs it: of several documents the heaviest counts. The heads of the answers, and what
 * an engine without X-Wing fetches beside it, are weighed on the wire by e2e/load.test.ts.
 */
export function sizeBudget(): Finding {
  buildPage(process.execPath);
  const { pages, lazy } = pageGraph(dist);
  const loads = [...pages.values()].map((files) => [...files].map(weigh));
  const [first = []] = loads.sort((a, b) => sum(b, "gzip") - sum(a, "gzip"));
  const later = lazy.map(weigh);
  return {
    checked: first.length + later.length,
    unit: "files of the page",
    notes: [...notes(first), ...later.map((it) => `later ${it.path}: gzip ${String(it.gzip)}`)],
    problems: [...firstLoadProblems(first), ...later.flatMap(chunkProblems)],
  };
}

/** By the files that the build lays beside each asset, and that the relay serves. */
function weigh(path: string): Weight {
  const bytes = (ending: string): number => statSync(join(root, `${path}.${ending}`)).size;
  return { path: path.slice(dist.length + 1), gzip: bytes("gz"), brotli: bytes("br") };
}

function notes(first: readonly Weight[]): readonly string[] {
  const total = `first load: gzip ${String(sum(first, "gzip"))}, brotli ${String(sum(first, "brotli"))} of ${String(limits.firstLoadBytes)} bytes`;
  return [
    total,
    ...first.map((it) => `first ${it.path}: gzip ${String(it.gzip)}, brotli ${String(it.brotli)}`),
  ];
}

/** The stricter of the two: whoever asks for gzip stays within the budget as well. */
function firstLoadProblems(first: readonly Weight[]): readonly string[] {
  const bytes = sum(first, "gzip");
  if (bytes <= limits.firstLoadBytes) return [];
  return [
    `The first load is ${String(bytes)} bytes with gzip; ${String(limits.firstLoadBytes)} is the most.`,
  ];
}

function chunkProblems({ path, gzip }: Weight): readonly string[] {
  if (gzip <= limits.lazyChunkBytes) return [];
  return [
    `${path} is ${String(gzip)} bytes with gzip; a later chunk has at most ${String(limits.lazyChunkBytes)}.`,
  ];
}

function sum(weights: readonly Weight[], key: "gzip" | "brotli"): number {
  return weights.reduce((total, weight) => total + weight[key], 0);
}

if (import.meta.main) {
  const { checked, unit, notes: lines = [], problems } = sizeBudget();
  console.log([`${String(checked)} ${unit}`, ...lines, ...problems].join("\n"));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
