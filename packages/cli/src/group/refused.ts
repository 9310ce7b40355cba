import type { GroupEvent } from "./open.ts";

type Refusal = (GroupEvent & { event: "refused" })["reason"];

const REFUSED: Readonly<Record<Refusal, string>> = {
  empty: "There is nothing in it to say.",
  "too-long": "That text is too long: 16,000 characters are the most.",
  "too-many-waiting": "Too much is waiting to be sent. Wait until some of it has arrived.",
  "no-room": "There is no room yet, or no more.",
  gone: "That message is not here, or not your own.",
  "no-emoji": "A reaction is one emoji.",
  invitation: "That is no invitation. Ask for the link again.",
  "not-allowed": "Only the owner may do that, or who moderates.",
  nobody: "Nobody of that name is here.",
  overtaken: "Another change came first. Look at the room, and try again if it is still wanted.",
  "password-length": "A room's password has 4 to 200 characters.",
  limit: "That is more than the room allows.",
};

export const refusedText = (reason: Refusal): string => REFUSED[reason];
