/* A return room as its creator's machine meets it (spec/pair.md 9), played by hand. */
import { decodeToRelay } from "@tacet/wire";
import type { ToRelay } from "@tacet/wire";
import { doorPart } from "../../src/door/index.ts";
import type { DoorResult, JobResult } from "../../src/pair/messages.ts";
import { Script, handshakeBlock, sends } from "./script.ts";

export const M3 = handshakeBlock(3);
export const view = { epoch: 0, framesSent: 0, framesReceived: 0, farewells: [] };
export const check = { did: "safety", check: { emoji: [0], words: [0] } } as const;

/** A creator whose relay made a return room, up to its seat. */
export function returnRoom(): Script {
  const script = new Script().command({ do: "create", origin: "https://relay.test", name: "Ada" });
  script.result({ did: "create", request: { kind: "pair", admission: "a", seat: "s" } });
  script.input({
    from: "http",
    answer: {
      room_id: "AAAAAAAAAAAAAAAAAAAAAA",
      expires_at: 0,
      ticket: "CQ",
      ice_servers: [],
      rejoin: true,
      limits: { ttl_seconds: 900, grace_seconds: 300, frame_bytes: 65_536 },
    },
  });
  script.input({ from: "door", part: doorPart });
  script.socket("opened").admitted().welcome("never");
  return script.result({ did: "attempt", attempt: 1, block: handshakeBlock(1) });
}

/** Somebody came, and there is a session. */
export function met(): Script {
  const script = returnRoom().relay({ kind: "presence", other: "present" });
  script.established();
  script.look();
  return script;
}

/** That session is over. */
export function vacant(): Script {
  const script = met().relay({ kind: "presence", other: "left" });
  script.result({ did: "door", what: "vacated" });
  script.look();
  return script;
}

/** Somebody is at the door, and has proved that it has the link. */
export function asked(script = vacant(), knock = 1): Script {
  script.relay({ kind: "knock", knock }).result(door({ what: "m1", knock, block: handshakeBlock(7) }));
  script.look();
  script.relay({ kind: "pass", block: handshakeBlock(2) });
  return script.result(door({ what: "proven", knock }));
}

export function letIn(script = asked()): Script {
  pressed(script);
  script.relay({ kind: "presence", other: "present" });
  return script.result({
    did: "door",
    what: "admitted",
    outcome: {
      kind: "established",
      view,
      path: "direct",
      otherPath: "direct",
      rejoin: "again",
      block: M3,
    },
  });
}

/** "Let in", for the knock that is shown. */
export function pressed(script: Script): Script {
  return script.command({ do: "door", says: "let-in", knock: script.room.door?.knock ?? 0 });
}

/** Time passes, and the relay says so now and then. */
export function awake(script: Script, ms: number): void {
  for (let left = ms; left > 0; left -= 20_000) script.wait(Math.min(left, 20_000)).relay({ kind: "beat" });
}

type Bare<Result> = Result extends unknown ? Omit<Result, "did"> : never;

export function door(result: Bare<DoorResult>): JobResult {
  return { did: "door", ...result };
}

export const said = (script: Script): string[] =>
  script.events().flatMap((event) => (event.event === "door" ? [event.state] : []));
export const jobs = (script: Script): string[] =>
  script.jobs().map((job) => (job.job === "door" ? `door ${job.does}` : job.job));
export const toRelay = (script: Script): ToRelay[] =>
  sends(script.look(), "socket").map((bytes) => decodeToRelay(bytes));
export const answers = (script: Script): string[] =>
  toRelay(script).flatMap((frame) => (frame.kind === "door" ? [`${frame.answer} ${frame.knock}`] : []));
export const message = (script: Script): string[] =>
  script
    .command({ do: "message", text: "a word", key: "k" })
    .events()
    .flatMap((event) =>
      event.event === "refused" ? [event.reason] : event.event === "message" ? ["taken"] : [],
    );
