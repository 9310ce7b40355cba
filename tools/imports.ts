// The second wall behind the lint rules: what a package's sources import is what its package.json lists, and of
// our own packages it lists only its neighbours. (knip accepts any workspace, listed or not: tried with 6.41.)

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { entriesOf } from "./declarations.ts";
import { filesUnder, packageNames } from "./files.ts";
import type { Finding } from "./gate.ts";
import { root } from "./root.mjs";
import { isNode, lineAt, readSource, visit } from "./syntax.ts";

const neighbours: Readonly<Record<string, readonly string[]>> = {
  core: [],
  wire: [],
  client: ["@tacet/core", "@tacet/wire"],
  relay: ["@tacet/wire"],
  web: ["@tacet/client"],
  cli: ["@tacet/client", "@tacet/relay"],
};

/** What no browser loads. */
const onNode: ReadonlySet<string> = new Set(["relay", "cli"]);

/** Every way into a package of ours; a subpath is one only when its package says so. */
const entries: ReadonlySet<string> = new Set(
  packageNames.flatMap((name) => entriesOf(name).map(({ specifier }) => specifier)),
);

export function checkImports(): Finding {
  let checked = 0;
  const problems: string[] = [];
  for (const name of packageNames) {
    const listed = listedIn(name);
    problems.push(...strangers(name, listed));
    for (const path of filesUnder(`packages/${name}/src`, [".ts", ".tsx"])) {
      for (const { specifier, line } of importsOf(path)) {
        checked++;
        const problem = judge(name, listed, specifier);
        if (problem !== undefined) problems.push(`${path}:${String(line)} ${problem}`);
      }
    }
  }
  return { checked, unit: "imports", problems };
}

function strangers(name: string, listed: ReadonlySet<string>): readonly string[] {
  return [...listed]
    .filter((it) => it.startsWith("@tacet/") && !(neighbours[name] ?? []).includes(it))
    .map((it) => `packages/${name}/package.json lists ${it}, which ${name} may not import.`);
}

function judge(name: string, listed: ReadonlySet<string>, specifier: string): string | undefined {
  if (specifier.startsWith("node:")) {
    return onNode.has(name) ? undefined : `imports ${specifier}, and ${name} also runs in a browser.`;
  }
  const [scope = "", rest = ""] = specifier.split("/");
  const owner = scope.startsWith("@") ? `${scope}/${rest}` : scope;
  if (!listed.has(owner)) return `imports ${owner}, which packages/${name}/package.json does not list.`;
  return scope === "@tacet" && !entries.has(specifier)
    ? `imports ${specifier}, which packages/${rest}/package.json does not export.`
    : undefined;
}

function listedIn(name: string): ReadonlySet<string> {
  const text = readFileSync(join(root, "packages", name, "package.json"), "utf8");
  const { dependencies = {} } = JSON.parse(text) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  return new Set(Object.keys(dependencies));
}

/** Imports that leave the package: static, re-exporting, dynamic and in types. */
function importsOf(path: string): readonly { readonly specifier: string; readonly line: number }[] {
  const found: { readonly specifier: string; readonly line: number }[] = [];
  const source = readSource(path);
  visit(source.program, (node) => {
    const from = node["source"];
    const specifier = isNode(from) ? from["value"] : undefined;
    if (typeof specifier !== "string" || specifier.startsWith(".")) return;
    found.push({ specifier, line: lineAt(source.text, node.start) });
  });
  return found;
}
