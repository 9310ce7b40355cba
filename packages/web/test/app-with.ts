import type { RoomLink, RoomLinkPorts } from "../src/link/room-link.ts";
import { App } from "../src/model/app.ts";
import { Chunk } from "../src/model/chunk.ts";
import type { Checked } from "../src/worker/letters.ts";
import { appPorts, good, quietLink } from "./app-ports.ts";
import { parts } from "./room-needs.ts";

interface Given {
  /** Answers a question about an entry; null: the worker broke before it did. */
  readonly check?: (entry: string) => Promise<Checked | null>;
  readonly room?: Chunk<typeof parts>;
}

/** An app whose links are played by hand. */
export async function appWith({ check = good, room = new Chunk(() => Promise.resolve(parts)) }: Given = {}) {
  const commands: Parameters<RoomLink["command"]>[0][] = [];
  const done: string[] = [];
  const links: RoomLinkPorts[] = [];
  let broken = 0;
  const app = new App({
    ...appPorts,
    room,
    broken: () => {
      broken += 1;
    },
    openLink: (given) => {
      links.push(given);
      const number = links.length;
      return {
        ...quietLink,
        prepare: (kind) => done.push(`${kind ?? "prepare"} ${number}`),
        command: (command) => commands.push(command),
        check,
        draw: () => Promise.resolve({ sizeModules: 1, path: "" }),
        close: () => done.push(`close ${number}`),
        abandon: () => done.push(`abandon ${number}`),
      };
    },
  });
  await room.load().catch(() => undefined);
  return {
    app,
    commands,
    done,
    links: () => links.length,
    ports: links,
    broken: () => broken,
    emit: (event: Parameters<RoomLinkPorts["event"]>[0]) => links.at(-1)?.event(event),
    breaks: () => links.at(-1)?.broken(),
  };
}
