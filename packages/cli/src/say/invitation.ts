import type { RoomEvent } from "@tacet/client";
import { qrText } from "./qr.ts";

/** What is handed to the other person. The code is drawn where a person looks at a terminal that is wide enough. */
export function invitationText(
  { link, code }: RoomEvent & { event: "room" },
  columns: number,
  drawn: boolean,
): string {
  const picture = drawn ? qrText(link, columns) : null;
  return [
    ...(picture === null ? [] : [picture]),
    "Send the link, or the code, to one person:",
    "",
    link,
    code,
    "",
    "It works once.",
  ].join("\n");
}
