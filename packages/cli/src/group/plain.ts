import { openScreen } from "../chat/screen.ts";
import { harmlessLine, indented } from "../say/harmless.ts";
import { qrText } from "../say/qr.ts";
import type { Shell } from "../shell.ts";
import type { GroupCommand, GroupEvent, Members } from "./open.ts";
import { createPosted } from "./posted.ts";
import { refusedText } from "./refused.ts";
import type { GroupHolder } from "./run.ts";
import { createGroupSlash } from "./slash.ts";
import { toldText } from "./told.ts";

/** A room for many for people, line by line, as plain-chat.ts is for two. Where no person types (a pipe), every line is a text and none is a command. */
export function createGroupPlain(shell: Shell, command: (command: GroupCommand) => void): GroupHolder {
  let members: Members = [];
  let asksPassword = false;
  const say = (text: string): void => screen.print(indented("* ", text, screen.columns()));
  const slash = createGroupSlash(command, () => members, say);
  const posted = createPosted(command);
  const screen = openScreen(shell, {
    line: (line, pasted) => {
      if (line === null) say("That line is too long, and was not sent.");
      else if (asksPassword) {
        asksPassword = false;
        command({ do: "password", text: line });
      } else if (pasted || !screen.interactive) posted.say(line);
      else slash.read(line, (text) => posted.say(text));
    },
    ready: () => posted.ready(),
    ended: () => {
      if (screen.interactive) command({ do: "leave" });
      else posted.inputEnded();
    },
    interrupted: () => shell.interrupt(),
    changed: () => undefined,
  });
  const nameOf = (tag: string): string => {
    const at = members.findIndex(({ id }) => id === tag);
    const name = harmlessLine(members[at]?.name ?? "");
    return name === "" ? `Number ${String(at + 1)}` : name;
  };
  const hear = (event: GroupEvent): void => {
    posted.hear(event);
    if (event.event === "members") ({ members } = event);
    else if (event.event === "room") {
      if (event.link === null || event.code === null) say("The invitation is void. A new one follows.");
      else screen.print(invitation(event.link, event.code, shell, screen.columns()));
    } else if (event.event === "message" && event.key === null) {
      screen.print(indented(`<${nameOf(event.from)}> `, event.text, screen.columns()));
    } else {
      asksPassword = event.event === "password" && event.state !== "wait" ? true : asksPassword;
      const line = event.event === "refused" ? refusedText(event.reason) : toldText(event, nameOf);
      if (line !== null) say(line);
    }
  };
  return {
    take: hear,
    result: ({ failure, sentence }) => {
      if (failure === null) say(sentence);
      screen.close();
    },
  };
}

function invitation(link: string, code: string, { output }: Shell, columns: number): string {
  const picture = output.isTTY === true ? qrText(link, columns) : null;
  return [
    ...(picture === null ? [] : [picture]),
    "Send the link, or the code, to the people you want here:",
    "",
    link,
    code,
    "",
    "It works until it is renewed.",
  ].join("\n");
}
