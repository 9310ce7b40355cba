import type { CommandForm, OptionForm } from "./form.ts";

const RELAY: OptionForm = {
  name: "relay",
  takes: "URL",
  about: "the relay; else TACET_RELAY, else http://localhost:3000",
};
const JSON_LINES: OptionForm = {
  name: "json",
  takes: null,
  about: "one JSON event on each line, for programs",
};
const NAME: OptionForm = {
  name: "name",
  takes: "NAME",
  about: "what the other person sees, up to 20 characters",
};
const HIDE: OptionForm = {
  name: "hide-address",
  takes: null,
  about: "everything through the relay: the other person never learns an address",
};
const VERBOSE: OptionForm = {
  name: "verbose",
  takes: null,
  about: "says on standard error which paths open and close; never anything secret",
};

const ASKED =
  "A link on the command line can be seen in the list of processes and stays in the shell's history: with - it is";

const CREATE: CommandForm = {
  name: "create",
  synopsis: "",
  does: "makes a room, prints its link, and chats",
  more: [
    "Makes a room for two and prints its link, share code, spoken phrase and QR code. Send one of them to one person, then talk.",
    "Type /help in the room for what can be done there. The room ends when one of you leaves or burns it, or its time is up.",
  ],
  words: { min: 0, max: 0 },
  options: [
    {
      name: "ttl",
      takes: "TIME",
      about: "when the room ends, such as 15m, 1h or 90s; else what the relay says",
    },
    {
      name: "policy",
      takes: "PATH",
      about: "direct (only from machine to machine), any (through the relay too), relayed (always)",
    },
    NAME,
    HIDE,
    RELAY,
    JSON_LINES,
    VERBOSE,
  ],
  examples: [
    ["tacet create --relay https://chat.example", "a room at that relay"],
    [
      "tacet create --json",
      "the same for a program: events on standard output, JSON lines on standard input",
    ],
  ],
};

const JOIN: CommandForm = {
  name: "join",
  synopsis: "[link, code, phrase or -]",
  does: "joins a room by its link, share code or four words, and chats",
  more: [
    "Joins a room for two. Joining uses the invitation up: nobody else can come in with it.",
    `${ASKED} read from the first line of`,
    "standard input, and without a word it is asked for.",
  ],
  words: { min: 0, max: 4 },
  options: [NAME, HIDE, RELAY, JSON_LINES, VERBOSE],
  examples: [
    ["tacet join", "asks for the link, the code or the four words"],
    ["tacet join - < invitation.txt", "takes it from a file"],
  ],
};

/** Every command that works, in the order in which help lists them. */
export const FORMS: readonly CommandForm[] = [CREATE, JOIN];
