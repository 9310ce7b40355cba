import type { PhraseEnd } from "@tacet/wire";

/*
 * The life of a spoken phrase at the relay, as a machine (spec/phrase.md 6). It knows no socket and reads no clock.
 *
 *           begin                    message 4
 *   open ----------> attempt(1..4) -------------> null
 *    |                   |                          ^
 *    +-------------------+--- withdrawn, replaced, closed, gone, left, time, a turn out of order
 *
 * The limits are judged before, by the table; so is whether an address has a phrase at all.
 */

export type Side = "joiner" | "inviter";

/** The number of the message that is next. Odd ones are the joiner's. */
export type Turn = 1 | 2 | 3 | 4;

export type Phrase =
  | { readonly phase: "open"; readonly endsMs: number }
  | { readonly phase: "attempt"; readonly endsMs: number; readonly turn: Turn };

/**
 * `withdrawn` and `replaced` by the inviter's own word, `closed` with the taking of seat 1, `gone` with the inviter's socket or the room;
 * `left` is the joiner's socket.
 */
export type PhraseEvent =
  | { readonly on: "begin"; readonly endsMs: number }
  | { readonly on: "message"; readonly from: Side }
  | { readonly on: "withdrawn" | "replaced" | "closed" | "gone" | "left" | "time" };

/** `forward` hands on the message that was the event; the joiner's socket is closed after the last one. */
export type PhraseEffect =
  | { readonly do: "begun" }
  | { readonly do: "forward"; readonly to: Side; readonly last: boolean }
  | { readonly do: "over"; readonly to: Side; readonly code: PhraseEnd }
  | { readonly do: "fault"; readonly to: Side };

/** A null phrase is over: nothing of it is kept. */
export interface PhraseStep {
  readonly phrase: Phrase | null;
  readonly effects: readonly PhraseEffect[];
}

export function stepPhrase(phrase: Phrase, event: PhraseEvent, nowMs: number): PhraseStep {
  if (nowMs >= phrase.endsMs) return overdue(phrase);
  switch (event.on) {
    case "begin":
      return phrase.phase === "open"
        ? { phrase: { phase: "attempt", endsMs: event.endsMs, turn: 1 }, effects: [{ do: "begun" }] }
        : unchanged(phrase);
    case "message":
      return phrase.phase === "attempt" ? take(phrase, event.from) : unchanged(phrase);
    case "withdrawn":
    case "replaced":
    case "gone":
      return over(phrase, null, "cut");
    case "closed":
      return over(phrase, "closed", "cut");
    case "left":
      return phrase.phase === "attempt" ? over(phrase, "cut", null) : unchanged(phrase);
    case "time":
      return unchanged(phrase);
    default:
      return event satisfies never;
  }
}

function take(phrase: Phrase & { phase: "attempt" }, from: Side): PhraseStep {
  const { turn } = phrase;
  const turnOf: Side = turn % 2 === 1 ? "joiner" : "inviter";
  const other: Side = from === "joiner" ? "inviter" : "joiner";
  if (from !== turnOf) {
    return {
      phrase: null,
      effects: [
        { do: "over", to: other, code: "cut" },
        { do: "fault", to: from },
      ],
    };
  }
  const forward: PhraseEffect = { do: "forward", to: other, last: turn === 4 };
  return { phrase: turn === 4 ? null : { ...phrase, turn: nextOf(turn) }, effects: [forward] };
}

function nextOf(turn: 1 | 2 | 3): Turn {
  return turn === 1 ? 2 : turn === 2 ? 3 : 4;
}

function overdue(phrase: Phrase): PhraseStep {
  return phrase.phase === "open" ? over(phrase, "expired", null) : over(phrase, "late", "late");
}

/** Says to each side what its code is; an open phrase has no joiner. */
function over(phrase: Phrase, toInviter: PhraseEnd | null, toJoiner: PhraseEnd | null): PhraseStep {
  const effects: PhraseEffect[] = [];
  if (toInviter !== null) effects.push({ do: "over", to: "inviter", code: toInviter });
  if (toJoiner !== null && phrase.phase === "attempt") {
    effects.push({ do: "over", to: "joiner", code: toJoiner });
  }
  return { phrase: null, effects };
}

function unchanged(phrase: Phrase): PhraseStep {
  return { phrase, effects: [] };
}
