import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The suite of spec/relay.md 2 and 3 and of spec/phrase.md 6. The bytes are put together here by hand, without the package under test, so that
 * an error of its encoder cannot hide in them. `bytes` is `hex` followed by zeros to `length`; `at` then sets single bytes.
 */
export interface Bytes {
  readonly hex: string;
  readonly length: number;
  readonly at?: readonly (readonly [offset: number, value: number])[];
}

export interface Case {
  readonly name: string;
  readonly decoder: "to-relay" | "from-relay" | "to-group" | "from-group";
  readonly bytes: Bytes;
  /** What the decoder gives; byte fields are hex, and a block is described by its length and first bytes. */
  readonly frame?: Readonly<Record<string, unknown>>;
  /** Or why it refuses: one of class, kind, version, field, padding. */
  readonly error?: string;
}

export const WIRE_FILE: string = fileURLToPath(new URL("../wire.json", import.meta.url));

/** The file's whole text, the same at every run. */
export function wireSuite(): string {
  const cases = [...toRelay(), ...phraseToRelay(), ...fromRelay(), ...phraseFromRelay()];
  const suite = { suite: "wire", spec: "spec/relay.md sections 1 to 3, spec/phrase.md section 6", cases };
  return `${JSON.stringify(suite, null, 1)}\n`;
}

const ROOM = "000102030405060708090a0b0c0d0e0f";
const TOKEN = "11".repeat(32);
const SECRET = "22".repeat(32);
const NONE = "00".repeat(32);
const TICKET = "aabbcc";
const NONCE = "33".repeat(32);

const u8 = (value: number): string => value.toString(16).padStart(2, "0");
const u16 = (value: number): string => value.toString(16).padStart(4, "0");
const u64 = (value: number): string => value.toString(16).padStart(16, "0");
const u32 = (value: number): string => value.toString(16).padStart(8, "0");

/** One positive case and its refusals: every frame is refused in a wrong class and with a last byte that is not zero. */
export function family(
  decoder: Case["decoder"],
  name: string,
  bytes: Bytes,
  frame: Readonly<Record<string, unknown>>,
): Case[] {
  const other = bytes.length === 256 ? 1024 : 256;
  return [
    { name, decoder, bytes, frame },
    refusal(decoder, `${name}, wrong class`, { hex: bytes.hex.slice(0, 512), length: other }, "class"),
    refusal(decoder, `${name}, last byte set`, { ...bytes, at: [[bytes.length - 1, 1]] }, "padding"),
    refusal(decoder, `${name}, one byte short`, { hex: bytes.hex, length: bytes.length - 1 }, "class"),
  ];
}

export function refusal(decoder: Case["decoder"], name: string, bytes: Bytes, error: string): Case {
  return { name, decoder, bytes, error };
}

function toRelay(): Case[] {
  const admit = (fields: string): Bytes => ({ hex: `01${fields}`, length: 1024 });
  const frame = { kind: "admit", roomId: ROOM, seatSecret: SECRET };
  const no = (name: string, bytes: Bytes, error: string): Case => refusal("to-relay", name, bytes, error);
  return [
    ...family("to-relay", "admit, enter", admit(`0101${ROOM}${TOKEN}${SECRET}0000`), {
      ...frame,
      mode: "enter",
      token: TOKEN,
      ticket: "",
    }),
    ...family("to-relay", "admit, return with a ticket", admit(`0102${ROOM}${NONE}${SECRET}0003${TICKET}`), {
      ...frame,
      mode: "return",
      token: NONE,
      ticket: TICKET,
    }),
    ...family(
      "to-relay",
      "admit, longest ticket",
      admit(`0102${ROOM}${NONE}${SECRET}0200${"cd".repeat(512)}`),
      {
        ...frame,
        mode: "return",
        token: NONE,
        ticket: "cd".repeat(512),
      },
    ),
    no("admit of version 0", admit(`0001${ROOM}${TOKEN}${SECRET}0000`), "version"),
    no("admit of version 2", admit(`0201${ROOM}${TOKEN}${SECRET}0000`), "version"),
    no("admit, mode 0", admit(`0100${ROOM}${TOKEN}${SECRET}0000`), "field"),
    no("admit, mode 3", admit(`0103${ROOM}${TOKEN}${SECRET}0000`), "field"),
    no("admit, return with a token", admit(`0102${ROOM}${TOKEN}${SECRET}0000`), "field"),
    no("admit, ticket of 513 bytes", admit(`0101${ROOM}${TOKEN}${SECRET}0201${"cd".repeat(513)}`), "field"),
    no("admit, ticket beyond the frame", admit(`0101${ROOM}${TOKEN}${SECRET}ffff`), "field"),
    no("admit, ticket longer than said", admit(`0101${ROOM}${TOKEN}${SECRET}0002${TICKET}`), "padding"),
    ...[
      ["leave", 2],
      ["burn", 3],
      ["beat", 4],
    ].flatMap(([kind, code]) =>
      family("to-relay", String(kind), { hex: u8(Number(code)), length: 256 }, { kind }),
    ),
    ...doors(),
    ...passes("to-relay"),
    ...unknownKinds("to-relay", [0, 9, 15, 18, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 255]),
  ];
}

function doors(): Case[] {
  const door = (fields: string): Bytes => ({ hex: `08${fields}`, length: 256 });
  const no = (name: string, fields: string, error: string): Case =>
    refusal("to-relay", name, door(fields), error);
  return [
    ...family("to-relay", "door, let in", door(`${u16(1)}01`), { kind: "door", knock: 1, answer: "in" }),
    ...family("to-relay", "door, refuse", door(`${u16(65_535)}02`), {
      kind: "door",
      knock: 65_535,
      answer: "refuse",
    }),
    no("door, knock 0", `${u16(0)}01`, "field"),
    no("door, answer 0", `${u16(1)}00`, "field"),
    no("door, answer 3", `${u16(1)}03`, "field"),
    no("door, longer than its fields", `${u16(1)}0101`, "padding"),
  ];
}

function fromRelay(): Case[] {
  const welcome = (fields: string): Bytes => ({ hex: `81${fields}`, length: 1024 });
  const no = (name: string, bytes: Bytes, error: string): Case => refusal("from-relay", name, bytes, error);
  const times = `${u32(900_000)}${u32(300)}`;
  const limits = `${u64(5_000_000_000)}${u64(16_777_216)}`;
  const start = `01${times}${limits}02`;
  const url = Buffer.from("stun:localhost:3478").toString("hex");
  const frame = {
    kind: "welcome",
    seat: 1,
    timeLeftMs: 900_000,
    graceSeconds: 300,
    directFileBytesMax: 5_000_000_000,
    relayedFileBytesMax: 16_777_216,
    other: "present",
  };
  return [
    ...family("from-relay", "beat", { hex: u8(4), length: 256 }, { kind: "beat" }),
    ...passes("from-relay"),
    ...family("from-relay", "welcome", welcome(`${start}0003${TICKET}01${u8(19)}${url}`), {
      ...frame,
      ticket: TICKET,
      stun: ["stun:localhost:3478"],
    }),
    ...family("from-relay", "welcome without ticket and servers", welcome(`${start}000000`), {
      ...frame,
      ticket: "",
      stun: [],
    }),
    no("welcome, seat 2", welcome(`02${start.slice(2)}000000`), "field"),
    ...family("from-relay", "welcome, the other left", welcome(`${start.slice(0, -2)}04000000`), {
      ...frame,
      other: "left",
      ticket: "",
      stun: [],
    }),
    no("welcome, presence 3: going is not said here", welcome(`${start.slice(0, -2)}03000000`), "field"),
    no("welcome, presence 5", welcome(`${start.slice(0, -2)}05000000`), "field"),
    no("welcome, a file limit of 2^53", welcome(`01${times}${u64(2 ** 53)}${u64(0)}02000000`), "field"),
    no("welcome, a relayed limit of 2^53", welcome(`01${times}${u64(0)}${u64(2 ** 53)}02000000`), "field"),
    no("welcome, ticket of 513 bytes", welcome(`${start}0201${"cd".repeat(513)}00`), "field"),
    no("welcome, 5 servers", welcome(`${start}000005${"0161".repeat(5)}`), "field"),
    no("welcome, empty server", welcome(`${start}00000100`), "field"),
    no("welcome, server with a space", welcome(`${start}0000010120`), "field"),
    no("welcome, server not ASCII", welcome(`${start}00000102c3a9`), "field"),
    no(
      "welcome, servers beyond the frame",
      welcome(`${start}0200${"cd".repeat(512)}04${"ff".repeat(481)}`),
      "field",
    ),
    ...closed("refused", 130, "code", { absent: 1, used: 2, version: 4, declined: 5 }, [0, 3, 6, 255]),
    ...closed("presence", 131, "other", { never: 0, away: 1, present: 2, going: 3, left: 4 }, [5, 255]),
    ...closed("ended", 132, "reason", { left: 1, burned: 2, expired: 3, gone: 4 }, [0, 5, 255]),
    ...closed(
      "fault",
      134,
      "code",
      { frame: 1, order: 2, rate: 3, silent: 4, replaced: 5, stopping: 6 },
      [0, 7, 255],
    ),
    ...family(
      "from-relay",
      "ticket",
      { hex: `85${u16(3)}${TICKET}`, length: 1024 },
      { kind: "ticket", ticket: TICKET },
    ),
    ...[0, 1, 65_535].flatMap((knock) =>
      family(
        "from-relay",
        `knock ${knock}`,
        { hex: `8a${u16(knock)}`, length: 256 },
        { kind: "knock", knock },
      ),
    ),
    no("knock, longer than its field", { hex: `8a${u16(1)}01`, length: 256 }, "padding"),
    no("ticket of 513 bytes", { hex: `85${u16(513)}${"cd".repeat(513)}`, length: 1024 }, "field"),
    no("ticket beyond the frame", { hex: `85${u16(0xffff)}`, length: 1024 }, "field"),
    ...unknownKinds("from-relay", [0, 1, 2, 3, 5, 6, 7, 8, 15, 18, 128, 139, 255]),
  ];
}

function phraseToRelay(): Case[] {
  const short = (hex: string): Bytes => ({ hex, length: 256 });
  const no = (name: string, hex: string, error: string): Case => refusal("to-relay", name, short(hex), error);
  const begin = (address: number): string => `0701${u32(address)}`;
  return [
    ...family("to-relay", "phrase-offer", short(`05${NONCE}`), { kind: "phrase-offer", nonce: NONCE }),
    no("phrase-offer, nonce of 33 bytes", `05${NONCE}44`, "padding"),
    ...family("to-relay", "phrase-withdraw", short("06"), { kind: "phrase-withdraw" }),
    no("phrase-withdraw with a nonce", `06${NONCE}`, "padding"),
    ...[0, 1_234_567, 4_194_303].flatMap((address) =>
      family("to-relay", `phrase-begin at ${address}`, short(begin(address)), {
        kind: "phrase-begin",
        address,
      }),
    ),
    no("phrase-begin of version 0", `0700${u32(1)}`, "version"),
    no("phrase-begin of version 2", `0702${u32(1)}`, "version"),
    no("phrase-begin of version 2, address of 32 bits", `0702${u32(0xffff_ffff)}`, "version"),
    no("phrase-begin, first address of 23 bits", begin(4_194_304), "field"),
    no("phrase-begin, address of 32 bits", begin(0xffff_ffff), "field"),
    no("phrase-begin with a word of the secret", `${begin(1)}05dc`, "padding"),
    ...phraseMessages("to-relay"),
  ];
}

function phraseFromRelay(): Case[] {
  const short = (hex: string): Bytes => ({ hex, length: 256 });
  const no = (name: string, hex: string, error: string): Case =>
    refusal("from-relay", name, short(hex), error);
  const placed = (address: number, timeLeftMs: number): Case[] =>
    family("from-relay", `phrase-placed at ${address}`, short(`87${u32(address)}${u32(timeLeftMs)}`), {
      kind: "phrase-placed",
      address,
      timeLeftMs,
    });
  return [
    ...placed(0, 0),
    ...placed(4_194_303, 0xffff_ffff),
    no("phrase-placed, first address of 23 bits", `87${u32(4_194_304)}${u32(180_000)}`, "field"),
    no("phrase-placed, address of 32 bits", `87${u32(0xffff_ffff)}${u32(180_000)}`, "field"),
    no("phrase-placed, longer than its fields", `87${u32(1)}${u32(180_000)}01`, "padding"),
    ...family("from-relay", "phrase-begun", short(`88${NONCE}${u32(20_000)}`), {
      kind: "phrase-begun",
      nonce: NONCE,
      timeLeftMs: 20_000,
    }),
    no("phrase-begun, longer than its fields", `88${NONCE}${u32(20_000)}01`, "padding"),
    ...closed(
      "phrase-over",
      137,
      "code",
      { unknown: 1, expired: 2, cut: 3, late: 4, busy: 5, closed: 6 },
      [0, 7, 255],
    ),
    ...phraseMessages("from-relay"),
  ];
}

/** Opaque, and as long as its frame: only the length can be wrong. */
function phraseMessages(decoder: Case["decoder"]): Case[] {
  const message = `01${"ab".repeat(253)}ff`;
  return [
    {
      name: "phrase-message",
      decoder,
      bytes: { hex: `11${message}`, length: 256 },
      frame: { kind: "phrase-message", message },
    },
    ...[0, 1, 255, 257, 1024, 65_536].map((length) =>
      refusal(decoder, `phrase-message of ${length} bytes`, { hex: "11", length }, "class"),
    ),
  ];
}

/** A kind whose only field is a code of a closed list. */
export function closed(
  kind: string,
  code: number,
  field: string,
  codes: Readonly<Record<string, number>>,
  others: readonly number[],
  decoder: Case["decoder"] = "from-relay",
): Case[] {
  const bytes = (value: number): Bytes => ({ hex: u8(code) + u8(value), length: 256 });
  return [
    ...Object.entries(codes).flatMap(([name, value]) =>
      family(decoder, `${kind} ${name}`, bytes(value), { kind, [field]: name }),
    ),
    ...others.map((value) => refusal(decoder, `${kind}, code ${value}`, bytes(value), "field")),
  ];
}

/** The one frame of any class, whose body is not looked at. */
function passes(decoder: Case["decoder"]): Case[] {
  const classes = [256, 1024, 4096, 16_384, 65_536];
  return classes.flatMap((length): Case[] => [
    {
      name: `pass of ${length} bytes`,
      decoder,
      bytes: { hex: "10ff00ee", length, at: [[length - 1, 7]] },
      frame: { kind: "pass", blockStart: "ff00ee", blockLength: length - 1 },
    },
    refusal(decoder, `pass, one byte short of ${length}`, { hex: "10ff", length: length - 1 }, "class"),
    refusal(decoder, `pass, one byte over ${length}`, { hex: "10ff", length: length + 1 }, "class"),
  ]);
}

export function unknownKinds(decoder: Case["decoder"], kinds: readonly number[]): Case[] {
  return [
    refusal(decoder, "no bytes", { hex: "", length: 0 }, "class"),
    refusal(decoder, "one byte", { hex: "04", length: 1 }, "class"),
    ...kinds.map((kind) => refusal(decoder, `kind ${kind}`, { hex: u8(kind), length: 256 }, "kind")),
  ];
}

if (import.meta.main) writeFileSync(WIRE_FILE, wireSuite());
