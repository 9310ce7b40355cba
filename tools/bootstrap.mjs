// The one program that must run before anything is installed, on whatever Node is there: plain JavaScript
// without dependencies. It installs what is missing, finds the repository's own Node, builds the page when its
// sources changed, and hands over. Usage: node tools/bootstrap.mjs start|test|verify|bench|campaign|tacet|pack|release [arguments]

import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "./build-page.mjs";
import { handOver } from "./child.mjs";
import { ensureInstalled } from "./install.mjs";
import { repositoryNode } from "./node.mjs";
import { root, stop } from "./root.mjs";

/** What each command runs with the repository's Node, relative to the root. */
const programs = new Map([
  ["start", "packages/relay/src/main.ts"],
  ["test", "tools/test.ts"],
  ["verify", "tools/verify.ts"],
  ["bench", "bench/main.ts"],
  ["campaign", "tools/campaign.ts"],
  ["tacet", "packages/cli/src/main.ts"],
  ["pack", "tools/pack.ts"],
  ["release", "tools/release.ts"],
]);

/** Commands of the terminal client that need the built page. */
const servesPage = new Set(["serve", "page"]);

const [command = "", ...rest] = process.argv.slice(2);
const program = programs.get(command);
if (program === undefined) {
  stop(`"${command}" is not a command here. Use one of: ${[...programs.keys()].join(", ")}.`, 2);
}
if (!existsSync(join(root, program))) {
  stop(
    `This checkout has no ${program}, so "${command}" has nothing to run. Update the checkout and try again.`,
    1,
  );
}

try {
  ensureInstalled();
  const node = repositoryNode();
  if (command === "start" || (command === "tacet" && servesPage.has(rest[0] ?? ""))) buildPage(node);
  // Files are named, and saved, where whoever typed the command is; npm says where that was.
  const here = process.env["INIT_CWD"] ?? process.cwd();
  handOver(node, [join(root, program), ...rest], command === "tacet" ? here : root);
} catch (error) {
  stop(error instanceof Error ? error.message : String(error), 1);
}
