/*
 * What the machines of files never see (spec/files.md 4): sources, keys, sealers and openers, one set for each file. A key is erased as soon as
 * the platform holds it; with `forget` everything of a file is let go.
 */
import type { Crypto } from "@tacet/core";
import { wipe } from "@tacet/core";
import { fileBodies, pieces } from "@tacet/core/files";
import type { FileJob, FileJobResult } from "./state.ts";
import { discard } from "./discard.ts";
import { isStream, sealNext, sizeOf } from "./stream.ts";
import type { Source } from "./stream.ts";

export interface Keeper {
  /** Carries a job out, and answers with its result where there is one; seals of one file in the order in which they were asked for. */
  run(job: FileJob): void;
  wipe(): void;
}

type Offered = ReturnType<typeof pieces.offer>;
type Sealer = Awaited<ReturnType<Offered["sealer"]>>;
type Opener = Awaited<ReturnType<typeof pieces.opener>>;

interface Own {
  readonly source: Source;
  /** The stretch of a file that was read last, from this byte on. */
  stretch: { readonly from: number; readonly bytes: Promise<Uint8Array | null> };
  /** Without its body, which holds the key and is the room's now. */
  readonly outgoing: Omit<Offered, "body">;
  readonly file: Uint8Array;
  sealer: Promise<Sealer> | null;
  /** Each seal waits for the one before it, so that indexes and results come in order. */
  turn: Promise<void>;
  broken: boolean;
}

interface Theirs {
  readonly file: Uint8Array;
  readonly key: Uint8Array;
  readonly size: number | null;
  opener: Promise<Opener> | null;
}

/** 32 pieces, about 2 MiB. */
const STRETCH_BYTES = 32 * pieces.limits.pieceBytesMax;

const NOTHING = new Uint8Array(0);

type Answer = (result: FileJobResult) => void;

export function createKeeper(random: Crypto["random"], answer: Answer): Keeper {
  const own = new Map<string, Own>();
  const theirs = new Map<string, Theirs>();
  const forget = (id: string): void => {
    const mine = own.get(id);
    mine?.outgoing.wipe();
    if (mine !== undefined && isStream(mine.source)) mine.source.close();
    // Of one that was given back nothing is left. It fails with nothing: reading catches what it meets.
    void mine?.stretch.bytes.then((bytes) => wipe(bytes?.length ? bytes : NOTHING));
    const held = theirs.get(id);
    if (held !== undefined) wipe(held.key);
    own.delete(id);
    theirs.delete(id);
  };
  const offer = ({ id, file, command }: FileJob & { job: "offer" }): void => {
    const { key, name, type, source } = command;
    const size = sizeOf(source);
    const { body, ...outgoing } = pieces.offer(random, { name, type, size });
    const stretch = { from: 0, bytes: Promise.resolve(NOTHING) };
    own.set(id, { source, stretch, outgoing, file, sealer: null, turn: Promise.resolve(), broken: false });
    const said = fileBodies.offer.decode(body);
    if (said !== null) wipe(said.key);
    const shown = { name: said?.name ?? "", type: said?.type ?? "", size };
    answer({ did: "offer", id, file, key, body, ...shown });
  };
  return {
    run: (job) => {
      if (job.job === "offer") offer(job);
      else if (job.job === "seal") seal(own.get(job.id), job, answer);
      else if (job.job === "seal-next") sealNext(own.get(job.id), job.id, answer);
      else if (job.job === "hold") theirs.set(job.id, { ...job, opener: null });
      else if (job.job === "open") void open(theirs.get(job.id), job).then(answer); // It catches what it meets.
      else if (job.job === "erase") wipe(...job.secrets);
      else forget(job.id);
    },
    wipe: () => {
      for (const id of [...own.keys(), ...theirs.keys()]) forget(id);
    },
  };
}

/** Reading goes ahead; sealing takes its turn. What cannot be read ends the file: nothing after it is sealed. */
function seal(file: Own | undefined, job: FileJob & { job: "seal" }, answer: Answer): void {
  if (file === undefined || isStream(file.source)) return;
  const { id, from, to, last } = job;
  const reading = readPiece(file, file.source, from, to);
  const sealNext = async (): Promise<void> => {
    const bytes = await reading;
    if (bytes === null || file.broken) throw new Error("the source cannot be read on");
    file.sealer ??= file.outgoing.sealer(file.file);
    const { index, block, root } = await (await file.sealer).seal(bytes, last);
    wipe(bytes);
    // The last piece of a stretch: the others were sealed before.
    if (bytes.byteOffset + bytes.length === bytes.buffer.byteLength) discard(bytes);
    answer({ did: "seal", id, index, block, root });
  };
  file.turn = file.turn.then(sealNext).catch(() => {
    file.broken = true;
    answer({ did: "unreadable", id });
  });
}

/**
 * Pieces are taken out of stretches, since a browser asks another process for each reading. S asks for pieces in their order, each once, so that a
 * stretch is let go when the next begins; each of its bytes is erased with its piece.
 */
async function readPiece(file: Own, source: Blob, from: number, to: number): Promise<Uint8Array | null> {
  if (from % STRETCH_BYTES === 0) {
    const end = Math.min(source.size, from + STRETCH_BYTES);
    file.stretch = { from, bytes: read(source, from, end) };
  }
  const { from: begin, bytes } = file.stretch;
  return (await bytes)?.subarray(from - begin, to - begin) ?? null;
}

/** Null where it fails; a source that has become shorter gives fewer bytes than were asked for: it has changed. */
async function read(source: Blob, from: number, to: number): Promise<Uint8Array | null> {
  try {
    const bytes = new Uint8Array(await source.slice(from, to).arrayBuffer());
    return bytes.length === to - from ? bytes : null;
  } catch {
    return null;
  }
}

async function open(file: Theirs | undefined, job: FileJob & { job: "open" }): Promise<FileJobResult> {
  const { id, index, path, block } = job;
  const answer = { did: "open", id, index, path } as const;
  if (file === undefined) return { ...answer, piece: { kind: "dropped" } };
  try {
    file.opener ??= openerOf(file);
    const opener = await file.opener;
    return { ...answer, piece: await opener.open(block) };
  } catch {
    return { ...answer, piece: { kind: "dropped" } };
  } finally {
    // It came for this alone.
    if (path === "channel") discard(block);
  }
}

async function openerOf({ file, key, size }: Theirs): Promise<Opener> {
  const opener = await pieces.opener(file, { key, size });
  wipe(key);
  return opener;
}
