import { fileURLToPath } from "node:url";

/** The root of the repository, without a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * Ends this program with one sentence on standard error.
 * @param {string} sentence what went wrong and what to do next
 * @param {number} code the exit code
 * @returns {never}
 */
export function stop(sentence, code) {
  process.stderr.write(`tacet: ${sentence}\n`);
  process.exit(code);
}

/**
 * One calm line about something that takes more than a second.
 * @param {string} sentence
 */
export function say(sentence) {
  process.stderr.write(`tacet: ${sentence}\n`);
}
