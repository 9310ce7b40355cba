import { createSocket } from "node:dgram";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, resolve } from "node:path";
import { ConfigError, type RelayConfig, ownOrigins, readConfig } from "@tacet/relay";
import { type Finding, failed, ok, skipped, warning } from "./finding.ts";
import { objectIn, request } from "./request.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const STUN_PORT = 3478;
const OWN_MACHINE = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|::1|\[::1\])$/;

/** What was found on the machine that runs the relay, or is to run it. */
export interface Local {
  readonly findings: readonly Finding[];
  /** Where its people reach it; null where nobody can know. */
  readonly origin: string | null;
}

/** Judges the settings of the environment as the relay would, and looks whether it could start. */
export async function lookHere(env: Environment): Promise<Local> {
  let config: RelayConfig;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice = "Correct it; docs/host.md lists every setting.";
    return { findings: [failed("settings", error.message, advice)], origin: null };
  }
  const port = await lookAtPort(config);
  const runs = port.runs;
  const findings = [
    lookAtSettings(config, env),
    lookAtFolder(config),
    port.finding,
    await lookAtStun(config, runs),
  ];
  return {
    findings,
    origin: config.publicUrl ?? (runs ? (ownOrigins(config, config.port)[0] ?? null) : null),
  };
}

function lookAtSettings({ publicUrl, host }: RelayConfig, env: Environment): Finding {
  if (publicUrl === null) {
    return OWN_MACHINE.test(host)
      ? ok("settings", "Every setting is one that the relay takes. It serves this machine alone.")
      : warning(
          "settings",
          "HOST lets others reach the relay without TLS, and TACET_PUBLIC_URL is not set.",
          "Browsers give a page its cryptography only on https: put a proxy with TLS in front, and set TACET_PUBLIC_URL to its address.",
        );
  }
  const isBehind = publicUrl.startsWith("https:") && (env["TACET_TRUSTED_PROXIES"] ?? "") === "";
  return isBehind
    ? warning(
        "settings",
        "TACET_PUBLIC_URL is https, and no proxy is trusted: all visitors count as one address, the proxy's.",
        "Set TACET_TRUSTED_PROXIES to the proxy's address, such as 127.0.0.1, and let it set X-Forwarded-For.",
      )
    : ok("settings", "Every setting is one that the relay takes.");
}

function lookAtFolder({ dataDir, ticketKey }: RelayConfig): Finding {
  if (ticketKey !== null) return ok("folder", "The ticket key is in the environment: no folder is needed.");
  const folder = resolve(dataDir);
  let nearest = folder;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    if (!statSync(nearest).isDirectory()) throw new Error("no folder");
    return ok("folder", `The ticket key can be kept in ${folder}.`);
  } catch {
    const advice = "Give this user the right to write there, or name another folder with TACET_DATA_DIR.";
    return failed("folder", `The ticket key cannot be kept: ${nearest} cannot be written.`, advice);
  }
}

async function lookAtPort(
  config: RelayConfig,
): Promise<{ readonly finding: Finding; readonly runs: boolean }> {
  const { host, port } = config;
  const place = `${host}:${port}`;
  const code = port === 0 ? null : await listenError(host, port);
  if (code === null) return { finding: ok("port", `${place} is free.`), runs: false };
  if (code !== "EADDRINUSE") {
    const advice =
      code === "EACCES"
        ? "Ports below 1024 need rights: choose a higher one with PORT, and let the proxy lead to it."
        : "Set HOST to an address of this machine.";
    return { finding: failed("port", `${place} cannot be listened on (${code}).`, advice), runs: false };
  }
  const named = host.includes(":") ? `[${host}]:${port}` : place;
  const there = await request(new URL(`http://${named}/version.json`));
  const runs = "status" in there && objectIn(there)?.["assets"] !== undefined;
  const finding = runs
    ? ok("port", `A relay of Tacet listens on ${place}.`)
    : failed(
        "port",
        `${place} is taken by another program.`,
        "Stop it, or choose another port with PORT and let the proxy lead there.",
      );
  return { finding, runs };
}

async function lookAtStun({ stun, host, publicUrl }: RelayConfig, runs: boolean): Promise<Finding> {
  if (stun.kind === "list") return skipped("stun-port", "TACET_STUN names other servers.");
  const { host: on, port } = stun.listen ?? { host, port: STUN_PORT };
  const isPublic = publicUrl !== null && !OWN_MACHINE.test(new URL(publicUrl).hostname);
  if (isPublic && OWN_MACHINE.test(on))
    return failed(
      "stun-port",
      `STUN listens on ${on} alone, where nobody else can reach it.`,
      "Set TACET_STUN_LISTEN=0.0.0.0:3478, and open UDP 3478 in the firewall.",
    );
  if (runs) return skipped("stun-port", "The relay runs; its STUN is asked below.");
  if (await canBind(on, port)) return ok("stun-port", `UDP ${on}:${port} is free for STUN.`);
  return stun.listen === null
    ? warning(
        "stun-port",
        `UDP ${on}:${port} is taken: the relay will take any free port for STUN.`,
        "Where a firewall lets only some through, name one with TACET_STUN_LISTEN.",
      )
    : failed(
        "stun-port",
        `UDP ${on}:${port} is taken.`,
        "Stop what uses it, or name another with TACET_STUN_LISTEN.",
      );
}

function listenError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

function canBind(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.once("error", () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
