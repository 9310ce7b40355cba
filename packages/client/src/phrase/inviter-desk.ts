import { wipe } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { inviter } from "@tacet/core/phrase";
import { encodePhrase } from "@tacet/wire";
import { createAlarm } from "../drivers/clock.ts";
import type { RoomEvent } from "../face.ts";
import type { Clock, SocketPort } from "../ports.ts";
import {
  type InvitingEffect,
  type InvitingInput,
  type InvitingJob,
  notInviting,
  stepInviting,
} from "./inviting.ts";
import { createTurns } from "./turns.ts";

/** What the holder of a room lends to its phrases. `invited` gives copies, or null once the invitation is used. */
export interface InviterPorts {
  readonly clock: Clock;
  readonly random: Crypto["random"];
  readonly socket: SocketPort;
  invited(): { readonly origin: string; readonly roomId: Uint8Array; readonly inviteKey: Uint8Array } | null;
  emit(event: RoomEvent): void;
}

/** The inviter's side of a room's phrases. Nothing here throws. */
export interface InviterDesk {
  take(input: InvitingInput): void;
  /** Erases everything; nothing is told any more. */
  close(): void;
}

/** Runs the machine, holds the secrets of its one phrase, and rings when time is up. */
export function createInviterDesk(ports: InviterPorts): InviterDesk {
  const { clock } = ports;
  const held: Held = { phrase: null };
  let state = notInviting;
  let closed = false;

  const forget = (): void => {
    if (held.phrase !== null) inviter.wipe(held.phrase);
    held.phrase = null;
  };
  const perform = async (effect: InvitingEffect): Promise<InvitingInput | null> => {
    if (effect.to === "face") ports.emit(effect.event);
    else if (effect.to === "relay") {
      const { connection, frame } = effect;
      ports.socket.post({ do: "send", connection, bytes: encodePhrase(frame) });
    } else if (effect.job.job === "wipe") forget();
    else return work(effect.job, held, ports).catch(() => FAILED);
    return null;
  };
  const advance = async (input: InvitingInput): Promise<InvitingInput | null> => {
    if (closed) return null;
    const taken = stepInviting(state, input, clock.monotonicMs());
    ({ state } = taken);
    alarm(state.endsMs);
    let answer: InvitingInput | null = null;
    for (const effect of taken.effects) answer = (await perform(effect)) ?? answer;
    // A room that ended meanwhile has no phrase, and what its last job made is erased too.
    if (closed) forget();
    return closed ? null : answer;
  };
  const take = createTurns(advance);
  const alarm = createAlarm(clock, () => {
    take({ on: "time" });
  });
  return {
    take,
    close: () => {
      closed = true;
      alarm(null);
      forget();
    },
  };
}

const FAILED: InvitingInput = { on: "failed" };

/** The secrets of the one phrase. */
interface Held {
  phrase: ReturnType<typeof inviter.offer> | null;
}

type Work = InvitingJob & { job: "offer" | "place" | "step" };

async function work(job: Work, held: Held, ports: InviterPorts): Promise<InvitingInput> {
  if (job.job === "offer") return offer(held, ports);
  if (held.phrase === null) return { on: "failed" };
  if (job.job === "place") {
    const placed = inviter.place(held.phrase, job.address);
    held.phrase = placed.state;
    return { on: "spelled", phrase: placed.phrase };
  }
  const taken = await inviter.step(ports.random, held.phrase, job.message);
  held.phrase = taken.kind === "answer" ? taken.state : null;
  if (taken.kind === "failed") return { on: "failed" };
  return { on: taken.kind === "answer" ? "answered" : "delivered", message: taken.message };
}

function offer(held: Held, ports: InviterPorts): InvitingInput {
  const invited = ports.invited();
  if (invited === null) return { on: "offered", nonce: null };
  held.phrase = inviter.offer(ports.random, invited);
  wipe(invited.inviteKey);
  return { on: "offered", nonce: held.phrase.nonce };
}
