import { setFlagsFromString } from "node:v8";
import { ConfigError, createRelay, readConfig, systemPorts } from "@tacet/relay";
import type { Call } from "../command/form.ts";
import { CliError, EXIT } from "../errors.ts";
import { pagePlace } from "../page/place.ts";
import { jsonLine } from "../say/harmless.ts";
import type { Shell } from "../shell.ts";

/** `tacet serve`: the relay, told by the environment as `npm start` is. Resolves once it was stopped. */
export async function runServe({ options }: Call, shell: Shell): Promise<number> {
  // The relay's own program does so too, and says why.
  setFlagsFromString("--semi-space-growth-factor=1");
  const interrupted = new Promise<void>((resolve) => {
    shell.onInterrupt(resolve);
  });
  try {
    const config = readConfig(process.env);
    const relay = createRelay({ ...config, pageDir: pagePlace() ?? config.pageDir }, systemPorts());
    const { url } = await relay.listen();
    shell.output.write(
      options.has("json") ? jsonLine({ event: "serving", url }) : `Tacet is serving at ${url}\n`,
    );
    await interrupted;
    await relay.close();
    return EXIT.done;
  } catch (error) {
    if (error instanceof ConfigError) throw new CliError("usage", error.message);
    throw error;
  }
}
