import type { CommandForm, OptionForm } from "./form.ts";
import { HOST_FORMS } from "./host-forms.ts";
import { JSON_LINES, RELAY } from "./options.ts";

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

const PLAIN: OptionForm = {
  name: "plain",
  takes: null,
  about: "line by line in a terminal too, as where there is none, or TERM is dumb",
};

const TTL: OptionForm = {
  name: "ttl",
  takes: "TIME",
  about: "when the room ends, such as 15m, 1h or 90s; else what the relay says",
};
const POLICY: OptionForm = {
  name: "policy",
  takes: "PATH",
  about: "direct (only from machine to machine), any (through the relay too), relayed (always)",
};

const GROUP: OptionForm = {
  name: "group",
  takes: null,
  about: "a room for many people, through the relay, which cannot read it",
};
const PASSWORD: OptionForm = {
  name: "password",
  takes: null,
  about:
    "asks for a password that everybody needs to come in (with --group); else the first line of standard input",
};

const ASKED =
  "A link on the command line can be seen in the list of processes and stays in the shell's history: with - it is read from the first line of standard input, and without a word it is asked for.";

const CREATE: CommandForm = {
  name: "create",
  synopsis: "",
  does: "makes a room, prints its link, and chats",
  more: "Makes a room for two and prints its link, share code, spoken phrase and QR code. Send one of them to one person, then talk. Type /help in the room for what can be done there. The room ends when one of you leaves or burns it, or its time is up. With --group it is a room for many: its link lets people in until it is renewed, and whoever leaves, leaves alone.",
  words: { min: 0, max: 0 },
  options: [GROUP, PASSWORD, TTL, POLICY, NAME, HIDE, RELAY, JSON_LINES, PLAIN, VERBOSE],
  examples: [
    ["tacet create --relay https://chat.example", "a room at that relay"],
    ["tacet create --group --ttl 7d", "a room for many that ends after a week"],
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
  more: `Joins a room for two, or for many: the link says which. Joining a room for two uses the invitation up: nobody else can come in with it. ${ASKED}`,
  words: { min: 0, max: 4 },
  options: [NAME, HIDE, RELAY, JSON_LINES, PLAIN, VERBOSE],
  examples: [
    ["tacet join", "asks for the link, the code or the four words"],
    ["tacet join - < invitation.txt", "takes it from a file"],
  ],
};

const SEND: CommandForm = {
  name: "send",
  synopsis: "FILE...",
  does: "sends files, and ends when they have arrived",
  more: "Offers files to the other person of a room, and stays until they leave, so that a page can save what came; Ctrl-C leaves. It ends with 0 when each file was confirmed, whole and verified. Without --to it makes the room and prints its link, code and phrase on standard error.",
  words: { min: 1, max: 100 },
  options: [
    {
      name: "to",
      takes: "INVITATION",
      about: "joins this room (link, code, phrase in quotes; - reads it from standard input)",
    },
    TTL,
    POLICY,
    NAME,
    HIDE,
    RELAY,
    JSON_LINES,
    VERBOSE,
  ],
  examples: [
    ["tacet send report.pdf", "makes a room, prints its link, and sends when somebody has come"],
    ["tacet send a.txt b.txt --to - < invitation.txt", "sends two files into the room of an invitation"],
  ],
};

const RECEIVE: CommandForm = {
  name: "receive",
  synopsis: "[link, code, phrase or -]",
  does: "takes the files that the other person offers, until they leave",
  more: `Joins a room and takes every file that is offered. A file has its name when it is whole, verified and on the disk, and not before; it never takes the place of another, never leaves the folder and is never a hidden one. ${ASKED}`,
  words: { min: 0, max: 4 },
  options: [
    { name: "output", takes: "FOLDER", about: "where files are saved; else the folder you are in" },
    NAME,
    HIDE,
    RELAY,
    JSON_LINES,
    VERBOSE,
  ],
  examples: [
    ["tacet receive", "asks for the link, the code or the four words"],
    ["tacet receive - --output inbox < invitation.txt", "saves into the folder inbox"],
  ],
};

const PIPE: CommandForm = {
  name: "pipe",
  synopsis: "[link, code, phrase or -]",
  does: "standard input to the other side's standard output, and back",
  more: "Carries bytes both ways, exactly, of any number. It ends with 0 only when the other side has confirmed the last byte and the hash of all, and what came from there is written. Without an invitation it makes a room and prints the link and the phrase on standard error. With - the first line of standard input is the invitation and the rest is data. Where standard input is a terminal, nothing is sent.",
  words: { min: 0, max: 4 },
  options: [
    TTL,
    POLICY,
    NAME,
    HIDE,
    RELAY,
    { ...JSON_LINES, about: "JSON events on standard error" },
    VERBOSE,
  ],
  examples: [
    ["tacet pipe < backup.tar", "makes a room and sends a file as it is"],
    ["tacet pipe - < invitation.txt > backup.tar", "takes it"],
  ],
};

/** Every command that works, in the order in which help lists them. */
export const FORMS: readonly CommandForm[] = [CREATE, JOIN, SEND, RECEIVE, PIPE, ...HOST_FORMS];
