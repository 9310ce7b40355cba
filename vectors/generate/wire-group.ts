import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Bytes, type Case, closed, family, refusal, unknownKinds } from "./wire.ts";

/** The suite of spec/relay.md 10.2 and 10.3, in the form of wire.ts and put together by hand as there. */
export const GROUP_WIRE_FILE: string = fileURLToPath(new URL("../wire-group.json", import.meta.url));

/** The file's whole text, the same at every run. */
export function groupWireSuite(): string {
  const cases = [...admits(), ...commands(), ...requests(), ...toGroupBlocks(), ...fromGroupBlocks()];
  const all = [...cases, ...welcomes(), ...seats(), ...answers(), ...endings(), ...kinds()];
  return `${JSON.stringify({ suite: "wire-group", spec: "spec/relay.md section 10", cases: all }, null, 1)}\n`;
}

const ROOM = "000102030405060708090a0b0c0d0e0f";
const TOKEN = "11".repeat(32);
const SECRET = "22".repeat(32);
const NONE = "00".repeat(32);
const KEY = "44".repeat(32);
const OTHER_KEY = "55".repeat(32);
const SIGNATURE = "66".repeat(64);
const NONCE = "33".repeat(32);
const TICKET = "aabbcc";

const u8 = (value: number): string => value.toString(16).padStart(2, "0");
const u32 = (value: number): string => value.toString(16).padStart(8, "0");
const u64 = (value: number): string => value.toString(16).padStart(16, "0");
const short = (hex: string): Bytes => ({ hex, length: 256 });
const middle = (hex: string): Bytes => ({ hex, length: 1024 });

function admits(): Case[] {
  const admit = (fields: string): Bytes => middle(`09${fields}`);
  const frame = { kind: "group-admit", roomId: ROOM, seatSecret: SECRET };
  const no = (name: string, fields: string, error: string): Case =>
    refusal("to-group", `group-admit, ${name}`, admit(fields), error);
  const enter = `0101${ROOM}${TOKEN}${SECRET}`;
  const back = `0102${ROOM}${NONE}${SECRET}`;
  return [
    ...family("to-group", "group-admit, enter", admit(`${enter}${u32(0)}0000`), {
      ...frame,
      mode: "enter",
      token: TOKEN,
      last: 0,
      ticket: "",
    }),
    ...family("to-group", "group-admit, return", admit(`${back}${u32(0xfedcba98)}0003${TICKET}`), {
      ...frame,
      mode: "return",
      token: NONE,
      last: 0xfedcba98,
      ticket: TICKET,
    }),
    no("version 0", `00${enter.slice(2)}${u32(0)}0000`, "version"),
    no("version 2", `02${enter.slice(2)}${u32(0)}0000`, "version"),
    no("mode 0", `0100${ROOM}${TOKEN}${SECRET}${u32(0)}0000`, "field"),
    no("mode 3", `0103${ROOM}${TOKEN}${SECRET}${u32(0)}0000`, "field"),
    no("return with a token", `0102${ROOM}${TOKEN}${SECRET}${u32(0)}0000`, "field"),
    no("enter with a number", `${enter}${u32(1)}0000`, "field"),
    no("ticket of 513 bytes", `${back}${u32(1)}0201${"cd".repeat(513)}`, "field"),
    no("ticket longer than said", `${back}${u32(1)}0002${TICKET}`, "padding"),
  ];
}

function commands(): Case[] {
  const command = (order: string): Bytes => middle(`0a${KEY}${u32(7)}${order}${SIGNATURE}`);
  const no = (name: string, order: string, error: string): Case =>
    refusal("to-group", `command, ${name}`, command(order), error);
  const orders: readonly (readonly [string, object])[] = [
    [`01${TOKEN}`, { order: "admission", hash: TOKEN }],
    ["0263", { order: "remove", seat: 99 }],
    ["0300", { order: "lock", locked: false }],
    ["0301", { order: "lock", locked: true }],
    ["04", { order: "end" }],
    [`05${OTHER_KEY}01`, { order: "owner", owner: OTHER_KEY, seat: 1 }],
    ["0600", { order: "moderators", keys: [] }],
    [`0602${KEY}${OTHER_KEY}`, { order: "moderators", keys: [KEY, OTHER_KEY] }],
  ];
  return [
    ...orders.flatMap(([hex, order]) =>
      family("to-group", `command ${JSON.stringify(order)}`, command(hex), {
        kind: "command",
        key: KEY,
        counter: 7,
        order,
        signature: SIGNATURE,
      }),
    ),
    no("order 0", "00", "field"),
    no("order 7", "07", "field"),
    no("remove seat 100", "0264", "field"),
    no("lock 2", "0302", "field"),
    no("hand over to seat 100", `05${OTHER_KEY}64`, "field"),
    no("17 moderators", `0611${KEY.repeat(17)}`, "field"),
    no("end, with a byte more", "0401", "padding"),
  ];
}

function requests(): Case[] {
  const pair = `${u32(5)}${u32(6)}`;
  return [
    ...family("to-group", "leave", short("02"), { kind: "leave" }),
    ...family("to-group", "beat", short("04"), { kind: "beat" }),
    ...["fetch", "erase"].flatMap((kind, index) => [
      ...family("to-group", kind, short(`${u8(11 + index)}${pair}`), { kind, request: 5, number: 6 }),
      refusal("to-group", `${kind}, number 0`, short(`${u8(11 + index)}${u32(5)}${u32(0)}`), "field"),
      refusal("to-group", `${kind}, longer than its fields`, short(`${u8(11 + index)}${pair}01`), "padding"),
    ]),
  ];
}

/** A frame with a block fills its class: its length and its header alone can be wrong. */
function blocks(
  decoder: Case["decoder"],
  kind: number,
  header: string,
  frame: Readonly<Record<string, unknown>>,
  classes: readonly number[],
): Case[] {
  const hex = `${u8(kind)}${header}ff00ee`;
  return classes.flatMap((length): Case[] => {
    const name = `${String(frame["kind"])} of ${length} bytes`;
    const blockLength = length - 1 - header.length / 2;
    return [
      {
        name,
        decoder,
        bytes: { hex, length, at: [[length - 1, 7]] },
        frame: { ...frame, blockStart: "ff00ee", blockLength },
      },
      refusal(decoder, `${name}, one byte short`, { hex, length: length - 1 }, "class"),
      refusal(decoder, `${name}, one byte over`, { hex, length: length + 1 }, "class"),
    ];
  });
}

const CLASSES = [1024, 4096, 16_384, 65_536];

function toGroupBlocks(): Case[] {
  const no = (name: string, bytes: Bytes, error: string): Case => refusal("to-group", name, bytes, error);
  return [
    ...blocks("to-group", 18, `${u32(0xfedcba98)}00`, { kind: "numbered", counter: 0xfedcba98 }, CLASSES),
    no("numbered, of the smallest class", short(`12${u32(1)}00`), "class"),
    no("numbered, with a seat", middle(`12${u32(1)}01`), "field"),
    ...blocks("to-group", 19, "63", { kind: "whisper", seat: 99 }, CLASSES),
    ...blocks("to-group", 19, "ff", { kind: "whisper", seat: 255 }, [1024]).map((one) => ({
      ...one,
      name: `to everybody, ${one.name}`,
    })),
    no("whisper, of the smallest class", short("1300"), "class"),
    no("whisper to seat 100", middle("1364"), "field"),
    no("whisper to seat 254", middle("13fe"), "field"),
    ...blocks("to-group", 20, u32(9), { kind: "blob", request: 9 }, [65_536]),
    no("blob of 16,384 bytes", { hex: `14${u32(9)}`, length: 16_384 }, "class"),
  ];
}

function fromGroupBlocks(): Case[] {
  const no = (name: string, bytes: Bytes, error: string): Case => refusal("from-group", name, bytes, error);
  const numbered = { kind: "numbered", number: 0xfedcba98, seat: 99 };
  return [
    ...blocks("from-group", 18, `${u32(0xfedcba98)}63`, numbered, CLASSES),
    no("numbered, of the smallest class", short(`12${u32(1)}00`), "class"),
    no("numbered 0", middle(`12${u32(0)}00`), "field"),
    no("numbered, of seat 100", middle(`12${u32(1)}64`), "field"),
    ...blocks("from-group", 19, "00", { kind: "whisper", seat: 0 }, CLASSES),
    no("whisper of the smallest class", short("1300"), "class"),
    no("whisper of seat 100", middle("1364"), "field"),
    no("whisper of everybody", middle("13ff"), "field"),
    ...blocks("from-group", 20, u32(9), { kind: "blob", request: 9 }, [65_536]),
    no("blob of 4,096 bytes", { hex: `14${u32(9)}`, length: 4096 }, "class"),
  ];
}

function welcomes(): Case[] {
  const head = `02${u32(41)}${u32(900_000)}${u32(86_400)}${u32(600)}${u64(5_000_000_000)}${u64(16_777_216)}`;
  const end = `0003${TICKET}0104${Buffer.from("stun").toString("hex")}`;
  const both = (taken: string, present: string): string => taken.padEnd(26, "0") + present.padEnd(26, "0");
  const some = both("070000000000000000000000", "05");
  const welcome = (capacity: number, flags: number, bitmaps: string): Bytes =>
    middle(`8c${head}${u8(capacity)}${u8(flags)}${NONCE}${bitmaps}${end}`);
  const no = (name: string, bytes: Bytes, error: string): Case =>
    refusal("from-group", `group-welcome, ${name}`, bytes, error);
  const frame = {
    kind: "group-welcome",
    seat: 2,
    newest: 41,
    timeLeftMs: 900_000,
    idleSeconds: 86_400,
    graceSeconds: 600,
    directFileBytesMax: 5_000_000_000,
    relayedFileBytesMax: 16_777_216,
    capacity: 50,
    locked: false,
    ownerLeaves: true,
    nonce: NONCE,
    taken: [0, 1, 2],
    present: [0, 2],
    ticket: TICKET,
    stun: ["stun"],
  };
  const never = welcome(50, 1, some);
  return [
    ...family("from-group", "group-welcome", welcome(50, 2, some), frame),
    ...family(
      "from-group",
      "group-welcome, never and locked",
      { ...never, hex: never.hex.replace(u32(900_000), "ffffffff") },
      { ...frame, timeLeftMs: null, locked: true, ownerLeaves: false },
    ),
    no("flags 4", welcome(50, 4, some), "field"),
    no("capacity 1", welcome(1, 0, both("04", "04")), "field"),
    no("capacity 101", welcome(101, 0, some), "field"),
    no("a seat beyond the capacity", welcome(2, 0, some), "field"),
    no("own seat absent", welcome(50, 0, both("07", "03")), "field"),
    no("present and not taken", welcome(50, 0, both("04", "05")), "field"),
    no("seat 100 taken", welcome(100, 0, both("04000000000000000000000010", "04")), "field"),
  ];
}

function seats(): Case[] {
  const bitmaps = (taken: string, present: string): Bytes =>
    short(`8d${taken.padEnd(26, "0")}${present.padEnd(26, "0")}`);
  const no = (name: string, bytes: Bytes, error: string): Case =>
    refusal("from-group", `seats, ${name}`, bytes, error);
  const last = "00".repeat(12);
  return [
    ...family("from-group", "seats, nobody", bitmaps("", ""), { kind: "seats", taken: [], present: [] }),
    ...family("from-group", "seats, some", bitmaps(`8102${"00".repeat(10)}08`, `8000${"00".repeat(10)}08`), {
      kind: "seats",
      taken: [0, 7, 9, 99],
      present: [7, 99],
    }),
    no("present and not taken", bitmaps("01", "02"), "field"),
    no("seat 100", bitmaps(`${last}10`, ""), "field"),
    no("seat 103", bitmaps(`${last}80`, ""), "field"),
    no("longer than its fields", short(`8d${"00".repeat(26)}01`), "padding"),
  ];
}

function answers(): Case[] {
  const no = (name: string, hex: string, error: string): Case =>
    refusal("from-group", name, short(hex), error);
  const blob = (code: string, value: number, number: number): Case[] =>
    family("from-group", `blob-answer ${code}`, short(`90${u32(9)}${u8(value)}${u32(number)}`), {
      kind: "blob-answer",
      request: 9,
      code,
      number,
    });
  const commanded = (outcome: string, value: number): Case[] =>
    family("from-group", `commanded ${outcome}`, short(`8e${u32(7)}${u8(value)}`), {
      kind: "commanded",
      counter: 7,
      outcome,
    });
  return [
    ...family("from-group", "placed", short(`8b${u32(0xfedcba98)}${u32(41)}`), {
      kind: "placed",
      counter: 0xfedcba98,
      number: 41,
    }),
    no("placed at 0", `8b${u32(1)}${u32(0)}`, "field"),
    ...family("from-group", "gap", short(`8f${u32(41)}`), { kind: "gap", first: 41 }),
    no("gap to 0", `8f${u32(0)}`, "field"),
    ...commanded("done", 1),
    ...commanded("refused", 2),
    no("commanded, outcome 0", `8e${u32(7)}00`, "field"),
    no("commanded, outcome 3", `8e${u32(7)}03`, "field"),
    ...blob("stored", 1, 3),
    ...blob("absent", 2, 3),
    ...blob("full", 3, 0),
    ...blob("erased", 4, 3),
    no("blob-answer, code 0", `90${u32(9)}00${u32(3)}`, "field"),
    no("blob-answer, code 5", `90${u32(9)}05${u32(3)}`, "field"),
    no("blob-answer, full with a number", `90${u32(9)}03${u32(3)}`, "field"),
    no("blob-answer, stored without a number", `90${u32(9)}01${u32(0)}`, "field"),
  ];
}

function endings(): Case[] {
  const refused = { absent: 1, used: 2, full: 3, version: 4, declined: 5, locked: 6 };
  const ended = { left: 1, burned: 2, expired: 3, gone: 4, removed: 5 };
  const fault = { frame: 1, order: 2, rate: 3, silent: 4, replaced: 5, stopping: 6 };
  return [
    ...closed("refused", 130, "code", refused, [0, 7, 255], "from-group"),
    ...closed("ended", 132, "reason", ended, [0, 6, 255], "from-group"),
    ...closed("fault", 134, "code", fault, [0, 7, 255], "from-group"),
    ...family("from-group", "ticket", middle(`850003${TICKET}`), { kind: "ticket", ticket: TICKET }),
    ...family("from-group", "beat", short("04"), { kind: "beat" }),
  ];
}

function kinds(): Case[] {
  return [
    ...unknownKinds("to-group", [0, 1, 3, 5, 6, 7, 8, 13, 16, 17, 21, 129, 139, 140, 255]),
    ...unknownKinds("from-group", [0, 1, 2, 3, 9, 10, 11, 12, 16, 17, 129, 131, 135, 138, 145, 255]),
  ];
}

if (import.meta.main) writeFileSync(GROUP_WIRE_FILE, groupWireSuite());
