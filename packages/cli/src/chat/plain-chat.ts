import type { RoomEvent } from "@tacet/client";
import { createFolder } from "../files/folder.ts";
import { after } from "../room/timer.ts";
import type { Door, Face } from "../room/visit.ts";
import { timeText } from "../say/amount.ts";
import { harmlessLine, indented } from "../say/harmless.ts";
import { invitationText } from "../say/invitation.ts";
import { lossesText, withLosses } from "../say/losses.ts";
import { toldText } from "../say/told.ts";
import type { Shell } from "../shell.ts";
import { createPost } from "./post.ts";
import { openScreen } from "./screen.ts";
import { createSlash } from "./slash.ts";
import { createTransfers } from "./transfers.ts";
import { createTyping } from "./typing.ts";

/**
 * A chat for people, line by line. What this program says begins with a star, what the other person says with their name, and no line of
 * theirs can look like one of ours. Where no person types (a pipe), every line is a text and none is a command.
 */
export function createPlainChat(shell: Shell, door: Door, folder: string): Face {
  const files = createFolder(folder, (event) => door.sunk(event));
  const transfers = createTransfers(shell.input.isTTY === true);
  const post = createPost(door);
  const typing = createTyping(after, (active) => door.command({ do: "typing", active }));
  let otherName = "";
  let whole = true;
  const say = (text: string): void => screen.print(indented("* ", text, screen.columns()));
  const slash = createSlash(door, transfers, say);
  const screen = openScreen(shell, {
    line: (line, pasted) => {
      typing.stop();
      if (line === null) {
        if (!screen.interactive) post.lose();
        say("That line is too long, and was not sent.");
      } else if (pasted || !screen.interactive) post.say(line);
      else slash.read(line, (text) => post.say(text));
    },
    ready: () => post.ready(),
    ended: (toItsEnd) => {
      whole = toItsEnd;
      if (screen.interactive) door.command({ do: "leave" });
      else post.inputEnded();
    },
    interrupted: () => shell.interrupt(),
    changed: (empty) => typing.changed(empty),
  });
  const hear = (event: RoomEvent): void => {
    post.hear(event);
    if (event.event === "room") {
      screen.print(invitationText(event, screen.columns(), shell.output.isTTY === true));
      door.command({ do: "phrase" });
    } else if (event.event === "phrase") {
      say(`Or read these words aloud: ${event.phrase} (good for ${timeText(event.expiresInMs)})`);
    } else if (event.event === "other") otherName = harmlessLine(event.name);
    else if (event.event === "message" && event.from === "other") {
      screen.print(indented(`<${otherName === "" ? "They" : otherName}> `, event.text, screen.columns()));
    } else if (event.event === "file") {
      const line = transfers.tell(event, files.place(event.id));
      if (line !== null) say(line);
    } else {
      const line = withHint(event);
      if (line !== null) say(line);
    }
  };
  return {
    take: hear,
    sink: (command) => files.post(command),
    lacks: say,
    result: async (end, ending, interrupted) => {
      typing.stop();
      await files.abandon();
      const lost =
        ending === null ? "" : lossesText(screen.interactive ? ending : { ...ending, undelivered: 0 });
      const failed = screen.interactive ? (ending?.undelivered ?? 0) > 0 : post.missed() > 0 || !whole;
      const why = [screen.interactive ? "" : pipeLost(post.missed(), whole), lost]
        .filter((part) => part !== "")
        .join(" ");
      const result = withLosses(end, why, failed);
      if (interrupted && why !== "") say(why);
      if (result.failure === null && !interrupted) say(result.sentence);
      screen.close();
      return result;
    },
  };
}

function pipeLost(missed: number, whole: boolean): string {
  if (missed > 0) return `${missed} of the texts did not arrive.`;
  return whole ? "" : "Standard input broke off.";
}

/** What is to be typed about it. */
function withHint(event: RoomEvent): string | null {
  if (event.event === "verification" && event.state === "open")
    return "Type /check to compare with the other person that nobody stands between.";
  const line = toldText(event);
  if (event.event === "safety") return `${line ?? ""}\nThen type /match or /differ.`;
  if (event.event === "policy" && line !== null) return `${line} /relay agrees.`;
  return event.event === "notice" && event.notice === "no-direct-path"
    ? `${line ?? ""} Type /relay to send through the relay, which sees only sealed blocks. It takes both.`
    : line;
}
