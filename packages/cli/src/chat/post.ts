import type { RoomEvent } from "@tacet/client";
import type { Door } from "../room/visit.ts";

/** Own texts of one conversation. */
export interface Post {
  say(text: string): void;
  hear(event: RoomEvent): void;
  /** The pipe that texts came from is at its end: when all of them have arrived the room is left. One that said nothing stays. */
  inputEnded(): void;
  /** How many texts of a pipe that is at its end did not arrive. */
  missed(): number;
}

const KEY = "text-";

export function createPost(door: Door): Post {
  const open = new Set<string>();
  let said = 0;
  let arrived = 0;
  let refused = 0;
  let ended = false;
  const leaveWhenDone = (): void => {
    if (ended && said > 0 && arrived + refused === said) door.command({ do: "leave" });
  };
  return {
    say: (text) => {
      if (text.trim() === "") return;
      said += 1;
      door.command({ do: "message", text, key: `${KEY}${said}` });
    },
    hear: (event) => {
      if (event.event === "message" && isOurs(event.key)) open.add(event.id);
      else if (event.event === "refused" && isOurs(event.key)) refused += 1;
      else if (event.event === "receipt" && event.state === "delivered")
        arrived += open.delete(event.id) ? 1 : 0;
      else return;
      leaveWhenDone();
    },
    inputEnded: () => {
      ended = true;
      leaveWhenDone();
    },
    missed: () => (ended ? said - arrived : 0),
  };
}

function isOurs(key: string | null): boolean {
  return key?.startsWith(KEY) === true;
}
