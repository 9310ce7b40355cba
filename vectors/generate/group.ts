import { hex, hkdf, join, pad, seal, seeded, sha256, u32, u8, writeSuite } from "./reference.ts";
import { ruleCases } from "./group-rules.ts";

/**
 * The suite of spec/group.md 3, 4, 6 to 8, 10, 11. Run by hand: node vectors/generate/group.ts
 * Bytes are made from the page on node:crypto.
 */
const info = (label: string, context: Uint8Array): Buffer =>
  join(Buffer.from(`tacet/v1/group/${label}`), u8(0), context);
const NONE = Buffer.alloc(0);
const tagOf = (key: Uint8Array): Buffer => sha256(info("member", key)).subarray(0, 16);

const tags = ["a", "b", "c", "d"]
  .map((name) => seeded(`tag ${name}`, 16))
  .sort((a, b) => Buffer.compare(a, b));
const tag = (at: number): Buffer => tags[at] ?? NONE;

interface Fields {
  readonly version?: number;
  readonly change?: number;
  readonly owner?: Uint8Array;
  readonly bytes?: readonly number[];
  readonly disappearing?: number;
  readonly capacity?: number;
  readonly moderators?: readonly Uint8Array[];
  readonly count?: number;
}

/** admission, path, flags are the three `bytes`. */
function settings(of: Fields): Buffer {
  const moderators = of.moderators ?? [];
  return join(
    u8(of.version ?? 1),
    u32(of.change ?? 0),
    of.owner ?? tag(0),
    Buffer.from(of.bytes ?? [0, 0, 0]),
    u32(of.disappearing ?? 0),
    u8(of.capacity ?? 50),
    u8(of.count ?? moderators.length),
    ...moderators,
  );
}

const plain = {
  change: 0,
  owner: hex(tag(0)),
  admission: "open",
  path: "any",
  password: false,
  endsWithOwner: false,
  disappearingSeconds: 0,
  capacity: 50,
  moderators: [] as string[],
};

const full = { change: 7, bytes: [2, 2, 3], disappearing: 300, capacity: 2, moderators: [tag(1), tag(2)] };
const many = Array.from({ length: 17 }, (_, at) => seeded(`moderator ${String(at)}`, 16)).sort((a, b) =>
  Buffer.compare(a, b),
);

const settingsCases = [
  { name: "settings as a room begins", settings: hex(settings({})), says: plain },
  {
    name: "settings with everything said",
    settings: hex(settings(full)),
    says: {
      ...plain,
      change: 7,
      admission: "locked",
      path: "relayed",
      password: true,
      endsWithOwner: true,
      disappearingSeconds: 300,
      capacity: 2,
      moderators: [hex(tag(1)), hex(tag(2))],
    },
  },
  ...Object.entries({
    "of another version": settings({ version: 2 }),
    "of an unknown admission": settings({ bytes: [3, 0, 0] }),
    "of an unknown path": settings({ bytes: [0, 3, 0] }),
    "with an unknown flag": settings({ bytes: [0, 0, 4] }),
    "for one member": settings({ capacity: 1 }),
    "for 101 members": settings({ capacity: 101 }),
    "with moderators in falling order": settings({ moderators: [tag(2), tag(1)] }),
    "with a moderator twice": settings({ moderators: [tag(1), tag(1)] }),
    "with the owner as moderator": settings({ moderators: [tag(0)] }),
    "with 17 moderators": settings({ moderators: many }),
    "with a moderator less than it counts": settings({ moderators: [tag(1)], count: 2 }),
    "with a byte after it": join(settings({}), u8(0)),
    "without its last byte": settings({}).subarray(0, 29),
    "of no bytes": NONE,
  }).map(([what, bytes]) => ({ name: `settings ${what}`, settings: hex(bytes), says: null })),
];

const id = seeded("message id", 16);
const value = seeded("chain value", 32);
const content = (of: { order?: number; kind?: number; id?: Uint8Array; body?: Uint8Array }): Buffer =>
  join(
    u32(of.order ?? 1),
    u32(9),
    value,
    u8(of.kind ?? 64),
    of.id ?? ((of.kind ?? 64) < 64 ? Buffer.alloc(16) : id),
    of.body ?? NONE,
  );
const said = (order: number, kind: number, bytes: Uint8Array, body: string): object => ({
  order,
  seen: { number: 9, value: hex(value) },
  kind,
  id: hex(bytes),
  body,
});

const contentCases = [
  {
    name: "content: a text",
    content: hex(content({ order: 3, body: Buffer.from("00416c6c", "hex") })),
    says: said(3, 64, id, "00416c6c"),
  },
  {
    name: "content: a leaf is found absent",
    content: hex(content({ kind: 9, body: u32(4) })),
    says: said(1, 9, Buffer.alloc(16), "00000004"),
  },
  ...Object.entries({
    "of order 0": content({ order: 0 }),
    "of kind 0": content({ kind: 0 }),
    "with an id where there is none": content({ kind: 9, id, body: u32(4) }),
    "leave with a body": content({ kind: 8, body: u8(0) }),
    "absent without a leaf": content({ kind: 9 }),
    "absent with a byte more": content({ kind: 9, body: Buffer.alloc(5) }),
    "cut in its header": content({}).subarray(0, 56),
    "of no bytes": NONE,
  }).map(([what, bytes]) => ({ name: `content ${what}`, content: hex(bytes), says: null })),
];

const roomId = seeded("room", 16);
const r0 = sha256(info("chain", roomId));
const next = (before: Uint8Array, number: number, block: Uint8Array): Buffer =>
  sha256(info("chain", join(before, u32(number), block)));
const [first, second] = [seeded("frame 1", 60), seeded("frame 2", 60)];
const r1 = next(r0, 1, first);
const chainOf = (name: string, blocks: readonly Uint8Array[], end: Uint8Array, more = {}): object => ({
  name,
  roomId: hex(roomId),
  blocks: blocks.map(hex),
  chain: hex(end),
  ...more,
});
const both = next(r1, 2, second);
const other = { differs: "chain of two frames" };
const chainCases = [
  chainOf("chain before the first frame", [], r0),
  chainOf("chain of two frames", [first, second], both),
  chainOf("chain of the two in another order", [second, first], next(next(r0, 1, second), 2, first), other),
  chainOf("chain without the first", [second], next(r0, 1, second), other),
  chainOf("chain with the first twice", [first, first], next(r1, 2, first), other),
  chainOf("chain with a third", [first, second, first], next(both, 3, first), other),
];

const outerKey = seeded("outer key", 32);
const salt = seeded("outer salt", 32);
/** A block around fields that are padded already. */
const block = (fields: Uint8Array, under: Uint8Array = outerKey): Buffer =>
  join(salt, seal(hkdf(salt, under, "group/frame", NONE), NONE, fields));
const fields = (kind: number, bytes: Uint8Array, length = bytes.length): Buffer =>
  join(u8(kind), u32(length), bytes);
const packet = seeded("packet", 40);
const outer = (name: string, bytes: Uint8Array, opens: object | null): object => ({
  name: `outer seal: ${name}`,
  key: hex(outerKey),
  salt: hex(salt),
  blockHash: hex(sha256(bytes)),
  block: bytes.length > 1018 ? undefined : hex(bytes),
  opens,
});
const right = block(pad(fields(1, packet), 970));
const flip = (bytes: Uint8Array, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const outerCases = [
  outer("a message", right, { kind: "whole", bytes: hex(packet) }),
  outer("a piece", block(pad(fields(2, packet), 970)), { kind: "piece", bytes: hex(packet) }),
  ...Object.entries({
    "a bit of the salt": flip(right, 0),
    "a bit of the ciphertext": flip(right, 40),
    "a bit of the tag": flip(right, 1017),
    "a byte less": right.subarray(0, 1017),
    "a class of pair rooms": block(pad(fields(1, packet), 203)),
    "padding that is not zero": block(pad(fields(1, packet), 970, 1)),
    "a length past the end": block(pad(fields(1, packet, 966), 970)),
    "kind 0": block(pad(fields(0, packet), 970)),
    "kind 3": block(pad(fields(3, packet), 970)),
    "another key": block(pad(fields(1, packet), 970), seeded("other key", 32)),
  }).map(([name, bytes]) => outer(name, bytes, null)),
];

const keys = [seeded("signature key", 32), seeded("signature key 2", 32)];
const tagCases = keys.map((key, at) => ({
  name: `tag of key ${String(at + 1)}`,
  signatureKey: hex(key),
  tag: hex(tagOf(key)),
}));

/** What is absent by more than half of all others; a word of its own voids it. */
const absence = (name: string, members: number, events: readonly string[], isAbsent: boolean): object => ({
  name: `absence: ${name}`,
  members,
  events,
  isAbsent,
});
const absenceCases = [
  absence("the only other says so", 2, ["0 finds 1"], true),
  absence("two of three others", 4, ["0 finds 1", "2 finds 1"], true),
  absence("one of two others", 3, ["0 finds 1"], false),
  absence("one of three others", 4, ["0 finds 1"], false),
  absence("half of four others", 5, ["0 finds 1", "2 finds 1"], false),
  absence("the same one twice", 4, ["0 finds 1", "0 finds 1"], false),
  absence("itself among them", 4, ["0 finds 1", "1 finds 1"], false),
  absence("heard after it", 4, ["0 finds 1", "2 finds 1", "1 speaks"], false),
  absence("heard between", 4, ["0 finds 1", "1 speaks", "2 finds 1"], false),
  absence("of another leaf", 4, ["0 finds 2", "3 finds 2"], false),
];

/** A key of X-Wing whose coefficients are zero but those in three bytes, at that place, and whose other half is `point`. */
const P = 2n ** 255n - 19n;
const point = (u: bigint): string => hex(Buffer.from(u.toString(16).padStart(64, "0"), "hex").reverse());
const key = (
  name: string,
  at: number,
  coefficients: string,
  u: bigint,
  isKey: boolean,
  bytes = 1216,
): object => ({
  name: `public key ${name}`,
  bytes,
  at,
  coefficients,
  point: point(u),
  isKey,
});
const ORDER_8 = [
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
];
const keyCases = [
  key("with the largest coefficients", 0, "000dd0", 9n, true),
  key("with the largest coefficients at its end", 1149, "000dd0", P - 2n, true),
  key("with a first coefficient of 3329", 0, "010d00", 9n, false),
  key("with a second coefficient of 3329", 0, "0010d0", 9n, false),
  key("with a last coefficient of 3329", 1149, "0010d0", 9n, false),
  key("with a coefficient of 4095", 600, "ff0f00", 9n, false),
  key("with a point of zero", 0, "000000", 0n, false),
  key("with a point of one", 0, "000000", 1n, false),
  ...ORDER_8.map((u, at) => key(`with a point of order 8 (${String(at + 1)})`, 0, "000000", u, false)),
  key("with the prime less one", 0, "000000", P - 1n, false),
  key("with the prime", 0, "000000", P, false),
  key("with a point beyond the prime", 0, "000000", P + 9n, false),
  key("with the highest bit set", 0, "000000", 9n + 2n ** 255n, false),
  key("a byte short", 0, "000000", 9n, false, 1215),
  key("a byte long", 0, "000000", 9n, false, 1217),
];

writeSuite("group", "spec/group.md sections 3, 4, 6 to 8, 10 and 11", [
  ...tagCases,
  ...settingsCases,
  ...contentCases,
  ...chainCases,
  ...outerCases,
  ...absenceCases,
  ...keyCases,
  ...ruleCases,
]);
