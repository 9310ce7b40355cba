import { formatInvitation, wipe } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { joiner, phrases } from "@tacet/core/phrase";
import { type FromRelay, decodeFromRelay, encodePhrase } from "@tacet/wire";
import { createAlarm } from "../drivers/clock.ts";
import type { PhraseOutcome } from "../face.ts";
import type { Clock, SocketEvent, SocketPort } from "../ports.ts";
import { relayUrl } from "../relay-url.ts";
import { type JoiningEffect, type JoiningInput, beginJoining, stepJoining } from "./joining.ts";
import { createTurns } from "./turns.ts";

export interface JoinerPorts {
  readonly clock: Clock;
  readonly random: Crypto["random"];
  readonly socket: SocketPort;
  /** The socket's number: no room's. */
  readonly connection: number;
  /** Addresses that were begun while the page is open; this one is added. */
  readonly tried: Set<number>;
  /** The end, once. A link comes with `invited` alone. */
  over(outcome: PhraseOutcome, link: string | null): void;
}

/** The joiner's side of one phrase. Nothing here throws. */
export interface JoinerDesk {
  socketEvent(event: SocketEvent): void;
  /** Gives up without a word. */
  close(): void;
}

/**
 * Begins the attempt of a phrase that somebody typed. Null when the text is none.
 * @param origin of the relay, whose page this is
 */
export function createJoinerDesk(text: string, origin: string, ports: JoinerPorts): JoinerDesk | null {
  const parsed = phrases.parse(text);
  if (parsed.kind === "fault") return null;
  const { address } = parsed.phrase;
  if (ports.tried.has(address)) {
    ports.over("tried", null);
    return NOTHING;
  }
  const held: Held = { secrets: joiner.join({ origin, phrase: parsed.phrase }), link: null };
  return run(held, address, ports);
}

const NOTHING: JoinerDesk = { socketEvent: () => undefined, close: () => undefined };

const FAILED: JoiningInput = { on: "failed" };

interface Held {
  secrets: ReturnType<typeof joiner.join>;
  link: string | null;
}

function run(held: Held, address: number, ports: JoinerPorts): JoinerDesk {
  const { clock, connection, socket } = ports;
  let state = beginJoining(clock.monotonicMs());

  const close = (): void => {
    state = { ...state, phase: "over" };
    alarm(null);
    joiner.wipe(held.secrets);
    socket.post({ do: "close", connection });
  };
  const send = (message: Uint8Array): void => {
    const bytes = encodePhrase({ kind: "phrase-message", message });
    socket.post({ do: "send", connection, bytes });
  };
  const perform = async (effect: JoiningEffect): Promise<JoiningInput | null> => {
    if (effect.do === "send") send(effect.message);
    else if (effect.do === "over") {
      const { link } = held;
      held.link = null;
      close();
      ports.over(effect.outcome, effect.outcome === "invited" ? link : null);
    } else return work(effect, held, ports).catch(() => FAILED);
    return null;
  };
  const advance = async (input: JoiningInput): Promise<JoiningInput | null> => {
    const taken = stepJoining(state, input, clock.monotonicMs());
    ({ state } = taken);
    if (input.on === "opened") {
      ports.tried.add(address);
      alarm(state.endsMs);
    }
    let answer: JoiningInput | null = null;
    for (const effect of taken.effects) answer = (await perform(effect)) ?? answer;
    return answer;
  };
  const take = createTurns(advance);
  const alarm = createAlarm(clock, () => {
    take({ on: "time" });
  });
  socket.post({ do: "open", connection, url: relayUrl(held.secrets.origin) });
  // It waits there until the socket is open, and is not sent if it never is.
  socket.post({ do: "send", connection, bytes: encodePhrase({ kind: "phrase-begin", address }) });
  alarm(state.endsMs);
  return {
    socketEvent: (event) => {
      if (event.on === "received") take({ on: "frame", frame: read(event.bytes) });
      else if (event.on === "opened" || event.on === "closed") take({ on: event.on });
    },
    close,
  };
}

async function work(
  effect: JoiningEffect & { do: "begin" | "step" },
  held: Held,
  { random }: JoinerPorts,
): Promise<JoiningInput> {
  if (effect.do === "begin") {
    const begun = await joiner.begin(random, held.secrets, effect.nonce);
    held.secrets = begun.state;
    return { on: "made", message: begun.message, spends: false };
  }
  const taken = await joiner.step(held.secrets, effect.message);
  if (taken.kind === "failed") return { on: "failed" };
  if (taken.kind === "confirm") {
    held.secrets = taken.state;
    return { on: "made", message: taken.message, spends: true };
  }
  const { invitation } = taken;
  held.link = formatInvitation.link(held.secrets.origin, invitation);
  wipe(invitation.inviteKey);
  return { on: "invited" };
}

function read(bytes: Uint8Array): FromRelay | null {
  try {
    return decodeFromRelay(bytes);
  } catch {
    return null;
  }
}
