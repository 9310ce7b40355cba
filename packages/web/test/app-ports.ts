import type { RoomLink } from "../src/link/room-link.ts";
import type { AppPorts } from "../src/model/app-ports.ts";
import type { Checked } from "../src/worker/letters.ts";

export const good = (): Promise<Checked> => Promise.resolve({ ok: true, origin: "https://here" });

/** A link that does nothing and finds every invitation good. */
export const quietLink: RoomLink = {
  prepare: () => undefined,
  reach: () => undefined,
  command: () => undefined,
  sunk: () => undefined,
  check: good,
  complete: () => Promise.resolve([]),
  draw: () => Promise.resolve(null),
  close: () => undefined,
  abandon: () => undefined,
};

/** What an app needs beside a room's part and its link, where nothing of it is asked about. */
export const appPorts: Omit<AppPorts, "room" | "openLink"> = {
  origin: "https://here",
  wallMs: () => 0,
  soon: (run) => {
    run();
  },
  heard: () => undefined,
  isElsewhere: () => Promise.resolve(false),
  words: () => Promise.resolve([]),
  files: () => new Promise<never>(() => undefined),
  broken: () => undefined,
  startOver: () => undefined,
};
