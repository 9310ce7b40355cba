import { ConfigError, createPageHost } from "@tacet/relay";
import type { Call } from "../command/form.ts";
import { CliError, EXIT } from "../errors.ts";
import { relayOrigin } from "../room/invitation.ts";
import { jsonLine } from "../say/harmless.ts";
import type { Shell } from "../shell.ts";
import { askRelay } from "./allowed.ts";
import { pagePlace } from "./place.ts";

/** Fixed, so that the relay's operator can allow it once. */
const PORT_DEFAULT = 3001;
const PORT_MAX = 65_535;

/** `tacet page`: the page from this machine, for a relay that allows it. Resolves once it was stopped. */
export async function runPage({ options }: Call, shell: Shell): Promise<number> {
  const relay = relayOrigin(options.get("relay") ?? shell.relay);
  if (relay.includes("["))
    throw new CliError("usage", "A page cannot name a relay by its IPv6 address. Name it by its host name.");
  const pageDir = pagePlace();
  if (pageDir === null)
    throw new CliError("failed", 'There is no built page here. "npm run -s tacet -- page" builds it.');
  const interrupted = new Promise<void>((resolve) => {
    shell.onInterrupt(resolve);
  });
  const host = createPageHost({ port: portOf(options.get("port")), pageDir, relay });
  const url = await host.listen().catch((error: unknown) => {
    if (error instanceof ConfigError) throw new CliError("usage", error.message);
    throw error;
  });
  try {
    const refusal = await askRelay(relay, url);
    if (refusal !== null) throw refusal;
    shell.output.write(
      options.has("json")
        ? jsonLine({ event: "serving", url, relay })
        : `The page is at ${url}, for rooms at ${relay}. Ctrl-C ends it.\n`,
    );
    await interrupted;
    return EXIT.done;
  } finally {
    await host.close();
  }
}

function portOf(typed: string | undefined): number {
  const port = typed === undefined ? PORT_DEFAULT : Number(/^\d{1,5}$/.exec(typed)?.[0] ?? Number.NaN);
  if (port <= PORT_MAX) return port;
  throw new CliError("usage", `--port takes a whole number from 0 to ${PORT_MAX}.`);
}
