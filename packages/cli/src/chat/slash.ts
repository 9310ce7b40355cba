import { cleanName } from "@tacet/client";
import { CliError } from "../errors.ts";
import { offerOf } from "../files/source.ts";
import type { Door } from "../room/visit.ts";
import type { Transfers } from "./transfers.ts";

/** What a person can do in a room beside talking, as /help lists it. */
const SLASH_HELP = [
  "/check            shows seven emoji and five words: compare them with the other person by voice",
  "/match, /differ   what you found; /differ ends the room",
  "/phrase           four words to read aloud, which hand over the invitation",
  "/file PATH        offers a file",
  "/accept [N]       takes the file number N, or the newest one, into the folder you are in",
  "/decline [N]      does not take it; /cancel [N] stops one that moves",
  "/relay            agrees to the relay, or offers it, where there is no direct way",
  "/hide             hides your address from now on: everything through the relay",
  "/name NAME        changes your name",
  "/leave            leaves; so does Ctrl-D. /burn ends the room for both at once",
  "//text            says a text that begins with a slash",
] as const;

/** A command that only one kind of screen has. */
interface Slash {
  readonly name: string;
  /** Its line of /help. */
  readonly about: string;
  readonly run: () => void;
}

/** A typed line: something to say, a command with what follows it, or nothing. */
type Typed =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "slash"; readonly name: string; readonly rest: string }
  | { readonly kind: "nothing" };

function readTyped(line: string): Typed {
  if (line.trim() === "") return { kind: "nothing" };
  if (!line.startsWith("/")) return { kind: "say", text: line };
  if (line.startsWith("//")) return { kind: "say", text: line.slice(1) };
  const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  return { kind: "slash", name, rest: rest.trim() };
}

/** Reads what a person types: texts are said, commands carried out. */
export function createSlash(
  door: Door,
  transfers: Transfers,
  say: (line: string) => void,
  more: readonly Slash[] = [],
): { read(line: string, post: (text: string) => void): void } {
  let files = 0;
  const offer = async (path: string): Promise<void> => {
    files += 1;
    try {
      door.command(await offerOf(path, `file-${files}`));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      say(error.message);
    }
  };
  const answer = (does: "accept" | "decline" | "cancel", number: string): void => {
    const command = transfers.answer(does, number);
    if (command === null) say("There is no such file.");
    else door.command(command);
  };
  const obey: Readonly<Record<string, (rest: string) => void>> = {
    ...Object.fromEntries(more.map(({ name, run }) => [name, run])),
    help: () => say([...SLASH_HELP, ...more.map(({ about }) => about)].join("\n")),
    check: () => door.command({ do: "safety" }),
    match: () => door.command({ do: "verified", match: true }),
    differ: () => door.command({ do: "verified", match: false }),
    phrase: () => door.command({ do: "phrase" }),
    // It tells by itself what it meets.
    file: (rest) => void (rest === "" ? say("Which file? /file PATH") : offer(rest)),
    accept: (rest) => answer("accept", rest),
    decline: (rest) => answer("decline", rest),
    cancel: (rest) => answer("cancel", rest),
    relay: () => door.command({ do: "use-relay" }),
    hide: () => door.command({ do: "hide-address" }),
    name: (rest) => door.command({ do: "name", name: cleanName(rest) }),
    leave: () => door.command({ do: "leave" }),
    burn: () => door.command({ do: "burn" }),
  };
  return {
    read: (line, post) => {
      const typed = readTyped(line);
      if (typed.kind === "nothing") return;
      if (typed.kind === "say") post(typed.text);
      else if (Object.hasOwn(obey, typed.name)) obey[typed.name]?.(typed.rest);
      else
        say(
          "That is no command here; it was not sent. /help lists them, and //text says a text with a slash.",
        );
    },
  };
}
