import type { OptionForm } from "./form.ts";

/*
 * Options of the commands of rooms and of those of whoever hosts, alike in both.
 */

export const RELAY: OptionForm = {
  name: "relay",
  takes: "URL",
  about: "the relay; else TACET_RELAY, else http://localhost:3000",
};

export const JSON_LINES: OptionForm = {
  name: "json",
  takes: null,
  about: "one JSON event on each line, for programs",
};
