import { createCipheriv } from "node:crypto";
import { acknowledgements, answers, lanes, names, offers } from "./file-words.ts";
import { hex, join, pad, seeded, sha256, u16, u32, u64, u8, writeSuite } from "./reference.ts";

/** The suite of spec/files.md 3, 4, 6, 8 and 11. Run by hand: node vectors/generate/files.ts */
const PIECE = 65_000;
const file = seeded("files id", 16);
const other = seeded("files other id", 16);
const key = seeded("files key", 32);
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
type Fields = Readonly<Record<string, unknown>>;
// Pieces: `bytes` are [unit, times]; a block is written as its SHA-256, for it has 65,535 bytes.

interface Piece {
  readonly index: number;
  readonly bytes: Buffer;
  readonly end?: { readonly total: number; readonly link: Buffer };
}

const label = (use: string): Buffer => join(utf8(`tacet/v1/file/${use}`), u8(0));
const linkOf = (tags: readonly Buffer[]): Buffer =>
  tags.reduce((link, tag) => sha256(join(label("link"), link, tag)), sha256(label("link")));
const rootOf = (tags: readonly Buffer[], total: number): Buffer =>
  sha256(join(label("root"), u64(total), linkOf(tags)));

const headerOf = (piece: Piece, id: Uint8Array = file): Buffer =>
  join(u8(4), id, u32(piece.index), u8(piece.end === undefined ? 0 : 1));

function plaintextOf({ bytes, end }: Piece): Buffer {
  const last = end === undefined ? Buffer.alloc(0) : join(u64(end.total), end.link);
  return join(u16(bytes.length), bytes, last);
}

function seal(header: Uint8Array, index: number, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, join(Buffer.alloc(8), u32(index))).setAAD(header);
  return join(header, cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** Piece i of a file is filled with the byte i + 1. */
function piecesOf(size: number): Piece[] {
  const count = Math.max(1, Math.ceil(size / PIECE));
  const parts = Array.from({ length: count }, (_, index) =>
    Buffer.alloc(index === count - 1 ? size - index * PIECE : PIECE, index + 1),
  );
  const tags = parts.slice(0, -1).map((bytes, index) => tagOf({ index, bytes }));
  const end = { total: size, link: linkOf(tags) };
  return parts.map((bytes, index) => (index === count - 1 ? { index, bytes, end } : { index, bytes }));
}

const blockOf = (piece: Piece): Buffer => seal(headerOf(piece), piece.index, pad(plaintextOf(piece), 65_497));
const tagOf = (piece: Piece): Buffer => blockOf(piece).subarray(-16);

function files(): object[] {
  return [0, 1, PIECE, PIECE + 1, 5 * PIECE, 7 * PIECE - 1].map((size) => {
    const pieces = piecesOf(size);
    return {
      name: `file: ${String(size)} bytes`,
      given: { file: hex(file), key: hex(key), size },
      blocks: pieces.map((it) => hex(sha256(blockOf(it)))),
      root: hex(rootOf(pieces.map(tagOf), size)),
    };
  });
}

/** How a block of one's own making opens. Written as runs: [hex, times] one after the other, then zeros, then the `last` byte. */
type Runs = readonly (readonly [unit: string, times: number])[];

function made(
  name: string,
  size: number | null,
  it: { readonly header: Buffer; readonly index: number; readonly runs: Runs; readonly last?: number },
  opens: "piece" | "broken" | "dropped",
): object {
  const bytes = join(...it.runs.map(([unit, times]) => Buffer.from(unit.repeat(times), "hex")));
  const block = seal(it.header, it.index, pad(bytes, 65_497, it.last));
  return {
    name: `piece: ${name}`,
    given: { file: hex(file), key: hex(key), size },
    header: hex(it.header),
    index: it.index,
    runs: it.runs,
    last: it.last ?? 0,
    block: hex(sha256(block)),
    opens,
  };
}

function pieces(): object[] {
  const head = (index: number, last: 0 | 1, id = file, kind = 4): Buffer =>
    join(u8(kind), id, u32(index), u8(last));
  const full: Runs = [
    [hex(u16(PIECE)), 1],
    ["07", PIECE],
  ];
  const two = 2 * PIECE;
  const end = (total: Uint8Array): Runs => [[hex(join(total, seeded("files end", 32))), 1]];
  const tail: Runs = [...full, ...end(u64(two))];
  const one: Runs = [
    [hex(u16(1)), 1],
    ["07", 1],
  ];
  return [
    made("first of two", two, { header: head(0, 0), index: 0, runs: full }, "piece"),
    made("last of two", two, { header: head(1, 1), index: 1, runs: tail }, "piece"),
    made("a short one of a stream", null, { header: head(9, 0), index: 9, runs: one }, "piece"),
    made(
      "an empty last one of a stream",
      null,
      { header: head(9, 1), index: 9, runs: [["0000", 1], ...end(u64(9))] },
      "piece",
    ),
    made("sealed under another index", two, { header: head(0, 0), index: 1, runs: full }, "dropped"),
    made("of another file", two, { header: head(0, 0, other), index: 0, runs: full }, "dropped"),
    made("of block kind 2", two, { header: head(0, 0, file, 2), index: 0, runs: full }, "dropped"),
    made("of block kind 5", two, { header: head(0, 0, file, 5), index: 0, runs: full }, "dropped"),
    made("marked 2", two, { header: join(u8(4), file, u32(1), u8(2)), index: 1, runs: tail }, "dropped"),
    made("the last, not marked", two, { header: head(1, 0), index: 1, runs: full }, "broken"),
    made("the first, marked as the last", two, { header: head(0, 1), index: 0, runs: tail }, "broken"),
    made("one past the size", two, { header: head(2, 1), index: 2, runs: tail }, "broken"),
    made(
      "far past the size",
      two,
      { header: head(0xffff_ffff, 0), index: 0xffff_ffff, runs: full },
      "broken",
    ),
    made(
      "a byte short",
      two,
      {
        header: head(0, 0),
        index: 0,
        runs: [
          [hex(u16(PIECE - 1)), 1],
          ["07", PIECE - 1],
        ],
      },
      "broken",
    ),
    made(
      "a byte long",
      null,
      {
        header: head(0, 0),
        index: 0,
        runs: [
          [hex(u16(PIECE + 1)), 1],
          ["07", PIECE + 1],
        ],
      },
      "broken",
    ),
    made(
      "a length past the block",
      null,
      {
        header: head(0, 0),
        index: 0,
        runs: [
          ["ffff", 1],
          ["07", 65_495],
        ],
      },
      "broken",
    ),
    made("padding ends with 1", two, { header: head(0, 0), index: 0, runs: full, last: 1 }, "broken"),
    made(
      "padding begins with 1",
      two,
      { header: head(0, 0), index: 0, runs: [...full, ["01", 1]] },
      "broken",
    ),
    made(
      "an end in a piece that is not the last",
      two,
      { header: head(0, 0), index: 0, runs: tail },
      "broken",
    ),
    made(
      "an empty one within a stream",
      null,
      { header: head(0, 0), index: 0, runs: [["0000", 1]] },
      "broken",
    ),
    made(
      "past the pieces of a stream",
      null,
      { header: head(0xffff_ffff, 0), index: 0xffff_ffff, runs: one },
      "broken",
    ),
    made(
      "the last that a stream may have",
      null,
      { header: head(0xffff_fffe, 0), index: 0xffff_fffe, runs: one },
      "piece",
    ),
    made(
      "a total of 2^53",
      two,
      { header: head(1, 1), index: 1, runs: [...full, ...end(Buffer.from("0020000000000000", "hex"))] },
      "broken",
    ),
  ];
}

/** A block of "file: 65001 bytes" with one change, offered to that file or another: none opens. */
function changes(): object[] {
  const change = (name: string, piece: number, what: Fields): object => ({
    name: `change: ${name}`,
    of: "file: 65001 bytes",
    piece,
    opens: "dropped",
    ...what,
  });
  return [
    change("kind", 0, { flip: 0 }),
    change("file id", 0, { flip: 8 }),
    change("last bit of the file id", 0, { flip: 8 * 17 - 1 }),
    change("index", 0, { flip: 8 * 21 - 1 }),
    change("highest bit of the index", 0, { flip: 8 * 17 }),
    change("mark of the last, set", 0, { flip: 8 * 22 - 1 }),
    change("mark of the last, taken", 1, { flip: 8 * 22 - 1 }),
    change("length of the bytes", 0, { flip: 8 * 22 }),
    change("first byte of the file", 0, { flip: 8 * 24 }),
    change("the link", 1, { flip: 8 * (22 + 2 + 1 + 8) }),
    change("padding", 1, { flip: 8 * 60_000 }),
    change("the tag", 0, { flip: 8 * 65_535 - 1 }),
    change("cut by a byte", 0, { length: 65_534 }),
    change("longer by a byte", 0, { length: 65_536 }),
    change("cut to its header", 0, { length: 22 }),
    change("nothing", 0, { length: 0 }),
    change("a replay under another id", 0, { to: { file: hex(other), key: hex(key) }, rename: true }),
    change("a replay under another id and its own header", 0, { to: { file: hex(other), key: hex(key) } }),
    change("another file's key", 0, { to: { file: hex(file), key: hex(seeded("files other key", 32)) } }),
  ];
}

function flipped(bytes: Buffer): Buffer {
  return join(bytes.subarray(0, -1), u8((bytes.at(-1) ?? 0) ^ 1));
}

/** What comes of pieces in some order. `order` names pieces; `end` is what the last one says in place of the truth. */
function assemblies(): object[] {
  const size = 5 * PIECE;
  const truth = piecesOf(size);
  const tags = truth.map(tagOf);
  const before = tags.slice(0, -1);
  const swapped = [before[1], before[0], ...before.slice(2)].flatMap((it) => it ?? []);
  const [link, root] = [hex(linkOf(before)), hex(rootOf(tags, size))];
  const arrival = (name: string, order: readonly number[], verdict: string, end: Fields = {}): object => ({
    name: `arrival: ${name}`,
    size,
    order,
    given: { file: hex(file), key: hex(key), size },
    end: { total: size, link, ...end },
    root,
    verdict,
  });
  const all = [0, 1, 2, 3, 4];
  return [
    arrival("in order", all, "whole"),
    arrival("backwards", [4, 3, 2, 1, 0], "whole"),
    arrival("with repetitions", [2, 2, 0, 0, 4, 4, 1, 1, 3], "whole"),
    arrival("one is missing", [0, 1, 3, 4], "more"),
    arrival("the last is missing", [0, 1, 2, 3], "more"),
    arrival("the first alone, often", [0, 0, 0, 0, 0], "known"),
    arrival("a total that is one less", all, "broken", { total: size - 1 }),
    arrival("a total that is one more", [4, 0, 1, 2, 3], "broken", { total: size + 1 }),
    arrival("the link before all pieces", all, "broken", { link: hex(linkOf([])) }),
    arrival("a link of zeros", all, "broken", { link: "00".repeat(32) }),
    arrival("a link of another order", all, "broken", { link: hex(linkOf(swapped)) }),
    arrival("a link over one piece less", all, "broken", { link: hex(linkOf(before.slice(0, -1))) }),
    arrival("a link without the first piece", all, "broken", { link: hex(linkOf(before.slice(1))) }),
    arrival("a link with the last piece twice", all, "broken", {
      link: hex(linkOf([...before, ...before.slice(-1)])),
    }),
    arrival("a link over tags of zeros", all, "broken", {
      link: hex(linkOf(before.map(() => Buffer.alloc(16)))),
    }),
    arrival("the root in place of the link", all, "broken", { link: hex(rootOf(before, size)) }),
    arrival("a flipped bit of the link, in another order of arrival", [4, 2, 3, 1, 0], "broken", {
      link: hex(flipped(linkOf(before))),
    }),
  ];
}

writeSuite("files", "spec/files.md sections 3, 4, 6 and 8", [
  ...offers(),
  ...answers(),
  ...acknowledgements(),
  ...lanes(),
  ...files(),
  ...pieces(),
  ...changes(),
  ...assemblies(),
  ...names(),
]);
