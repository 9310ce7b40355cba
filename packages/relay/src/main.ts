import { setFlagsFromString } from "node:v8";
import { readConfig } from "./config/config.ts";
import { ConfigError } from "./config/error.ts";
import { systemPorts } from "./ports.ts";
import { type Relay, createRelay } from "./relay.ts";

/*
 * The program: reads the environment, serves, and stops on a signal. It writes its start and configuration errors and nothing
 * else; an unforeseen end names the kind of the error alone, since its text could hold an address.
 */

/*
 * A crowd that comes in makes V8's young generation grow to many times its size, and it does not shrink again. Left as it begins,
 * the relay holds half the memory under load, for work that measured no more (bench/idle-sockets.ts).
 */
setFlagsFromString("--semi-space-growth-factor=1");

const EXIT_FAILED = 1;
const EXIT_CONFIG = 2;

process.on("uncaughtException", (error) => {
  process.stderr.write(`Tacet ended unexpectedly (${error.name}). Start it again.\n`);
  process.exit(EXIT_FAILED);
});

try {
  const relay = createRelay(readConfig(process.env), systemPorts());
  const { url } = await relay.listen();
  stopOnSignals(relay);
  process.stdout.write(`Tacet is serving at ${url}\n`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(EXIT_CONFIG);
}

/** A signal that is repeated while the relay stops, as npm does, must not cut the stop short. */
function stopOnSignals(relay: Relay): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      relay.close().then(
        () => process.exit(0),
        () => process.exit(EXIT_FAILED),
      );
    });
  }
}
