import {
  CoreError,
  base64url,
  cleanName,
  parseInvitation,
  bodies,
  seededCrypto,
  systemRandom,
} from "@tacet/core";
import { fileBodies, pieces } from "@tacet/core/files";
import { phrases } from "@tacet/core/phrase";
import {
  WireError,
  decodeFromRelay,
  decodePass,
  decodeToRelay,
  encodeFromRelay,
  encodeToRelay,
} from "@tacet/wire";
import type { Finding } from "./gate.ts";

interface Subject {
  readonly name: string;
  /** Well-formed inputs to begin mutations from. */
  readonly samples: readonly Uint8Array[];
  readonly decode: (bytes: Uint8Array) => unknown;
}

const HANG_MS = 50;
const random = seededCrypto("campaign/decoders").random;
const some = (length: number): Uint8Array => random.bytes(length);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder("utf-8").decode(bytes);

const code = `${base64url.encode(some(16))}:1${base64url.encode(some(32))}`;
const target = some(16);
const admit = { roomId: some(16), token: some(32), seatSecret: some(32), ticket: some(200) };
const welcome = {
  seat: 0,
  timeLeftMs: 1,
  graceSeconds: 1,
  directFileBytesMax: 0,
  relayedFileBytesMax: 16_777_216,
  other: "never",
  ticket: some(9),
  stun: ["stun:localhost:3478"],
} as const;

const subjects: readonly Subject[] = [
  {
    name: "frames to the relay",
    samples: [encodeToRelay({ kind: "admit", mode: "enter", ...admit }), encodeToRelay({ kind: "leave" })],
    decode: decodeToRelay,
  },
  {
    name: "frames from the relay",
    samples: [encodeFromRelay({ kind: "welcome", ...welcome }), encodeFromRelay({ kind: "beat" })],
    decode: decodeFromRelay,
  },
  { name: "pass", samples: [encodeToRelay({ kind: "pass", block: some(255) })], decode: decodePass },
  {
    name: "invitations",
    samples: [
      utf8(code),
      utf8(`https://example.org/rooms/${code.replace(":", "#")}`),
      utf8(`<example.org/${code}>.`),
    ],
    decode: (bytes) => parseInvitation(text(bytes)),
  },
  {
    name: "phrases",
    samples: [utf8("orange-river-magic-zebra"), utf8(" Oran, rive. MAGI \u2013 zebr")],
    decode: (bytes) => phrases.parse(text(bytes)),
  },
  { name: "texts", samples: [bodies.text.encode("a text")], decode: bodies.text.decode },
  { name: "profiles", samples: [bodies.profile.encode("Ada")], decode: bodies.profile.decode },
  { name: "names", samples: [utf8("Ada \u202e Lovelace")], decode: (bytes) => cleanName(text(bytes)) },
  {
    name: "signals",
    samples: [
      bodies.signal.encode({
        generation: 1,
        type: "candidate",
        text: "candidate:1 1 udp 1 x.local 9 typ host",
      }),
    ],
    decode: bodies.signal.decode,
  },
  {
    name: "replies",
    samples: [bodies.text.encode("an answer", target)],
    decode: (body) => bodies.text.quoted(body) ?? bodies.text.decode(body),
  },
  {
    name: "edits",
    samples: [bodies.edit.encode({ target, text: "other words" })],
    decode: bodies.edit.decode,
  },
  {
    name: "reactions",
    samples: [
      bodies.reaction.encode({ target, emoji: "\u{1f469}\u{1f3fb}\u200d\u{1f680}" }),
      bodies.reaction.encode({ target, emoji: "\u{1f3f4}\u{e0067}\u{e0062}\u{e007f}" }),
    ],
    decode: bodies.reaction.decode,
  },
  { name: "deletes and receipts", samples: [target], decode: bodies.receipt.decode },
  {
    name: "policies",
    samples: [bodies.policy.encode({ path: "direct", directFileBytesMax: 0, relayedFileBytesMax: 2 ** 24 })],
    decode: bodies.policy.decode,
  },
  ...fileSubjects(),
];

/** What is said about files, the openly readable part of a piece, and names (spec/files.md). */
function fileSubjects(): readonly Subject[] {
  const { offer, accept, done, acknowledge, cancel } = fileBodies;
  const samples = [70_000, null].map(
    (size) => pieces.offer(systemRandom, { size, type: "text/plain", name: "a.txt" }).body,
  );
  const window = { file: target, next: 7, credit: 71, early: [9, 12, 70] };
  const piece = new Uint8Array(65_535);
  piece.set([4, ...target]);
  return [
    { name: "file offers", samples, decode: offer.decode },
    { name: "file accepts", samples: [accept.encode(target, 64)], decode: accept.decode },
    { name: "file ends", samples: [done.encode(target, some(32))], decode: done.decode },
    { name: "file acknowledgements", samples: [acknowledge.encode(window)], decode: acknowledge.decode },
    { name: "file cancels", samples: [cancel.encode(target, "stalled")], decode: cancel.decode },
    { name: "piece headers", samples: [piece], decode: pieces.header },
    {
      name: "file names",
      samples: [utf8("../a\u202eb.txt"), utf8("con .tar.gz")],
      decode: (bytes) => offer.cleanName(text(bytes)),
    },
  ];
}

/** Feeds `count` inputs to each decoder. Anything but a typed refusal, or an input that takes over 50 ms, is a problem. */
export function fuzzDecoders(count: number): Finding {
  const problems: string[] = [];
  const notes: string[] = [];
  for (const subject of subjects) {
    const found = fuzz(subject, count);
    problems.push(...found.problems);
    notes.push(`${subject.name}: ${String(count)} inputs, ${String(found.accepted)} accepted`);
  }
  return { checked: subjects.length * count, unit: "inputs", notes, problems };
}

function fuzz(subject: Subject, count: number): { accepted: number; problems: string[] } {
  const problems: string[] = [];
  let accepted = 0;
  for (let index = 0; index < count && problems.length < 5; index += 1) {
    const input = mutate(subject.samples[index % subject.samples.length] ?? new Uint8Array(0));
    const started = performance.now();
    try {
      if (subject.decode(input) !== null) accepted += 1;
    } catch (error) {
      if (!(error instanceof WireError) && !(error instanceof CoreError))
        problems.push(`${subject.name}: input ${String(index)} was not refused by a typed error.`);
    }
    if (performance.now() - started > HANG_MS)
      problems.push(`${subject.name}: input ${String(index)} took too long.`);
  }
  return { accepted, problems };
}

/** Random bytes, or a sample with some bytes changed, cut, or repeated. */
function mutate(sample: Uint8Array): Uint8Array {
  const [choice = 0, a = 0, b = 0, c = 0] = some(4);
  if (choice < 16) return some((a << 4) | (b & 15));
  const at = ((a << 8) | b) % (sample.length + 1);
  if (choice < 40) return sample.slice(0, at);
  if (choice < 56)
    return Uint8Array.from([...sample.subarray(0, at), ...sample.subarray(Math.floor(at / 2))]);
  const changed = sample.slice();
  for (let times = choice % 4; times >= 0; times -= 1) {
    const [high = 0, low = 0, value = 0] = some(3);
    changed[((high << 8) | low) % Math.min(sample.length, 4 + c)] = value;
  }
  return changed;
}
