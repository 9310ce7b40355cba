#!/usr/bin/env node
/*
 * The program `tacet`: the same rooms as the page's, from a shell, a pipe and a script. It gives the run its streams and signals, and ends
 * with its exit code. What is not foreseen ends it with a line that names the kind of the error alone, since its text could hold a secret.
 */
import { EXIT } from "./errors.ts";
import { run } from "./run.ts";
import { onStop, stop } from "./stopping.ts";

// What was typed may hold an invitation: where the system allows it, the list of processes shows the name alone from here on.
const words = process.argv.slice(2);
process.title = "tacet";

// The runtime warns of cryptography that it calls new; nobody who talks can do anything about it.
process.removeAllListeners("warning");

const endings: (() => void)[] = [];
const windUp = (): void => {
  for (const run of endings.splice(0)) run();
};
process.on("exit", windUp);

process.on("uncaughtException", (error) => {
  windUp();
  process.stderr.write(
    `tacet: Something in tacet broke (${error.name}). Nothing more was sent. Run it again.\n`,
  );
  process.exit(EXIT.failed);
});
// A reader of our output who has gone (`tacet ... | head`) is no fault: there is nobody left to tell.
let lost = false;
process.stdout.on("error", () => {
  lost = true;
  interrupt();
});
process.stderr.on("error", () => undefined);

/** One press may come twice: from the terminal, and from whoever started this program. */
const SAME_PRESS_MS = 300;
/** So long the last lines of a run that was interrupted may take. */
const LAST_WRITE_MS = 500;
const interrupts: (() => void)[] = [];
let pressedMs = -SAME_PRESS_MS;
const interrupt = (): void => {
  const nowMs = performance.now();
  if (nowMs - pressedMs < SAME_PRESS_MS) return;
  pressedMs = nowMs;
  if (interrupts.length === 0) process.exit(EXIT.interrupted);
  for (const heard of interrupts) heard();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.on(signal, interrupt);

const { TACET_RELAY: relay, TERM: term = "dumb", NO_COLOR: colourless = "" } = process.env;
const code = await run({
  words,
  relay: relay === "" ? undefined : relay,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  terminal: { able: term !== "dumb" && term !== "", coloured: colourless === "" },
  onStop,
  stop,
  atEnd: (ending) => void endings.push(ending),
  onInterrupt: (heard) => void interrupts.push(heard),
  interrupt,
});
// The run is over: from here on a signal ends the program, and one that was heard already does not wait for whoever reads nothing.
interrupts.length = 0;
const end = (): void => process.exit(lost ? EXIT.failed : code);
if (code === EXIT.interrupted) setTimeout(end, LAST_WRITE_MS);
// Standard input may stay open for ever; what was written is out when this calls back.
process.stdout.write("", end);
