import type { CommandForm } from "./form.ts";
import { JSON_LINES, RELAY } from "./options.ts";

/*
 * The commands of whoever hosts a relay, or does not want to trust one.
 */

const SERVE: CommandForm = {
  name: "serve",
  synopsis: "",
  does: "runs a relay with its page",
  more: "Runs the relay and serves the page, and prints one line with the address. Every setting is an environment variable: HOST, PORT and those that begin with TACET_, as docs/host.md lists them. Ctrl-C or SIGTERM stops it within five seconds. Anywhere but on your own machine put TLS in front.",
  words: { min: 0, max: 0 },
  options: [JSON_LINES],
  examples: [
    ["tacet serve", "on http://localhost:3000"],
    ["tacet serve --json", "the same; the address comes as a JSON event"],
  ],
};

const PAGE: CommandForm = {
  name: "page",
  synopsis: "",
  does: "serves the page from this machine, for a relay elsewhere",
  more: "Serves the page of this package to this machine alone, so that no relay serves it to you; its rooms are at the relay that is named. That relay's operator must allow the page's address once, with TACET_ALLOWED_ORIGINS=http://localhost:3001. Links that others send you go into the field of the page's start.",
  words: { min: 0, max: 0 },
  options: [
    RELAY,
    { name: "port", takes: "PORT", about: "where to listen on localhost; else 3001" },
    JSON_LINES,
  ],
  examples: [["tacet page --relay https://chat.example", "then open http://localhost:3001"]],
};

const CHECK: CommandForm = {
  name: "check",
  synopsis: "URL",
  does: "compares the page that a relay serves with the signed list",
  more: "Fetches everything of the page that a relay serves, in every encoding and with its headers, the page of a room that it makes for that too, and compares it with the list of this version, which lies in this package and is signed. It ends with 0 when all is equal and with 1 when anything differs, and names that. It shows what this relay served to this machine now; a relay can serve others another page.",
  words: { min: 1, max: 1 },
  options: [
    {
      name: "list",
      takes: "FILE",
      about:
        "the list of another version (release.json, with release.json.sig beside it), from where it was released",
    },
    {
      name: "development",
      takes: null,
      about: "takes a list that the development key signed: nobody vouches for it",
    },
    JSON_LINES,
  ],
  examples: [["tacet check https://chat.example", "says what differs, or that nothing does"]],
};

const DOCTOR: CommandForm = {
  name: "doctor",
  synopsis: "[URL]",
  does: "finds out what keeps a relay from being reached",
  more: "Without an address, on the machine of a relay: judges the settings of the environment as the relay does, looks whether its ports are free, and then at the relay as others see it. With an address, from anywhere: the name, HTTP and TLS, both clocks, the security headers, the WebSocket through the proxy, rooms, STUN and TURN. It makes one room that lives for a second. It names what is blocked and what to do, and ends with 1 when something is.",
  words: { min: 0, max: 1 },
  options: [JSON_LINES],
  examples: [
    ["tacet doctor", "with the environment that the relay has"],
    ["tacet doctor https://chat.example", "from where your people are"],
  ],
};

const COMPLETION: CommandForm = {
  name: "completion",
  synopsis: "bash, zsh or fish",
  does: "prints a script with which a shell completes commands and options",
  more: "Prints a script for a shell. Put the line that sources it into the shell's start file.",
  words: { min: 1, max: 1 },
  options: [],
  examples: [
    ["tacet completion bash", "in ~/.bashrc: source <(tacet completion bash)"],
    ["tacet completion zsh", "in ~/.zshrc, after compinit: source <(tacet completion zsh)"],
    ["tacet completion fish", "in config.fish: tacet completion fish | source"],
  ],
};

export const HOST_FORMS: readonly CommandForm[] = [SERVE, PAGE, CHECK, DOCTOR, COMPLETION];
