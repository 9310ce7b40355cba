/* Ctrl-Z, for whoever has the whole screen: it is given back before the shell has the terminal, and taken again when the program goes on. */

interface Steps {
  readonly leave: () => void;
  readonly enter: () => void;
}

/** A program that runs so long after it asked to be stopped was not stopped, or goes on. */
const STOPPED_MS = 100;

const all: Steps[] = [];

export function onStop(steps: Steps): void {
  if (process.platform === "win32") return;
  if (all.length === 0) {
    process.on("SIGTSTP", alone);
    process.on("SIGCONT", goOn);
  }
  all.push(steps);
}

/** Whoever started this program in the terminal is stopped with it, as by a terminal that gives Ctrl-Z as a signal. */
export function stop(): void {
  pause(0);
}

function alone(): void {
  pause(process.pid);
}

/** The system's own way of stopping leaves a program running that nothing could let go on: no shell started it. */
function pause(whom: number): void {
  if (all.length === 0) return;
  for (const { leave } of all) leave();
  process.off("SIGTSTP", alone);
  process.kill(whom, "SIGTSTP");
  setTimeout(() => {
    process.on("SIGTSTP", alone);
    goOn();
  }, STOPPED_MS);
}

function goOn(): void {
  for (const { enter } of all) enter();
}
