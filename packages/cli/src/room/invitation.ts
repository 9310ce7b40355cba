import { CoreError, parseInvitation } from "@tacet/client";
import { CliError } from "../errors.ts";
import { faultText } from "../say/faults.ts";

const RELAY_DEFAULT = "http://localhost:3000";

/** Hosts of this machine, where a relay may be reached without TLS (spec/invite.md 2). */
const OWN_MACHINE = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])$/;

/**
 * The origin of the relay that was named.
 * @param how it is named, for who named it wrong
 * @throws CliError("usage") for what is no address of one, and for http to another machine
 */
export function relayOrigin(named: string | undefined, how = "with --relay or TACET_RELAY"): string {
  const text = named ?? RELAY_DEFAULT;
  const url = URL.canParse(text) ? new URL(text) : null;
  const bare =
    url !== null && url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  if (url === null || !bare || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw new CliError("usage", `The relay is named like https://chat.example, ${how}.`);
  if (url.protocol === "http:" && !OWN_MACHINE.test(url.hostname))
    throw new CliError(
      "usage",
      "A relay on another machine needs https: http would let anyone on the way stand between.",
    );
  return url.origin;
}

/** What to join, and at which relay. */
export interface Entry {
  readonly origin: string;
  readonly invitation: string;
}

/**
 * Reads a link, a share code or a phrase. A link names its relay; a phrase, and a code without a host, belong to the one that was named.
 * @throws CliError("usage") for what is none of them
 */
export async function readEntry(said: string, named: string | undefined): Promise<Entry> {
  const text = said.trim();
  if (text === "") throw new CliError("usage", faultText("empty"));
  // Every link and share code holds one of these (spec/phrase.md 2).
  if (!/[:/#%]/.test(text)) {
    await checkPhrase(text);
    return { origin: relayOrigin(named), invitation: text };
  }
  return { origin: originIn(text) ?? relayOrigin(named), invitation: text };
}

/** An invitation with an owner tag, which the one of a room for two does not have (spec/invite.md 2). Whether it is whole is seen when it is used. */
export function isForMany(said: string): boolean {
  try {
    parseInvitation(said.trim()).invitation.inviteKey.fill(0);
    return false;
  } catch (error) {
    return error instanceof CoreError && error.detail === "owner-tag";
  }
}

async function checkPhrase(text: string): Promise<void> {
  const { typedPhrases } = await import("@tacet/client/phrase");
  const read = typedPhrases.read(text);
  if (read.kind === "fault") throw new CliError("usage", faultText(read.fault, read.word));
}

function originIn(text: string): string | null {
  try {
    const { invitation } = parseInvitation(text);
    // Read, not used: this copy is erased, and the room reads the text itself.
    invitation.inviteKey.fill(0);
    return invitation.origin;
  } catch (error) {
    const fault = error instanceof CoreError ? error.detail : null;
    throw new CliError("usage", faultText(fault ?? "not-an-invitation"));
  }
}
