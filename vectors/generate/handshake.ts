import {
  commitment,
  confirmation,
  epochKeys,
  expand,
  farewellBlock,
  FIELD_BYTES,
  hex,
  hkdf,
  join,
  kemWith,
  pad,
  said,
  sealMessage,
  seeded,
  transcriptHash,
  u8,
  writeSuite,
} from "./reference.ts";

/** The suite of spec/pair.md 2 to 5. Run by hand: node vectors/generate/handshake.ts */
const PATHS = { any: 0, direct: 1, relayed: 2 } as const;
type Path = keyof typeof PATHS;

/** What both sides draw, and what they ask for. */
interface Drawn {
  readonly roomId: Buffer;
  readonly inviteKey: Buffer;
  readonly path: Path;
  readonly choice: Path;
  /** 0 where it is not said. */
  readonly rejoin?: 1 | 2;
  readonly kemSeed: Buffer;
  readonly coins: Buffer;
  readonly nonceI: Buffer;
  readonly nonceR: Buffer;
  readonly salts: readonly [m1: Buffer, m2: Buffer, m3: Buffer];
}

/** Every value of a handshake that goes as it should. */
interface Run {
  readonly drawn: Drawn;
  readonly hybrid: Buffer;
  readonly begun: readonly Uint8Array[];
  readonly chosen: readonly Uint8Array[];
  readonly fields: { readonly m1: Buffer; readonly m2: Buffer; readonly m3: Buffer };
  readonly blocks: { readonly m1: Buffer; readonly m2: Buffer; readonly m3: Buffer };
  readonly th: Buffer;
}

function draw(name: string, path: Path, choice: Path): Drawn {
  const of = (use: string, length = 32): Buffer => seeded(`${name} ${use}`, length);
  return {
    roomId: of("room", 16),
    inviteKey: of("invite"),
    path,
    choice,
    kemSeed: of("kem"),
    coins: of("coins", 64),
    nonceI: of("n_i"),
    nonceR: of("n_r"),
    salts: [of("salt 1"), of("salt 2"), of("salt 3")],
  };
}

async function run(drawn: Drawn): Promise<Run> {
  const { roomId, inviteKey, salts } = drawn;
  const { publicKey } = await kemWith(drawn.kemSeed).generate();
  const { ciphertext, shared } = await kemWith(drawn.coins).encapsulate(publicKey);
  const roles = [Buffer.from("initiator"), Buffer.from("responder")];
  const policy = Buffer.of(PATHS[drawn.path], drawn.rejoin ?? 0);
  const begun = [roomId, ...roles, u8(1), policy, publicKey];
  const committed = commitment(begun, drawn.nonceI);
  const mixed = [...begun, committed, ciphertext, drawn.nonceR];
  const hybrid = hkdf(inviteKey, shared, "pair/hybrid", transcriptHash(mixed));
  const chosen = [...mixed, u8(PATHS[drawn.choice])];
  const confirmR = confirmation(hybrid, "responder", chosen);
  const revealed = [...chosen, confirmR, drawn.nonceI];
  const confirmI = confirmation(hybrid, "initiator", revealed);
  const fields = {
    m1: join(u8(1), policy, publicKey, committed),
    m2: join(ciphertext, drawn.nonceR, u8(PATHS[drawn.choice]), confirmR),
    m3: join(drawn.nonceI, confirmI),
  };
  const at = { roomId, inviteKey };
  const m1 = sealMessage("m1", { ...at, sender: 0 }, salts[0], pad(fields.m1, FIELD_BYTES.m1));
  const m2 = sealMessage("m2", { ...at, sender: 1, answers: m1 }, salts[1], pad(fields.m2, FIELD_BYTES.m2));
  const m3 = sealMessage("m3", { ...at, sender: 0, answers: m2 }, salts[2], pad(fields.m3, FIELD_BYTES.m3));
  const blocks = { m1, m2, m3 };
  return { drawn, hybrid, begun, chosen, fields, blocks, th: transcriptHash([...revealed, confirmI]) };
}

function accepted(name: string, it: Run): object {
  const { drawn, hybrid, th, blocks } = it;
  const root = expand(hybrid, "pair/root", th);
  const keys = epochKeys(root);
  const bye = pad(said({ kind: 7 }), 234);
  return {
    name,
    given: {
      roomId: hex(drawn.roomId),
      inviteKey: hex(drawn.inviteKey),
      path: drawn.path,
      choice: drawn.choice,
      ...(drawn.rejoin === undefined ? {} : { rejoin: drawn.rejoin }),
      kemSeed: hex(drawn.kemSeed),
      coins: hex(drawn.coins),
      nonceI: hex(drawn.nonceI),
      nonceR: hex(drawn.nonceR),
      salts: drawn.salts.map(hex),
    },
    m1: hex(blocks.m1),
    m2: hex(blocks.m2),
    m3: hex(blocks.m3),
    th: hex(th),
    safety: hex(expand(hybrid, "pair/safety", th, 13)),
    path: PATHS[drawn.path] > PATHS[drawn.choice] ? drawn.path : drawn.choice,
    mix: hex(keys.mix),
    farewellI: hex(farewellBlock(keys.bye.initiator, 0, bye)),
    farewellR: hex(farewellBlock(keys.bye.responder, 0, bye)),
  };
}

type Message = "m1" | "m2" | "m3";

/** A block in the place of `message` in the case `of`, and what its receiver makes of it. */
interface Refusal {
  readonly name: string;
  readonly of: string;
  readonly message: Message;
  readonly block?: string;
  /** Or the right block with one bit flipped, cut, lengthened by zeros, or that of another place or case. */
  readonly flip?: number;
  readonly length?: number;
  readonly instead?: { readonly of: string; readonly message: Message };
  readonly expect: "dropped" | "failed";
}

const BLOCK_BYTES = { m1: 4095, m2: 4095, m3: 255 } as const;
const OF = "direct and direct";

function unopened(message: Message): Refusal[] {
  const no = (name: string, how: Partial<Refusal>): Refusal => {
    return { name: `${message}: ${name}`, of: OF, message, ...how, expect: "dropped" };
  };
  const bytes = BLOCK_BYTES[message];
  const others = (["m1", "m2", "m3"] as const).filter((other) => other !== message);
  return [
    no("first byte of a frame", { flip: 1 }),
    no("a bit of the salt", { flip: 8 }),
    no("the first bit of the sealed bytes", { flip: 33 * 8 }),
    no("the last bit of the tag", { flip: bytes * 8 - 1 }),
    no("one byte short", { length: bytes - 1 }),
    no("one byte long", { length: bytes + 1 }),
    no("the first byte alone", { length: 1 }),
    no("empty", { length: 0 }),
    no("of another room and invitation", { instead: { of: "any and any", message } }),
    // R meets its own m1 again by design: the same m2 is the answer.
    ...others
      .filter((other) => !(message === "m3" && other === "m1"))
      .map((other) => no(`${other} in its place`, { instead: { of: OF, message: other } })),
  ];
}

/** Messages that open, since their maker holds the invitation, and are refused for what is in them. */
async function opened(it: Run): Promise<Refusal[]> {
  const { roomId, inviteKey } = it.drawn;
  const no = (
    name: string,
    message: Message,
    plaintext: Uint8Array,
    expect: Refusal["expect"] = "failed",
  ): Refusal => {
    const sender = message === "m2" ? 1 : 0;
    const salt = seeded(`salt ${name}`, 32);
    const answers = { m1: {}, m2: { answers: it.blocks.m1 }, m3: { answers: it.blocks.m2 } }[message];
    const block = sealMessage(message, { roomId, inviteKey, sender, ...answers }, salt, plaintext);
    return { name: `${message}: ${name}`, of: OF, message, block: hex(block), expect };
  };
  const edit = (message: Message, at: number, bytes: Uint8Array): Buffer => {
    const plaintext = pad(it.fields[message], FIELD_BYTES[message]);
    plaintext.set(bytes, at);
    return plaintext;
  };
  const flipped = (message: Message, at: number): Buffer =>
    edit(message, at, u8((it.fields[message][at] ?? 0) ^ 1));
  const last = (message: Message): Buffer => pad(it.fields[message], FIELD_BYTES[message], 1);
  const wrongSender = sealMessage(
    "m1",
    { roomId, inviteKey, sender: 1 },
    it.drawn.salts[0],
    pad(it.fields.m1, 4046),
  );
  const other = await run({ ...it.drawn, kemSeed: seeded("other kem", 32) });
  const otherRejoin = await run({ ...it.drawn, rejoin: 1 });
  return [
    {
      name: "m1: sealed as the responder's",
      of: OF,
      message: "m1",
      block: hex(wrongSender),
      expect: "dropped",
    },
    no("version 0", "m1", edit("m1", 0, u8(0))),
    no("version 2", "m1", edit("m1", 0, u8(2))),
    no("path 3", "m1", edit("m1", 1, u8(3))),
    no("rejoin 3", "m1", edit("m1", 2, u8(3))),
    no("rejoin 255", "m1", edit("m1", 2, u8(255))),
    no("padding begins with 1", "m1", edit("m1", it.fields.m1.length, u8(1))),
    no("padding ends with 1", "m1", last("m1")),
    no("ML-KEM key over the modulus", "m1", edit("m1", 3, Buffer.of(0xff, 0xff, 0xff))),
    no("X25519 key of low order", "m1", edit("m1", 3 + 1184, Buffer.alloc(32))),
    no("path choice 3", "m2", edit("m2", 1152, u8(3))),
    no("another path choice than was confirmed", "m2", edit("m2", 1152, u8(2))),
    no("a bit of the ciphertext", "m2", flipped("m2", 0)),
    no("a bit of the ciphertext's curve part", "m2", flipped("m2", 1088)),
    no("curve part of low order", "m2", edit("m2", 1088, Buffer.alloc(32))),
    no("a bit of n_r", "m2", flipped("m2", 1120)),
    no("a bit of confirm_r", "m2", flipped("m2", 1153)),
    no("confirm_r without the invite key", "m2", edit("m2", 1153, await withoutInviteKey(it))),
    no(
      "confirm_r under the initiator's key",
      "m2",
      edit("m2", 1153, confirmation(it.hybrid, "initiator", it.chosen)),
    ),
    no("of one who read rejoin 1", "m2", pad(otherRejoin.fields.m2, FIELD_BYTES.m2)),
    no("answer to another public key", "m2", pad(other.fields.m2, FIELD_BYTES.m2)),
    no("padding ends with 1", "m2", last("m2")),
    no("another n_i than was committed to, confirmed", "m3", pad(uncommitted(it), FIELD_BYTES.m3)),
    no("a bit of n_i", "m3", flipped("m3", 0)),
    no("a bit of confirm_i", "m3", flipped("m3", 63)),
    no("confirm_r sent back", "m3", edit("m3", 32, it.fields.m2.subarray(1153))),
    no("padding ends with 1", "m3", last("m3")),
    { ...no("another m1 after m2", "m3", it.fields.m3), block: hex(other.blocks.m1) },
    late(other, "m2"),
    late(other, "m3"),
  ];
}

/** A message of another attempt of the same room, all in order in itself: stale, so it does not open. */
function late(other: Run, message: "m2" | "m3"): Refusal {
  return {
    name: `${message}: of another attempt`,
    of: OF,
    message,
    block: hex(other.blocks[message]),
    expect: "dropped",
  };
}

/** What somebody with the KEM secret and without the invite key could confirm with. */
async function withoutInviteKey(it: Run): Promise<Buffer> {
  const publicKey = it.begun.at(-1) ?? Buffer.alloc(0);
  const { shared } = await kemWith(it.drawn.coins).encapsulate(publicKey);
  const mixed = it.chosen.slice(0, -1);
  const hybrid = hkdf(Buffer.alloc(32), shared, "pair/hybrid", transcriptHash(mixed));
  return confirmation(hybrid, "responder", it.chosen);
}

/** An m3 whose nonce was chosen after n_r was seen: everything fits but the commitment. */
function uncommitted(it: Run): Buffer {
  const nonce = seeded("late n_i", 32);
  const revealed = [...it.chosen, it.fields.m2.subarray(1153), nonce];
  return join(nonce, confirmation(it.hybrid, "initiator", revealed));
}

const pairs: readonly (readonly [Path, Path])[] = [
  ["direct", "direct"],
  ["any", "any"],
  ["any", "relayed"],
  ["relayed", "direct"],
];
const runs = new Map<string, Run>();
for (const [path, choice] of pairs) {
  const name = `${path} and ${choice}`;
  runs.set(name, await run(draw(name, path, choice)));
}
for (const [rejoin, name] of [
  [1, "a return room, first session"],
  [2, "a return room, after a knock"],
] as const) {
  runs.set(name, await run({ ...draw(name, "direct", "direct"), rejoin }));
}
const first = runs.get(OF);
if (first === undefined) throw new Error("the case that the refusals start from is missing");

writeSuite("handshake", "spec/pair.md sections 2 to 5", [
  ...[...runs].map(([name, it]) => accepted(name, it)),
  ...(["m1", "m2", "m3"] as const).flatMap(unopened),
  ...(await opened(first)),
]);
