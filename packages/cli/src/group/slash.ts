import { cleanName } from "@tacet/client";
import { harmlessLine } from "../say/harmless.ts";
import type { GroupCommand, Members } from "./open.ts";

const HELP = [
  "/members          who is here, by number, with what tells their keys apart",
  "/remove N         removes member number N, and makes a new invitation (owner, moderators)",
  "/lock, /knock, /open   nobody comes in; somebody is asked first; whoever has the link comes in (owner)",
  "/yes N, /no N     lets in, or refuses, who asks",
  "/invite           a new invitation: the old link opens nothing any more (owner)",
  "/moderator N      lets member number N remove people (owner)",
  "/owner N          hands the room over to member number N (owner)",
  "/name NAME        changes your name",
  "/leave            leaves; so does Ctrl-D. /end deletes the room for everybody (owner)",
  "//text            says a text that begins with a slash",
];

/** Reads what a person types in a room for many: texts are said, commands carried out. */
export function createGroupSlash(
  command: (command: GroupCommand) => void,
  members: () => Members,
  say: (line: string) => void,
): { read(line: string, post: (text: string) => void): void } {
  let count = 0;
  const key = (): string => {
    count += 1;
    return `slash-${count}`;
  };
  const about = (rest: string, make: (member: string) => GroupCommand): void => {
    const found = members()[Number(rest) - 1];
    if (found === undefined) say("There is nobody of that number. /members lists them.");
    else command(make(found.id));
  };
  const answer = (does: "let-in" | "refuse", rest: string): void =>
    command({ do: does, request: Number(rest) });
  const obey: Readonly<Record<string, (rest: string) => void>> = {
    help: () => say(HELP.join("\n")),
    members: () => say(members().map(lineOf).join("\n")),
    remove: (rest) => about(rest, (member) => ({ do: "remove", member, key: key() })),
    moderator: (rest) => about(rest, (member) => ({ do: "moderator", member, value: true, key: key() })),
    owner: (rest) => about(rest, (member) => ({ do: "hand-over", member, key: key() })),
    lock: () => command({ do: "admission", value: "locked", key: key() }),
    knock: () => command({ do: "admission", value: "knock", key: key() }),
    open: () => command({ do: "admission", value: "open", key: key() }),
    yes: (rest) => answer("let-in", rest),
    no: (rest) => answer("refuse", rest),
    invite: () => command({ do: "invitation", key: key() }),
    name: (rest) => command({ do: "name", name: cleanName(rest) }),
    leave: () => command({ do: "leave" }),
    end: () => command({ do: "end", key: key() }),
  };
  return {
    read: (line, post) => {
      if (line.trim() === "") return;
      if (!line.startsWith("/") || line.startsWith("//"))
        return post(line.startsWith("//") ? line.slice(1) : line);
      const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
      if (Object.hasOwn(obey, name)) obey[name]?.(rest.trim());
      else say("That is no command here; it was not sent. /help lists them.");
    },
  };
}

function lineOf(
  { name, fingerprint, self, owner, moderator, roster, away }: Members[number],
  at: number,
): string {
  const marks = [
    self ? "you" : "",
    owner ? "owner" : "",
    moderator ? "moderator" : "",
    roster === "confirmed" ? "" : "not confirmed",
    away ? "away" : "",
  ].filter((mark) => mark !== "");
  const told = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
  return `${at + 1}  ${harmlessLine(name) || "no name"}${told}  ${fingerprint}`;
}
