import { createKem, systemRandom } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { groups } from "@tacet/core/group";
import { type Result, median } from "./report.ts";

const SIZES = [2, 10, 50, 100] as const;
const ROUNDS = 12;

/** Targets for the room of 50 (bytes as they cross the wire, whole frames). */
const PROCESS_MS_MAX = 50;
const COMMIT_BYTES_MAX = 16_384;
const FRAME_BYTES = 6;

/** Whose states are kept: more would make the growing of the room longer, and say the same. */
const KEPT = 4;

type GroupState = Awaited<ReturnType<typeof groups.create>>;
type Wish = Parameters<typeof groups.propose>[2];

/** One member that takes part in the measuring. */
interface Kept {
  state: GroupState;
}

interface Sample {
  readonly size: number;
  readonly what: "update" | "add" | "remove" | "join";
  readonly makeMs: number;
  readonly processMs: number;
  readonly bytes: number;
}

/**
 * One room that grows as rooms grow, each newcomer updating at once, on the runtime's own X-Wing: what commits weigh, what they cost who makes them and
 * who takes them, and what it costs to join, by the number of members.
 */
export async function benchGroups(): Promise<Result> {
  const c: Crypto = { random: systemRandom, kem: await createKem() };
  const room = await begin(c);
  const samples: Sample[] = [];
  for (const size of SIZES) {
    while (room.size() < size) await room.grow();
    for (let round = 0; round < ROUNDS; round += 1) samples.push(...(await room.measure(size)));
  }
  return {
    name: "groups",
    rows: rowsOf(samples),
    samples: { kem: c.kem.kind, rounds: ROUNDS, all: samples },
  };
}

function rowsOf(samples: readonly Sample[]): Result["rows"] {
  return SIZES.flatMap((size) => {
    const of = (what: Sample["what"]): readonly Sample[] =>
      samples.filter((one) => one.size === size && one.what === what);
    const p50 = (what: Sample["what"], value: (one: Sample) => number): number => median(of(what).map(value));
    const about = (["update", "add", "remove"] as const)
      .map(
        (what) =>
          `${what} made ${p50(what, (it) => it.makeMs).toFixed(0)} ms, taken ${p50(what, (it) => it.processMs).toFixed(0)}, ${String(p50(what, (it) => it.bytes))} B`,
      )
      .join("; ");
    const all = [...of("update"), ...of("remove"), ...of("add")];
    const bytes = median(all.map((one) => one.bytes));
    return [
      {
        what: `commit processed, ${String(size)} members`,
        measured: p50("update", (it) => it.processMs),
        unit: "ms",
        atMost: size > 50 ? 2 * PROCESS_MS_MAX : PROCESS_MS_MAX,
        about,
      },
      {
        what: `commit on the wire, p50, ${String(size)} members`,
        measured: bytes,
        unit: "bytes",
        atMost: size > 50 ? 4 * COMMIT_BYTES_MAX : COMMIT_BYTES_MAX,
        about: "whole frames",
      },
      {
        what: `join, ${String(size)} members`,
        measured: p50("join", (it) => it.processMs),
        unit: "ms",
        atMost: 1000,
        about: `Welcome ${String(p50("join", (it) => it.bytes))} B`,
      },
    ];
  });
}

interface Room {
  size(): number;
  grow(): Promise<void>;
  measure(size: number): Promise<readonly Sample[]>;
}

async function begin(c: Crypto): Promise<Room> {
  const settings = {
    admission: "open",
    path: "any",
    password: false,
    endsWithOwner: false,
    disappearingSeconds: 0,
    capacity: 100,
  } as const;
  const roomId = c.random.bytes(16);
  const owner: Kept = { state: await groups.create(c, { roomId, settings }) };
  let kept: readonly Kept[] = [owner];
  let turn = 0;

  const commit = async (by: Kept, wish: Wish): Promise<Made> => {
    const made = await timed(async () => groups.propose(c, by.state, wish));
    if (made.value.kind === "refused") throw new Error(made.value.why);
    const { blocks, welcome, state } = made.value;
    by.state = state;
    const taken: number[] = [];
    for (const other of kept.filter((one) => one !== by)) taken.push(await take(c, other, blocks));
    for (const block of blocks) by.state = (await groups.take(c, by.state, block, 0)).state;
    const bytes = blocks.reduce((sum, block) => sum + block.length + FRAME_BYTES, 0);
    return { makeMs: made.ms, processMs: taken.length === 0 ? 0 : median(taken), bytes, welcome };
  };
  const add = async (
    by: Kept,
  ): Promise<{ readonly added: Made; readonly joined: Made; readonly newcomer: Kept }> => {
    const keys = await groups.makeKeys(c);
    const added = await commit(by, { kind: "add", keyPackage: keys.keyPackage });
    const { welcome } = added;
    if (welcome === null) throw new Error("no Welcome");
    const entered = await timed(async () =>
      groups.join(c, { keys, welcome, roomId, owner: owner.state.settings.owner }),
    );
    if (entered.value === null) throw new Error("did not join");
    const newcomer: Kept = { state: entered.value };
    kept = [...kept, newcomer];
    await commit(newcomer, { kind: "update" });
    return {
      added,
      joined: { makeMs: 0, processMs: entered.ms, bytes: welcome.length, welcome: null },
      newcomer,
    };
  };
  const someone = (): Kept => {
    turn += 1;
    return kept[turn % kept.length] ?? owner;
  };
  return {
    size: () => owner.state.members.length,
    grow: async () => {
      await add(someone());
      // The owner, one in the middle, the newest: the others' states are let go.
      if (kept.length > KEPT) kept = [...kept.slice(0, KEPT - 1), ...kept.slice(-1)];
    },
    measure: async (size) => {
      const update = await commit(someone(), { kind: "update" });
      // A removal and an addition, so that the size stays: who goes is the newest, who comes is new.
      const last = kept.at(-1);
      if (last === undefined || last === owner) throw new Error("nobody to remove");
      kept = kept.slice(0, -1);
      const remove = await commit(owner, { kind: "remove", leaves: [last.state.self.leaf] });
      const { added, joined } = await add(owner);
      const sample = (what: Sample["what"], { makeMs, processMs, bytes }: Made): Sample => ({
        size,
        what,
        makeMs,
        processMs,
        bytes,
      });
      return [
        sample("update", update),
        sample("remove", remove),
        sample("add", added),
        sample("join", joined),
      ];
    },
  };
}

interface Made {
  readonly makeMs: number;
  /** Of those who took it, the median. */
  readonly processMs: number;
  readonly bytes: number;
  readonly welcome: Uint8Array | null;
}

async function take(c: Crypto, member: Kept, blocks: readonly Uint8Array[]): Promise<number> {
  const { value: kind, ms } = await timed(async () => {
    let last = "";
    for (const block of blocks) {
      const { state, outcome } = await groups.take(c, member.state, block, 0);
      member.state = state;
      last = outcome.kind;
    }
    return last;
  });
  if (kind !== "changed") throw new Error(`a commit came to ${kind}`);
  return ms;
}

async function timed<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  const value = await run();
  return { value, ms: performance.now() - start };
}
