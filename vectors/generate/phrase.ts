import { hex, pad, seal, seeded, u32, u8, unhex, writeSuite } from "./reference.ts";
import {
  computed,
  type Drawn,
  generatorOf,
  inviterFor,
  joinerFor,
  message,
  pairOf,
  plaintextOf,
  type Run,
  run,
} from "./phrase-reference.ts";
import { refusedPoints, times } from "./ristretto.ts";
import { spellings } from "./spellings.ts";

/** The suite of spec/phrase.md 2 to 4. Run by hand: node vectors/generate/phrase.ts */
type Side = "inviter" | "joiner";
type Outcome = "answer" | "delivered" | "confirm" | "invited" | "failed" | "state";

/** One side of an accepted case, and what it makes of one message after the other. "wipe" stands for giving up. */
interface Refusal {
  readonly name: string;
  readonly of: string;
  readonly to: Side;
  readonly messages: readonly string[];
  readonly expect: readonly Outcome[];
  /** What the relay says in the place of the right n_i; the offer has not been placed. */
  readonly nonceI?: string;
  readonly placed?: false;
}

const NONE = Buffer.alloc(0);

function draw(name: string, origin: string, address: number, secret: number): Drawn {
  const of = (use: string, length = 32): Buffer => seeded(`phrase ${name} ${use}`, length);
  return {
    origin,
    address,
    secret,
    nonceI: of("n_i"),
    nonceJ: of("n_j"),
    scalarI: of("yb", 64),
    scalarJ: of("ya", 64),
    roomId: of("room", 16),
    inviteKey: of("invite"),
  };
}

function accepted(name: string, { drawn, messages }: Run): object {
  const { origin, address, secret } = drawn;
  return {
    name,
    given: {
      origin,
      address,
      // The bits above the 22 are drawn too, and mean nothing.
      secretDraw: hex(u32(secret + 5 * 2 ** 22)),
      nonceI: hex(drawn.nonceI),
      nonceJ: hex(drawn.nonceJ),
      scalarI: hex(drawn.scalarI),
      scalarJ: hex(drawn.scalarJ),
      roomId: hex(drawn.roomId),
      inviteKey: hex(drawn.inviteKey),
    },
    secret,
    phrase: `${pairOf(address)}-${pairOf(secret)}`,
    messages: messages.map(hex),
  };
}

/** Who takes a message, and the right ones before it. */
const receiverOf = [
  { to: "inviter", before: [], so: [] },
  { to: "joiner", before: [], so: [] },
  { to: "inviter", before: [0], so: ["answer"] },
  { to: "joiner", before: [1], so: ["confirm"] },
] as const;

/** A message in the place of the right one, after all right ones before it. */
function instead(it: Run, place: 0 | 1 | 2 | 3, name: string, bytes: Uint8Array): Refusal {
  const { to, before, so } = receiverOf[place];
  const messages = [...before.map((at) => hex(it.messages[at] ?? NONE)), hex(bytes)];
  return { name: `message ${String(place + 1)}: ${name}`, of: OF, to, messages, expect: [...so, "failed"] };
}

const flipped = (bytes: Uint8Array, bit: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
  return copy;
};

/**
 * Damage that any message may take: its number, and a bit of every field. Another nonce, or another point that is one, is answered, since
 * anybody may have it; those are in `between`.
 */
function damaged(it: Run, other: Run): Refusal[] {
  const last = 255 * 8 - 1;
  const bits = [
    {
      number: 7,
      version: 15,
      "Ya's sign": 34 * 8 + 7,
      padding: 66 * 8,
      "padding's end": last,
    },
    { number: 7, "Yb's sign": 15, padding: 33 * 8, "padding's end": last },
    { number: 7, confirm_j: 8, "confirm_j's end": 33 * 8 - 1, padding: 33 * 8, "padding's end": last },
    {
      number: 7,
      confirm_i: 8,
      "confirm_i's end": 33 * 8 - 1,
      "the sealed bytes": 33 * 8,
      "the tag's end": last,
    },
  ] as const;
  return ([0, 1, 2, 3] as const).flatMap((place) => {
    const right = it.messages[place];
    const fields = Object.entries(bits[place]);
    return [
      ...fields.map(([name, bit]) => instead(it, place, `a bit of ${name}`, flipped(right, bit))),
      instead(it, place, "one byte short", right.subarray(0, 254)),
      instead(it, place, "one byte long", pad(right, 256)),
      instead(it, place, "its first byte alone", right.subarray(0, 1)),
      instead(it, place, "empty", NONE),
      ...([0, 1, 2, 3] as const)
        .filter((at) => at !== place)
        .map((at) => instead(it, place, `message ${String(at + 1)} in its place`, it.messages[at])),
      ...(place < 2 ? [] : [instead(it, place, "of another attempt", other.messages[place])]),
    ];
  });
}

function points(it: Run): Refusal[] {
  const encodings = Object.entries(refusedPoints(it.Ya));
  return encodings.flatMap(([name, point]) => [
    instead(it, 0, name, message(1, u8(1), it.drawn.nonceJ, point)),
    instead(it, 1, name, message(2, point)),
  ]);
}

/** Two sides that do not hold the same values: each confirmation fails at whoever receives it. */
function disagreeing(it: Run): Refusal[] {
  const { drawn } = it;
  const others: Readonly<Record<string, Drawn>> = {
    "another last word": { ...drawn, secret: drawn.secret ^ 1 },
    "another third word": { ...drawn, secret: drawn.secret ^ 2048 },
    "the two secret words the other way round": {
      ...drawn,
      secret: (drawn.secret >> 11) + (drawn.secret & 2047) * 2048,
    },
    "another address": { ...drawn, address: drawn.address ^ 1 },
    "another host": { ...drawn, origin: "https://tacet.example.org" },
    "another scheme": { ...drawn, origin: "http://localhost" },
    "another port": { ...drawn, origin: `${drawn.origin}:8443` },
    "another n_i": { ...drawn, nonceI: flipped(drawn.nonceI, 0) },
    "another n_j": { ...drawn, nonceJ: flipped(drawn.nonceJ, 255) },
    "roles the other way round": { ...drawn, roles: ["inviter", "joiner"] },
  };
  return Object.entries(others).flatMap(([name, other]): Refusal[] => {
    const [m1, m3] = joinerFor(other, it.Yb);
    const [m2, m4] = inviterFor(other, it.Ya);
    // The joiner's nonce is in the open: the inviter takes whichever it is told.
    const told = name === "another n_j" ? message(1, u8(1), drawn.nonceJ, m1.subarray(34, 66)) : m1;
    return [
      {
        name: `a joiner with ${name}`,
        of: OF,
        to: "inviter",
        messages: [hex(told), hex(m3)],
        expect: ["answer", "failed"],
      },
      {
        name: `an inviter with ${name}`,
        of: OF,
        to: "joiner",
        messages: [hex(m2), hex(m4)],
        expect: ["confirm", "failed"],
      },
    ];
  });
}

/** Who stands between knows all that is said, and no scalar or secret. */
function between(it: Run): Refusal[] {
  const { drawn, Ya, Yb } = it;
  const open = computed(drawn, Ya, Yb, NONE);
  const zero = computed(drawn, Ya, Yb, Buffer.alloc(32));
  const self = { ...drawn, scalarI: seeded("phrase man", 64) };
  const multiple = times(self.scalarI, Ya);
  const onYa = computed(drawn, Ya, multiple, times(self.scalarI, multiple));
  const sealed = (key: Buffer): Buffer => seal(key, NONE, plaintextOf(drawn));
  return [
    instead(it, 2, "made without the shared point", message(3, open.confirmJ)),
    instead(it, 2, "made with the identity for the shared point", message(3, zero.confirmJ)),
    instead(it, 2, "confirm_i in its place", message(3, it.confirmI)),
    instead(it, 3, "made without the shared point", message(4, open.confirmI, sealed(open.invitationKey))),
    instead(
      it,
      3,
      "confirm_j sent back, with the right sealed bytes",
      message(4, it.confirmJ, it.messages[3].subarray(33)),
    ),
    {
      name: "Ya sent back as Yb, and confirm_j as confirm_i",
      of: OF,
      to: "joiner",
      messages: [hex(message(2, Ya)), hex(message(4, it.confirmJ, sealed(it.invitationKey)))],
      expect: ["confirm", "failed"],
    },
    {
      name: "a multiple of Ya as Yb",
      of: OF,
      to: "joiner",
      messages: [hex(message(2, multiple)), hex(message(4, onYa.confirmI, sealed(onYa.invitationKey)))],
      expect: ["confirm", "failed"],
    },
    {
      name: "another point for Ya, and the right message 3",
      of: OF,
      to: "inviter",
      messages: [hex(message(1, u8(1), drawn.nonceJ, multiple)), hex(it.messages[2])],
      expect: ["answer", "failed"],
    },
    {
      name: "another point for Yb, and the right message 4",
      of: OF,
      to: "joiner",
      messages: [hex(message(2, times(self.scalarI, Yb))), hex(it.messages[3])],
      expect: ["confirm", "failed"],
    },
    {
      name: "the relay names another n_i to the joiner",
      of: OF,
      to: "joiner",
      nonceI: hex(flipped(drawn.nonceI, 9)),
      messages: [hex(it.messages[1]), hex(it.messages[3])],
      expect: ["confirm", "failed"],
    },
    {
      name: "message 1 with another n_j, and the right message 3",
      of: OF,
      to: "inviter",
      messages: [hex(flipped(it.messages[0], 16)), hex(it.messages[2])],
      expect: ["answer", "failed"],
    },
  ];
}

/** n_j, Ya and confirm_j of an earlier attempt with the same words, brought to the next one at the same address. */
function replayed(it: Run): Refusal {
  const earlier = run({
    ...it.drawn,
    nonceI: seeded("phrase earlier", 32),
    scalarI: seeded("phrase earlier yb", 64),
  });
  const messages = [hex(earlier.messages[0]), hex(earlier.messages[2])];
  return {
    name: "messages 1 and 3 of an earlier attempt, n_j and all",
    of: OF,
    to: "inviter",
    messages,
    expect: ["answer", "failed"],
  };
}

/** An inviter who proves the secret and then hands over what is no invitation. */
function noInvitation(it: Run): Refusal[] {
  const no = (name: string, plaintext: Uint8Array, key = it.invitationKey): Refusal =>
    instead(it, 3, `confirmed, but ${name}`, message(4, it.confirmI, seal(key, NONE, plaintext)));
  const right = plaintextOf(it.drawn);
  const edited = (at: number, byte: number): Buffer => {
    const copy = Buffer.from(right);
    copy[at] = byte;
    return copy;
  };
  return [
    no("of version 0", edited(0, 0)),
    no("of version 2", edited(0, 2)),
    no("with padding that begins with 1", edited(49, 1)),
    no("with padding that ends with 1", edited(205, 1)),
    no("sealed under K itself", right, it.key),
  ];
}

/** States that are spent or not there yet. */
function outOfTurn(it: Run): Refusal[] {
  const [m1, m2, m3, m4] = it.messages.map(hex) as [string, string, string, string];
  const of = OF;
  return [
    {
      name: "message 1 before the relay named an address",
      of,
      to: "inviter",
      placed: false,
      messages: [m1],
      expect: ["state"],
    },
    { name: "message 1 twice", of, to: "inviter", messages: [m1, m1], expect: ["answer", "failed"] },
    { name: "message 2 twice", of, to: "joiner", messages: [m2, m2], expect: ["confirm", "failed"] },
    {
      name: "message 3 twice",
      of,
      to: "inviter",
      messages: [m1, m3, m3],
      expect: ["answer", "delivered", "state"],
    },
    {
      name: "message 4 twice",
      of,
      to: "joiner",
      messages: [m2, m4, m4],
      expect: ["confirm", "invited", "state"],
    },
    {
      name: "message 1 after the phrase was given up",
      of,
      to: "inviter",
      messages: ["wipe", m1],
      expect: ["state"],
    },
    {
      name: "message 2 after the attempt was given up",
      of,
      to: "joiner",
      messages: ["wipe", m2],
      expect: ["state"],
    },
    {
      name: "message 3 too late, after the attempt was given up",
      of,
      to: "inviter",
      messages: [m1, "wipe", m3],
      expect: ["answer", "state"],
    },
    {
      name: "message 4 too late, after the attempt was given up",
      of,
      to: "joiner",
      messages: [m2, "wipe", m4],
      expect: ["confirm", "state"],
    },
    {
      name: "the right message 3 after a wrong one",
      of,
      to: "inviter",
      messages: [m1, hex(flipped(unhex(m3), 8)), m3],
      expect: ["answer", "failed", "state"],
    },
    {
      name: "the right message 4 after a wrong one",
      of,
      to: "joiner",
      messages: [m2, hex(flipped(unhex(m4), 8)), m4],
      expect: ["confirm", "failed", "state"],
    },
  ];
}

const OF = "drawn";
const runs = new Map<string, Run>([
  [OF, run(draw("one", "https://tacet.example", 1_234_567, 2_345_678))],
  ["the first words", run(draw("two", "https://tacet.example:8443", 0, 0))],
  ["the last words", run(draw("three", "http://localhost:8080", 2 ** 22 - 1, 2 ** 22 - 1))],
  ["three letters each", run(draw("four", "https://[2001:db8::1]", 21 * 2048 + 21, 2047 * 2048 + 2047))],
]);
const first = runs.get(OF);
if (first === undefined) throw new Error("the case that the refusals start from is missing");
const second = run(draw("five", "https://tacet.example", 1_234_567, 2_345_678));
if (hex(times(first.drawn.scalarI, generatorOf(first.drawn))) !== hex(first.Yb)) throw new Error("no run");

writeSuite("phrase", "spec/phrase.md sections 2 to 4", [
  ...[...runs].map(([name, it]) => accepted(name, it)),
  ...damaged(first, second),
  ...points(first),
  ...disagreeing(first),
  ...between(first),
  replayed(first),
  ...noInvitation(first),
  ...outOfTurn(first),
  ...spellings(),
]);
