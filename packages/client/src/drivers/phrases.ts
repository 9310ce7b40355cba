/*
 * Where a room meets spoken phrases (spec/phrase.md). All but this door is loaded when the first phrase is made or typed; what comes
 * meanwhile waits in order.
 */
import type { Crypto } from "@tacet/core";
import type { PhraseOutcome, RoomCommand, RoomEvent } from "../face.ts";
import type { InviterDesk, JoinerDesk } from "../phrase/index.ts";
import type { InvitingInput } from "../phrase/inviting.ts";
import type { Clock, SocketEvent, SocketPort } from "../ports.ts";
import type { Keyring } from "./keyring.ts";

export interface PhrasePorts {
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly socket: SocketPort;
  readonly invited: Keyring["invited"];
  readonly emit: (event: RoomEvent) => void;
  /** An invitation has come by a phrase: it goes the ordinary way. */
  readonly join: (command: RoomCommand & { do: "join" }) => void;
}

export interface Phrases {
  /** What concerns the phrases of this room's inviter. */
  invite(input: InvitingInput): void;
  /** True when the command was to join by a phrase, which is begun. Any other beginning ends one that is on. */
  join(command: RoomCommand): boolean;
  /** True when the event belongs to a joiner's socket. */
  hears(event: SocketEvent): boolean;
  /** Erases everything: the room is over. */
  wipe(): void;
}

/** The joiner's socket comes before every room's. */
const JOINER_CONNECTION = 0;

export function createPhrases(ports: PhrasePorts): Phrases {
  let closed = false;
  const emit = (event: RoomEvent): void => {
    if (!closed) ports.emit(event);
  };
  const inviting = openInviting({ ...ports, emit });
  const joining = openJoining({ ...ports, emit });
  return {
    invite: inviting.take,
    join: (command) => {
      if (command.do === "join" && isPhrase(command.invitation)) {
        joining.begin(command);
        return true;
      }
      if (command.do === "create" || command.do === "join" || command.do === "leave") joining.giveUp();
      return false;
    },
    hears: (event) => {
      if (event.connection !== JOINER_CONNECTION) return false;
      joining.hear(event);
      return true;
    },
    wipe: () => {
      closed = true;
      joining.giveUp();
      inviting.close();
    },
  };
}

interface InvitingDoor {
  readonly take: (input: InvitingInput) => void;
  readonly close: () => void;
}

function openInviting({ clock, crypto, socket, emit, invited }: PhrasePorts): InvitingDoor {
  let desk: Promise<InviterDesk> | null = null;
  let closed = false;
  const load = async (): Promise<InviterDesk> => {
    const { createInviterDesk } = await import("../phrase/index.ts");
    return createInviterDesk({ clock, random: crypto.random, socket, emit, invited });
  };
  return {
    take: (input) => {
      // Only a person's wish loads it: before one there is nothing to be heard.
      if (closed || (desk === null && input.on !== "ask")) return;
      desk ??= load();
      desk.then(
        (present) => {
          if (!closed) present.take(input);
        },
        () => {
          desk = null;
          emit({ event: "phrase-over", outcome: "unavailable", allowed: true });
        },
      );
    },
    close: () => {
      closed = true;
      desk?.then((present) => {
        present.close();
      }, noDesk);
    },
  };
}

interface JoiningDoor {
  readonly begin: (command: RoomCommand & { do: "join" }) => void;
  readonly hear: (event: SocketEvent) => void;
  readonly giveUp: () => void;
}

function openJoining({ clock, crypto, socket, emit, join }: PhrasePorts): JoiningDoor {
  const tried = new Set<number>();
  let desk: Promise<JoinerDesk | null> | null = null;
  const giveUp = (): void => {
    desk?.then((present) => present?.close(), noDesk);
    desk = null;
  };
  const begin = (command: RoomCommand & { do: "join" }): void => {
    giveUp();
    const isPresent = (): boolean => desk === opened;
    const over = (outcome: PhraseOutcome, link: string | null): void => {
      if (!isPresent()) return;
      desk = null;
      emit({ event: "phrase-over", outcome, allowed: true });
      if (link !== null) join({ ...command, invitation: link });
    };
    const load = async (): Promise<JoinerDesk | null> => {
      const { createJoinerDesk } = await import("../phrase/index.ts");
      if (!isPresent()) return null;
      const own = { clock, random: crypto.random, socket, tried, connection: JOINER_CONNECTION, over };
      const made = createJoinerDesk(command.invitation, command.origin, own);
      if (made === null) emit({ event: "refused", key: "", reason: "invitation" });
      return made;
    };
    const opened = load();
    desk = opened;
    opened.catch(() => {
      over("unavailable", null);
    });
  };
  return {
    begin,
    giveUp,
    hear: (event) => void desk?.then((present) => present?.socketEvent(event), noDesk),
  };
}

/** What did not load has been told where it was asked for. */
const noDesk = (): void => undefined;

/** Every link and share code holds one of these (spec/phrase.md 2). */
function isPhrase(text: string): boolean {
  return !/[:/#%]/.test(text);
}
