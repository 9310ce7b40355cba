import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "vite";
import { root } from "./root.mjs";
import { isNode, type SyntaxNode } from "./syntax.ts";

/** Where an exported name is declared, and how. */
export interface Declared {
  readonly name: string;
  readonly text: string;
}

interface Module {
  readonly path: string;
  readonly text: string;
  readonly body: readonly SyntaxNode[];
}

/** The public names of a declaration file and the declarations behind them, sorted by name. */
export function exportsOf(path: string): readonly Declared[] {
  const found = new Map<string, string>();
  for (const { name, text } of exported(readModule(path))) found.set(name, text);
  return [...found].map(([name, text]) => ({ name, text })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readModule(path: string): Module {
  const text = readFileSync(path, "utf8");
  const { program } = parseSync(path, text);
  return { path, text, body: program.body as unknown as readonly SyntaxNode[] };
}

function exported(module: Module): readonly Declared[] {
  return module.body.flatMap((node) => {
    if (node.type === "ExportAllDeclaration") return all(module, node);
    if (node.type !== "ExportNamedDeclaration") return [];
    const declaration = node["declaration"];
    if (isNode(declaration)) return declared(module, declaration);
    return listed(module, node);
  });
}

/** export * from, and export * as name from. */
function all(module: Module, node: SyntaxNode): readonly Declared[] {
  const name = nameOf(node["exported"]);
  if (name !== "") return [{ name, text: textOf(module, node) }];
  const from = moduleBehind(module, node);
  return from === undefined ? [{ name: textOf(module, node), text: textOf(module, node) }] : exported(from);
}

/** export { a, type B as C } with or without a source. */
function listed(module: Module, node: SyntaxNode): readonly Declared[] {
  const from = moduleBehind(module, node);
  const specifiers = (node["specifiers"] as readonly SyntaxNode[] | undefined) ?? [];
  return specifiers.map((specifier) => {
    const local = nameOf(specifier["local"]);
    const name = nameOf(specifier["exported"]);
    const behind =
      from === undefined ? inside(module, local) : exported(from).find((it) => it.name === local)?.text;
    return { name, text: behind ?? textOf(module, node) };
  });
}

/** A name that this file declares, or imports from a neighbour. */
function inside(module: Module, name: string): string | undefined {
  for (const node of module.body) {
    const own = declared(module, node).find((it) => it.name === name);
    if (own !== undefined) return own.text;
    if (node.type !== "ImportDeclaration") continue;
    const specifiers = node["specifiers"] as readonly SyntaxNode[];
    const specifier = specifiers.find((it) => nameOf(it["local"]) === name);
    const from = specifier === undefined ? undefined : moduleBehind(module, node);
    if (from !== undefined)
      return exported(from).find((it) => it.name === nameOf(specifier?.["imported"]))?.text;
  }
  return undefined;
}

function declared(module: Module, node: SyntaxNode): readonly Declared[] {
  const text = textOf(module, node).replace(/^declare /, "");
  const own = nameOf(node["id"]);
  if (own !== "") return [{ name: own, text }];
  const variables = (node["declarations"] as readonly SyntaxNode[] | undefined) ?? [];
  return variables.map((variable) => ({ name: nameOf(variable["id"]), text }));
}

/** The declaration file behind a relative source; undefined for another package. */
function moduleBehind(module: Module, node: SyntaxNode): Module | undefined {
  const source = node["source"];
  const specifier = isNode(source) ? String(source["value"]) : "";
  if (!specifier.startsWith(".")) return undefined;
  const path = join(dirname(module.path), specifier.replace(/\.(?:ts|js)$/, ".d.ts"));
  return existsSync(path) ? readModule(path) : undefined;
}

function nameOf(value: unknown): string {
  if (!isNode(value)) return "";
  const name = value["name"] ?? value["value"];
  return typeof name === "string" ? name : "";
}

function textOf({ text }: Module, node: SyntaxNode): string {
  return text.slice(node.start, node.end);
}

/** One public entry of a package: its main one, or a subpath that a page may load later. */
export interface Entry {
  /** As it is imported: "@tacet/core/safety". */
  readonly specifier: string;
  /** The declarations that tsc -b left for it. */
  readonly declarations: string;
}

/** The entries that a package.json lists under "exports", the main one first; none for what nobody imports. */
export function entriesOf(name: string): readonly Entry[] {
  const text = readFileSync(join(root, "packages", name, "package.json"), "utf8");
  const { exports = {} } = JSON.parse(text) as { readonly exports?: Readonly<Record<string, string>> };
  return Object.entries(exports).map(([subpath, source]) => ({
    specifier: join("@tacet", name, subpath),
    declarations: join(root, ".cache/types", name, source.replace("./src/", "").replace(/\.tsx?$/, ".d.ts")),
  }));
}
