import type { RoomEvent } from "@tacet/client";
import { EMOJI } from "@tacet/client/safety";
import { endOf } from "../say/ends.ts";
import { refusalText } from "../say/files.ts";

type Json = Readonly<Record<string, unknown>>;

/** The one other person of a room for two. */
const OTHER = "other";

/**
 * Turns what a room tells into JSON events, one object for each line. Presence becomes events `member`: joined with the session,
 * renamed, and left where the other side's going ended the room.
 */
export function createEvents(words: readonly string[]): (event: RoomEvent) => readonly Json[] {
  let name = "";
  let met = false;
  const member = (change: string): Json => ({ event: "member", id: OTHER, name, change });
  return (event) => {
    switch (event.event) {
      case "other": {
        const renamed = met && event.name !== name;
        ({ name } = event);
        return renamed ? [member("renamed")] : [];
      }
      case "verification": {
        const first = !met;
        met = true;
        const told = { event: "verification", state: event.state };
        return first ? [member("joined"), told] : [told];
      }
      case "safety":
        return [safety(event, words)];
      case "end": {
        const { failure, sentence } = endOf(event);
        const gone = ["left-there", "burned-there", "gone"].includes(event.reason);
        return [
          ...(met && gone ? [member("left")] : []),
          ...(failure === null ? [] : [{ event: "error", code: failure, message: sentence }]),
          {
            event: "end",
            reason: event.reason,
            undelivered: event.undelivered,
            unopened: event.unopenedBlocks,
          },
        ];
      }
      default:
        return plain(event);
    }
  };
}

type Told = Exclude<RoomEvent, { event: "other" | "verification" | "safety" | "end" }>;

function plain(event: Told): readonly Json[] {
  switch (event.event) {
    case "room":
      return [{ event: "room", link: event.link, code: event.code, room_id: event.roomId }];
    case "phrase":
      return [{ event: "phrase", phrase: event.phrase, expires_in: Math.round(event.expiresInMs / 1000) }];
    case "phrase-over":
      return [{ event: "phrase-over", outcome: event.outcome }];
    case "time-left":
      return [{ event: "time-left", seconds: Math.round(event.ms / 1000) }];
    case "receipt":
      return event.state === "sending" ? [] : [event];
    case "file":
      return event.state === "cancelling" ? [] : [fileTold(event)];
    case "refused":
      return [{ event: "error", code: event.reason, message: refusalText(event.reason) }];
    case "message": {
      const { id, from, text, replyTo } = event;
      return [{ event: "message", id, from, text, ...(replyTo === null ? {} : { reply_to: replyTo }) }];
    }
    case "farewell":
    case "told":
    case "files":
      return [];
    default:
      return [withoutKey(event)];
  }
}

function fileTold({ id, from, name, size, state, bytes, reason }: RoomEvent & { event: "file" }): Json {
  return { event: "file", id, from, name, size, state, bytes, ...(reason === null ? {} : { reason }) };
}

function withoutKey(event: object): Json {
  return Object.fromEntries(Object.entries(event).filter(([field]) => field !== "key"));
}

function safety(event: RoomEvent & { event: "safety" }, words: readonly string[]): Json {
  return {
    event: "safety",
    words: event.words.map((place) => words[place] ?? ""),
    emoji: event.emoji.map((place) => EMOJI[place]?.[1] ?? ""),
    emoji_names: event.emoji.map((place) => EMOJI[place]?.[0] ?? ""),
  };
}
