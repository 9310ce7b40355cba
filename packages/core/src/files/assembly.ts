import { equal } from "../primitives/equal.ts";
import { FIRST_LINK, linkAfter, rootOf } from "./chain.ts";
import { FILE_LIMITS } from "./limits.ts";
import type { OpenedPiece } from "./open.ts";
import { pieceCount } from "./piece.ts";

/*
 * A receiver's arithmetic (spec/files.md 3 to 7): which pieces may come, which are there, what may be written now, and whether the whole is whole.
 *
 *     outside ──take──> held (early, at most 63) ──in order──> handed to be written ──wrote──> written
 *
 * At most 64 pieces are held or being written. Nothing is handed twice, out of order, or past the size.
 */
export interface Assembly {
  /** Bytes; null for a stream. */
  readonly size: number | null;
  /** Pieces below it were written. */
  readonly written: number;
  /** Pieces below it were handed to be written. */
  readonly handed: number;
  /** Bytes handed. */
  readonly total: number;
  /** Early pieces by index. */
  readonly held: ReadonlyMap<number, Piece>;
  /** How far past what is written pieces may come: 0 until it is the file's turn, then 64. */
  readonly windowPieces: number;
  /** 32 bytes: the chain over the pieces that were handed. */
  readonly link: Uint8Array;
  /** 32 bytes, once the last piece was handed and all fits; what the receiver confirms when everything is written and closed. */
  readonly root: Uint8Array | null;
}

type Piece = OpenedPiece & { readonly kind: "piece" };

/** What a piece did. */
export interface Taken {
  readonly assembly: Assembly;
  /** To be written now, in this order; each is answered by `wrote`. */
  readonly write: readonly Uint8Array[];
  /** `known`: it was not wanted, and nothing changed. `broken`: it contradicts the others or the size, and the file has failed. */
  readonly verdict: "more" | "whole" | "known" | "broken";
}

export const assemblies: {
  readonly begin: typeof begin;
  readonly wants: typeof wants;
  readonly take: typeof take;
  readonly wrote: typeof wrote;
  readonly credit: typeof credit;
  readonly early: typeof early;
} = { begin, wants, take, wrote, credit, early };

/** @param size as offered; null for a stream */
function begin(size: number | null, windowPieces: number): Assembly {
  const held = new Map<number, Piece>();
  return { size, written: 0, handed: 0, total: 0, held, windowPieces, link: FIRST_LINK, root: null };
}

/** The index below which pieces may come, at most 2^32 - 1: never past those that the size makes. It never falls. */
function credit({ size, written, windowPieces }: Assembly): number {
  return Math.min(written + windowPieces, size === null ? FILE_LIMITS.piecesMax : pieceCount(size));
}

/** Whether a piece of this index may come and is not there: asked before it is opened, so that nothing else costs anything. */
function wants(assembly: Assembly, index: number): boolean {
  if (assembly.root !== null || assembly.held.has(index)) return false;
  return index >= assembly.handed && index < credit(assembly);
}

/** Indexes past `written` that are there: for an acknowledgement. */
function early({ written, handed, held }: Assembly): readonly number[] {
  const handedOnly = Array.from({ length: Math.max(0, handed - written - 1) }, (_, at) => written + 1 + at);
  return [...handedOnly, ...[...held.keys()].sort((a, b) => a - b)];
}

/** Takes a piece that has opened. The same piece, or one beyond the credit, changes nothing. */
function take(assembly: Assembly, piece: Piece): Taken {
  if (!wants(assembly, piece.index)) return { assembly, write: [], verdict: "known" };
  const held = new Map(assembly.held).set(piece.index, piece);
  if (hasPieceAfterEnd(held)) return broken(assembly);
  return handOut({ ...assembly, held });
}

/** One piece more was written. */
function wrote(assembly: Assembly): Assembly {
  return { ...assembly, written: Math.min(assembly.handed, assembly.written + 1) };
}

function handOut(assembly: Assembly): Taken {
  const held = new Map(assembly.held);
  const write: Uint8Array[] = [];
  let { handed, total, link } = assembly;
  for (let piece = held.get(handed); piece !== undefined; piece = held.get(handed)) {
    held.delete(handed);
    handed += 1;
    total += piece.bytes.length;
    const before = link;
    link = linkAfter(before, piece.tag);
    if (total > (assembly.size ?? FILE_LIMITS.fileBytesMax)) return broken(assembly);
    write.push(piece.bytes);
    if (piece.end === null) continue;
    if (piece.end.total !== total || !equal(piece.end.link, before)) return broken(assembly);
    const root = rootOf(link, total);
    return { assembly: { ...assembly, held, handed, total, link, root }, write, verdict: "whole" };
  }
  return { assembly: { ...assembly, held, handed, total, link }, write, verdict: "more" };
}

function broken(assembly: Assembly): Taken {
  return { assembly, write: [], verdict: "broken" };
}

function hasPieceAfterEnd(held: ReadonlyMap<number, Piece>): boolean {
  const ends = [...held.values()].filter((piece) => piece.end !== null);
  const last = Math.max(...held.keys());
  return ends.some((piece) => piece.index !== last);
}
