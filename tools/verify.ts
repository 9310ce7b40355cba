// Every gate that needs no browser. One alone: npm run verify -- lint

import { runGates } from "./gate.ts";
import { gatesOf } from "./gates.ts";
import { stop } from "./root.mjs";

const gates = gatesOf(true);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !gates.some((gate) => gate.name === name));
if (unknown.length > 0) {
  stop(`There is no gate "${unknown.join(", ")}". Use ${gates.map(({ name }) => name).join(", ")}.`, 2);
}
const passed = await runGates(gates.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));
process.exitCode = passed ? 0 : 1;
