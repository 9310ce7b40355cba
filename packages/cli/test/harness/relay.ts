import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRelay, readConfig, systemPorts } from "@tacet/relay";

export interface TestRelay {
  readonly url: string;
  stop(): Promise<void>;
}

/** A real relay on a free port of loopback. */
export async function startRelay(settings: Readonly<Record<string, string>> = {}): Promise<TestRelay> {
  const folder = mkdtempSync(join(tmpdir(), "tacet-cli-relay-"));
  const config = readConfig({
    ...settings,
    PORT: "0",
    TACET_DATA_DIR: folder,
    TACET_RATE_ROOMS_PER_MINUTE: "600",
  });
  const relay = createRelay({ ...config, limits: { ...config.limits, closeTimeoutMs: 500 } }, systemPorts());
  const { url } = await relay.listen();
  return {
    url,
    stop: async () => {
      await relay.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
