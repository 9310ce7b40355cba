import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import {
  expand,
  hex,
  hkdf,
  join,
  kemWith,
  pad,
  seal,
  seeded,
  sha256,
  u32,
  u8,
  writeSuite,
} from "./reference.ts";
import { derived, times } from "./ristretto.ts";

/** The suite of spec/admission.md 1 to 3, 5 to 7. Run by hand: node vectors/generate/admission.ts */
const NONE = Buffer.alloc(0);
const lp = (bytes: Uint8Array): Buffer => join(u32(bytes.length), bytes);
const info = (label: string, context: Uint8Array): Buffer =>
  join(Buffer.from(`tacet/v1/admission/${label}`), u8(0), context);
const th = (fields: readonly Uint8Array[]): Buffer => sha256(info("transcript", join(...fields.map(lp))));
const confirmation = (
  hybrid: Uint8Array,
  side: "joiner" | "admitter",
  fields: readonly Uint8Array[],
): Buffer =>
  createHmac("sha256", expand(hybrid, `admission/confirm-${side}`))
    .update(th(fields))
    .digest();

const BLOCK_BYTES = { m1: 4094, m2: 4094, m3: 1022 } as const;

/** A member of a return: PKCS #8 around a seed, as RFC 8410 has it. */
interface Identity {
  readonly seed: Buffer;
  readonly key: Buffer;
  readonly tag: Buffer;
}

const keyOf = (seed: Buffer): ReturnType<typeof createPrivateKey> =>
  createPrivateKey({
    key: join(Buffer.from("302e020100300506032b657004220420", "hex"), seed),
    format: "der",
    type: "pkcs8",
  });

function identity(name: string): Identity {
  const seed = seeded(name, 32);
  const key = createPublicKey(keyOf(seed)).export({ format: "der", type: "spki" }).subarray(-32);
  const tag = sha256(join(Buffer.from("tacet/v1/group/member"), u8(0), key)).subarray(0, 16);
  return { seed, key, tag };
}

interface Drawn {
  readonly name: string;
  readonly roomId: Buffer;
  readonly attempt: Buffer;
  readonly inviteKey: Buffer;
  readonly kemSeed: Buffer;
  readonly coins: Buffer;
  readonly salts: readonly [Buffer, Buffer, Buffer];
  readonly returns: { readonly joiner: Identity; readonly admitter: Identity } | null;
}

function draw(name: string, isReturn: boolean): Drawn {
  const of = (use: string, length = 32): Buffer => seeded(`${name} ${use}`, length);
  const roomId = of("room", 16);
  const returns = { joiner: identity(`${name} joiner`), admitter: identity(`${name} admitter`) };
  return {
    name,
    roomId,
    attempt: of("attempt", 16),
    inviteKey: isReturn ? hkdf(NONE, roomId, "admission/return-key", NONE) : of("invite"),
    kemSeed: of("kem"),
    coins: of("coins", 64),
    salts: [of("salt 1"), of("salt 2"), of("salt 3")],
    returns: isReturn ? returns : null,
  };
}

function sealed(
  it: Drawn,
  message: 1 | 2 | 3,
  answered: Uint8Array | null,
  fields: Uint8Array,
  last = 0,
): Buffer {
  const blockBytes = BLOCK_BYTES[`m${message}`];
  const salt = it.salts[message - 1] ?? NONE;
  const by = u8(it.returns === null ? 0 : 1);
  const context = join(it.roomId, it.attempt, by, answered === null ? NONE : sha256(answered));
  const key = hkdf(salt, it.inviteKey, `admission/m${message}`, context);
  const plaintext = pad(fields, blockBytes - 17 - 32 - 16, last);
  return join(u8(2), it.attempt, salt, seal(key, NONE, plaintext));
}

function proof(it: Drawn, side: "joiner" | "admitter", fields: readonly Uint8Array[]): readonly Uint8Array[] {
  if (it.returns === null) return [];
  const { tag, seed } = it.returns[side];
  return [tag, sign(null, info(`return-${side}`, th([...fields, tag])), keyOf(seed))];
}

const greetingOf = (name: string): Buffer => {
  const said = Buffer.from(name);
  return join(u8(said.length), said, u8(0));
};

/** The n-th frame of a side. */
function frame(it: Drawn, chain: Buffer, counter: number, kind: number, body: Uint8Array, last = 0): Buffer {
  let key = chain;
  for (let at = 0; at < counter; at += 1) key = expand(key, "admission/step", NONE, 64).subarray(0, 32);
  const header = join(u8(3), it.attempt);
  const fields = join(u8(kind), u8(0), u32(body.length), body);
  const blockBytes = [1022, 4094, 16_382, 65_534].find((bytes) => bytes >= fields.length + 33) ?? 0;
  const plaintext = pad(fields, blockBytes - 33, last);
  return join(header, seal(expand(key, "admission/step", NONE, 64).subarray(32), header, plaintext));
}

async function run(
  it: Drawn,
): Promise<
  Record<string, unknown> & { m1: Buffer; m2: Buffer; m3: Buffer; chains: readonly [Buffer, Buffer] }
> {
  const { publicKey } = await kemWith(it.kemSeed).generate();
  const { ciphertext, shared } = await kemWith(it.coins).encapsulate(publicKey);
  const by = u8(it.returns === null ? 0 : 1);
  const begun = [it.roomId, it.attempt, by, Buffer.from("admitter"), Buffer.from("joiner"), u8(1), publicKey];
  const mixed = [...begun, ciphertext];
  const hybrid = hkdf(it.inviteKey, shared, "admission/hybrid", th(mixed));
  const joinerProof = proof(it, "joiner", mixed);
  const confirmJ = confirmation(hybrid, "joiner", [...mixed, ...joinerProof]);
  const answered = [...mixed, ...joinerProof, confirmJ];
  const admitterProof = proof(it, "admitter", answered);
  const confirmA = confirmation(hybrid, "admitter", [...answered, ...admitterProof]);
  const whole = th([...answered, ...admitterProof, confirmA]);
  const m1 = sealed(it, 1, null, join(u8(1), publicKey));
  const m2 = sealed(it, 2, m1, join(ciphertext, ...joinerProof, confirmJ));
  const m3 = sealed(it, 3, m2, join(...admitterProof, confirmA));
  const chains = [
    expand(hybrid, "admission/frames-joiner", whole),
    expand(hybrid, "admission/frames-admitter", whole),
  ] as const;
  const wrong = {
    version: sealed(it, 1, null, join(u8(2), publicKey)),
    padding1: sealed(it, 1, null, join(u8(1), publicKey), 1),
    padding2: sealed(it, 2, m1, join(ciphertext, ...joinerProof, confirmJ), 1),
    confirm2: sealed(it, 2, m1, join(ciphertext, ...joinerProof, confirmA)),
    reflected: sealed(it, 3, m2, join(...admitterProof, confirmJ)),
    padding3: sealed(it, 3, m2, join(...admitterProof, confirmA), 1),
    answers: sealed(it, 2, m3, join(ciphertext, ...joinerProof, confirmJ)),
  };
  return { m1, m2, m3, th: whole, chains, wrong };
}

const hexed = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(hexed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hexed(one)]));
};

const cases: object[] = [];
for (const isReturn of [false, true]) {
  const drawn = draw(isReturn ? "return" : "link", isReturn);
  const { name, ...given } = drawn;
  const { m1, m2, m3, th: whole, chains, wrong } = await run(drawn);
  const w = wrong as Record<string, Buffer>;
  const greeting = frame(drawn, chains[0], 0, 1, greetingOf("Ana"));
  const waiting = frame(drawn, chains[1], 0, 2, NONE);
  const refused = frame(drawn, chains[1], 1, 10, Buffer.of(4, 0, 8));
  const frames = { greeting, waiting, refused };
  cases.push({ name: `course by ${name}`, ...(hexed({ given, m1, m2, m3, th: whole, frames }) as object) });
  const refusal = (what: string, message: string, block: Buffer | undefined, expect: string): void => {
    cases.push({
      name: `${name}: ${what}`,
      of: `course by ${name}`,
      message,
      block: hex(block ?? NONE),
      expect,
    });
  };
  const flip = (block: Buffer, at: number): Buffer => {
    const changed = Buffer.from(block);
    changed[at] = (changed[at] ?? 0) ^ 1;
    return changed;
  };
  refusal("m1 of another version", "m1", w["version"], "failed");
  refusal("m1 with padding that is not zero", "m1", w["padding1"], "failed");
  refusal("m1 with a bit of its salt", "m1", flip(m1, 20), "dropped");
  refusal("m1 for another attempt", "m1", flip(m1, 1), "dropped");
  refusal("m1 one byte short", "m1", m1.subarray(1), "dropped");
  refusal("m2 in the place of m1", "m1", m2, "dropped");
  refusal("m2 that answers another block", "m2", w["answers"], "dropped");
  refusal("m2 with a confirmation of the other side", "m2", w["confirm2"], "failed");
  refusal("m2 with padding that is not zero", "m2", w["padding2"], "failed");
  refusal("m1 in the place of m2", "m2", m1, "dropped");
  refusal("m3 with the joiner's own confirmation", "m3", w["reflected"], "failed");
  refusal("m3 with padding that is not zero", "m3", w["padding3"], "failed");
  refusal("m3 with a bit of its tag", "m3", flip(m3, m3.length - 1), "dropped");
  refusal("a frame in the place of m3", "m3", waiting, "dropped");
  refusal("the greeting again", "again", greeting, "dropped");
  refusal("the admitter's frame to itself", "again", waiting, "dropped");
  refusal(
    "a frame with padding that is not zero",
    "frame",
    frame(drawn, chains[0], 0, 1, greetingOf("Ana"), 1),
    "broken",
  );
  refusal("a frame for another attempt", "frame", flip(greeting, 1), "dropped");
}

// CPace over what the password was stretched to.
const lv = (bytes: Uint8Array): Buffer =>
  join(
    bytes.length < 128 ? Buffer.of(bytes.length) : Buffer.of((bytes.length & 127) | 128, bytes.length >> 7),
    bytes,
  );
const sha512 = (bytes: Uint8Array): Buffer => createHash("sha512").update(bytes).digest();

function exchange(name: string): object {
  const [stretched, sid, roomId] = [
    seeded(`${name} p`, 32),
    seeded(`${name} sid`, 32),
    seeded(`${name} r`, 16),
  ];
  const [scalarJ, scalarA] = [seeded(`${name} j`, 64), seeded(`${name} a`, 64)];
  const ci = info("password-cpace", join(lp(roomId), lp(Buffer.from("joiner")), lp(Buffer.from("admitter"))));
  const dsi = Buffer.from("CPaceRistretto255");
  const zeros = Buffer.alloc(Math.max(0, 127 - lv(stretched).length - lv(dsi).length));
  const g = derived(sha512(join(...[dsi, stretched, zeros, ci, sid].map(lv))));
  const [shareJ, shareA] = [times(scalarJ, g), times(scalarA, g)];
  const parts = [
    Buffer.from("CPaceRistretto255_ISK"),
    sid,
    times(scalarJ, shareA),
    shareJ,
    NONE,
    shareA,
    NONE,
  ];
  const isk = sha512(join(...parts.map(lv)));
  const key = hkdf(NONE, isk, "admission/password-key", join(sid, lp(shareJ), lp(shareA)));
  const said = (side: string): Buffer =>
    createHmac("sha256", expand(key, `admission/password-${side}`))
      .update(sid)
      .digest();
  const joiner = { share: shareJ, confirmation: said("joiner") };
  const admitter = { share: shareA, confirmation: said("admitter") };
  return hexed({ stretched, sid, roomId, scalarJ, scalarA, joiner, admitter }) as object;
}
cases.push({ name: "an exchange of one password", ...exchange("password") });

// Asks, greetings and refusals: bytes and what they say.
const attempt = seeded("ask", 16);
const ask = (...fields: readonly number[]): Buffer => pad(join(u8(1), attempt, Buffer.from(fields)), 1022);
const bytes = (name: string, what: string, given: Buffer, says: unknown): void => {
  cases.push({ name, [what]: hex(given), says });
};
bytes("an ask by the link", "ask", ask(1, 0, 3), { attempt: hex(attempt), by: "link", turn: 3 });
bytes("an ask of who returns", "ask", ask(1, 1, 255), { attempt: hex(attempt), by: "return", turn: 255 });
bytes("an ask of another version", "ask", ask(2, 0, 0), null);
bytes("an ask by another way", "ask", ask(1, 2, 0), null);
bytes("an ask with more behind it", "ask", ask(1, 0, 0, 1), null);
bytes("an ask one byte short", "ask", ask(1, 0, 0).subarray(0, 1021), null);
bytes("an ask of a longer class", "ask", pad(ask(1, 0, 0), 4094), null);
bytes("a handshake that would be an ask", "ask", join(u8(2), ask(1, 0, 0).subarray(1)), null);
bytes("a greeting", "greeting", greetingOf("Ana"), { name: "Ana", notices: [] });
bytes("a greeting without a name", "greeting", Buffer.of(0, 0), { name: "", notices: [] });
bytes("no greeting", "greeting", NONE, null);
bytes("a greeting that is cut", "greeting", Buffer.of(3, 65, 110, 97), null);
bytes("a greeting with more behind it", "greeting", Buffer.of(0, 0, 0), null);
bytes("a name that is no UTF-8", "greeting", Buffer.of(1, 200, 0), null);
bytes("a name of 81 bytes", "greeting", join(u8(81), Buffer.alloc(81, 65), u8(0)), null);
bytes("three notices", "greeting", join(Buffer.of(0, 3), Buffer.alloc(204)), null);
bytes("a notice that is cut", "greeting", join(Buffer.of(0, 1), Buffer.alloc(67)), null);
bytes("refused until later", "refusal", Buffer.of(4, 1, 0), { why: "later", seconds: 256 });
bytes("refused for nothing", "refusal", Buffer.of(0, 0, 0), null);
bytes("refused for what nobody knows", "refusal", Buffer.of(5, 0, 0), null);
bytes("declined for a time", "refusal", Buffer.of(2, 0, 1), null);
bytes("a refusal of two bytes", "refusal", Buffer.of(1, 0), null);

// Invitations.
const room = "AAECAwQFBgcICQoLDA0ODw";
const key = `1${Buffer.alloc(32, 7).toString("base64url")}`;
const tag = Buffer.alloc(16, 9).toString("base64url");
const link = `https://talk.example.org/rooms/${room}#${key}.${tag}`;
const says = {
  roomId: hex(Buffer.from(room, "base64url")),
  inviteKey: hex(Buffer.alloc(32, 7)),
  owner: hex(Buffer.alloc(16, 9)),
};
const text = (name: string, given: string, found: object): void =>
  void cases.push({ name, text: given, ...found });
text("a link of a room for many", link, {
  invitation: { ...says, origin: "https://talk.example.org" },
  tolerated: [],
});
text("a code of a room for many", ` <${room}:${key}.${tag}>. `, {
  invitation: { ...says, origin: null },
  tolerated: ["space", "brackets", "punctuation"],
});
text("a room for two", `${room}:${key}`, { error: "pair-invitation" });
text("an owner tag of 21 characters", link.slice(0, -1), { error: "owner-tag" });
text("an owner tag that is not canonical", `${link.slice(0, -1)}R`, { error: "owner-tag" });
text("two owner tags", `${link}.${tag}`, { error: "owner-tag" });
text("two dots", link.replace(`.${tag}`, `..${tag}`), { error: "key" });
text("a key that is cut", link.replace(`${key}.`, `${key.slice(0, -1)}.`), { error: "key" });
text("another version", link.replace("#1", "#2"), { error: "version" });
text("no room", `https://talk.example.org/rooms/x#${key}.${tag}`, { error: "room-id" });
text("nothing", "", { error: "empty" });
text("another scheme", link.replace("https", "ftp"), { error: "scheme" });

writeSuite("admission", "spec/admission.md 1 to 3, 5 to 7", cases);
