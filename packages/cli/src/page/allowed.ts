import { CliError } from "../errors.ts";

const ANSWER_MS_MAX = 10_000;

/**
 * Asks a relay, as a browser would before it posts, whether pages of an origin may talk to it (spec/relay.md 7).
 * @returns null when they may, else what to tell whoever serves the page
 */
export async function askRelay(relay: string, origin: string): Promise<CliError | null> {
  const answer = await fetch(new URL("/rooms", relay), {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    },
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  }).catch(() => null);
  if (answer === null)
    return new CliError("network", `${relay} does not answer. Look at the address and your network.`);
  await answer.body?.cancel();
  if (answer.status === 200 && answer.headers.get("access-control-allow-origin") === origin) return null;
  if (answer.status === 403)
    return new CliError(
      "refused",
      `${relay} does not let a page of ${origin} talk to it. Its operator can allow that: TACET_ALLOWED_ORIGINS=${origin} (with others, commas between them), and start the relay again.`,
    );
  return new CliError("failed", `${relay} does not answer as a relay of this version does.`);
}
