import { hex, join, seeded, u16, u32, u64, u8 } from "./reference.ts";

/** What is said about files, and their names (spec/files.md 3 and 8): a part of the suite that files.ts writes. */
const file = seeded("files id", 16);
const key = seeded("files key", 32);
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
const bits = (...indexes: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(8);
  for (const at of indexes) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (128 >> (at & 7));
  return bytes;
};

type Fields = Readonly<Record<string, unknown>>;
const body = (of: string) => ({
  yes: (name: string, bytes: Uint8Array, says: Fields): object => ({
    name: `${of}: ${name}`,
    body: hex(bytes),
    says,
  }),
  no: (name: string, bytes: Uint8Array): object => ({ name: `${of}: ${name}`, body: hex(bytes), says: null }),
});

export function offers(): object[] {
  const { yes, no } = body("offer");
  const text = (it: Uint8Array): Buffer => join(u8(it.length), it);
  const whole = (size: Uint8Array, type: string, name: Uint8Array): Buffer =>
    join(u8(0), key, size, text(utf8(type)), text(name));
  const says = (size: number | null, type: string, name: string): Fields => ({
    key: hex(key),
    size,
    type,
    name,
  });
  const plain = whole(u64(5), "text/plain", utf8("a.txt"));
  const most = 2 ** 40;
  const long = `${"a".repeat(63)}/${"b".repeat(63)}`;
  return [
    yes("a file", plain, says(5, "text/plain", "a.txt")),
    yes("of no bytes and no type", whole(u64(0), "", utf8("a")), says(0, "", "a")),
    yes("of 2^40 bytes", whole(u64(most), long, utf8("a")), says(most, long, "a")),
    yes("a stream", join(u8(1), key, text(utf8("")), text(utf8("out"))), says(null, "", "out")),
    no("nothing", Buffer.alloc(0)),
    no("form 2", join(u8(2), plain.subarray(1))),
    no("a key of zeros", join(u8(0), Buffer.alloc(32), plain.subarray(33))),
    no("2^40 and one bytes", whole(u64(most + 1), "", utf8("a"))),
    no("2^64 - 1 bytes", whole(Buffer.alloc(8, 0xff), "", utf8("a"))),
    no("cut in the key", plain.subarray(0, 32)),
    no("cut in the size", plain.subarray(0, 40)),
    no("cut before the type", plain.subarray(0, 41)),
    no("cut in the type", plain.subarray(0, 45)),
    no("cut before the name", plain.subarray(0, 52)),
    no("cut in the name", plain.subarray(0, -1)),
    no("one byte more", join(plain, u8(0))),
    no("no name", whole(u64(5), "", Buffer.alloc(0))),
    no("an ill-formed name", whole(u64(5), "", Buffer.of(0xff))),
    no("a type without a slash", whole(u64(5), "text", utf8("a"))),
    no("a type in capitals", whole(u64(5), "Text/plain", utf8("a"))),
    no("a type with a parameter", whole(u64(5), "text/plain;charset=utf-8", utf8("a"))),
    no("a type with a space", whole(u64(5), "text/ plain", utf8("a"))),
    no("a type of two slashes", whole(u64(5), "a/b/c", utf8("a"))),
    no("a part of 64", whole(u64(5), `${"a".repeat(64)}/b`, utf8("a"))),
  ];
}

export function answers(): object[] {
  const accept = body("accept");
  const done = body("done");
  const cancel = body("cancel");
  const root = seeded("files root", 32);
  const reasons = "declined cancelled stalled too-large too-many unreadable unwritable broken refused".split(
    " ",
  );
  return [
    accept.yes("64 pieces", join(file, u32(64)), { file: hex(file), credit: 64 }),
    accept.yes("not yet its turn", join(file, u32(0)), { file: hex(file), credit: 0 }),
    accept.no("65 pieces", join(file, u32(65))),
    accept.no("2^32 - 1 pieces", join(file, u32(0xffff_ffff))),
    accept.no("one byte short", join(file, Buffer.alloc(3))),
    accept.no("one byte long", join(file, u32(1), u8(0))),
    done.yes("with its root", join(file, root), { file: hex(file), root: hex(root) }),
    done.no("without a root", file),
    done.no("one byte short", join(file, root.subarray(1))),
    done.no("one byte long", join(file, root, u8(0))),
    ...reasons.slice(0, 3).map((reason, at) => {
      return cancel.yes(reason, join(file, u8(at + 1)), { file: hex(file), reason });
    }),
    cancel.yes("refused", join(file, u8(9)), { file: hex(file), reason: "refused" }),
    cancel.no("reason 0", join(file, u8(0))),
    cancel.no("reason 10", join(file, u8(10))),
    cancel.no("reason 255", join(file, u8(255))),
    cancel.no("without a reason", file),
    cancel.no("one byte long", join(file, u8(1), u8(0))),
    cancel.no("nothing", Buffer.alloc(0)),
  ];
}

export function acknowledgements(): object[] {
  const { yes, no } = body("acknowledge");
  const says = (next: number, credit: number, early: readonly number[]): Fields => ({
    file: hex(file),
    next,
    credit,
    early,
  });
  const bytes = (next: number, credit: number, early: Uint8Array): Buffer =>
    join(file, u32(next), u32(credit), early);
  return [
    yes("nothing yet", bytes(0, 0, bits()), says(0, 0, [])),
    yes("a full window", bytes(7, 71, bits()), says(7, 71, [])),
    yes("early pieces", bytes(10, 74, bits(0, 9, 62)), says(10, 74, [11, 20, 73])),
    no("credit below next", bytes(8, 7, bits())),
    no("65 pieces of credit", bytes(7, 72, bits())),
    no("an early piece at the credit", bytes(10, 20, bits(9))),
    no("an early piece past the credit", bytes(10, 20, bits(0, 63))),
    no("an early piece of a window of one", bytes(10, 11, bits(0))),
    no("one byte short", bytes(0, 0, bits()).subarray(0, 31)),
    no("one byte long", join(bytes(0, 0, bits()), u8(0))),
  ];
}

export function lanes(): object[] {
  const { yes, no } = body("lane");
  const bytes = (number: number, type: number, text: Uint8Array, length = text.length): Buffer =>
    join(u32(7), u8(number), u8(type), u16(length), text);
  const says = (number: number, type: string, text: string): Fields => ({
    generation: 7,
    number,
    type,
    text,
  });
  const long = Buffer.alloc(16_001, 0x61);
  return [
    yes("an offer", bytes(1, 1, utf8("v=0")), says(1, "offer", "v=0")),
    yes("the answer of the last", bytes(255, 2, utf8("v=0")), says(255, "answer", "v=0")),
    no("nothing", Buffer.alloc(0)),
    no("number 0", bytes(0, 1, utf8("v=0"))),
    no("type 0", bytes(1, 0, utf8("v=0"))),
    no("type 3", bytes(1, 3, utf8("v=0"))),
    no("an empty text", bytes(1, 1, Buffer.alloc(0))),
    no("16,001 bytes", bytes(1, 1, long)),
    no("a text cut", bytes(1, 1, utf8("v=0"), 4)),
    no("one byte more", bytes(1, 1, utf8("v=0"), 2)),
    no("an ill-formed text", bytes(1, 1, Buffer.of(0xff))),
  ];
}

export function names(): object[] {
  const name = (said: string, clean = said): object => ({
    name: `name: ${JSON.stringify(said)}`,
    said,
    clean,
  });
  const long = (before: string, unit: string, times: number, after: string, kept: number): object => ({
    name: `name: ${String(times)} times ${JSON.stringify(unit)}, then ${JSON.stringify(after)}`,
    said: before + unit.repeat(times) + after,
    clean: before + unit.repeat(kept) + after,
  });
  return [
    name("report.pdf"),
    name("a b-c_d (1).tar.gz"),
    name("\u7d75\u6587\u5b57 \u{1f600}.png"),
    name("console.txt"),
    name("../../etc/passwd", "passwd"),
    name("C:\\Windows\\system32\\a.dll", "a.dll"),
    name("a/", "file"),
    name("", "file"),
    name(".", "file"),
    name("..", "file"),
    name(" . . ", "file"),
    name(".bashrc", "bashrc"),
    name("...a", "a"),
    name("-rf", "_rf"),
    name("a.txt. . ", "a.txt"),
    name("a\u0000b\n.txt", "ab .txt"),
    name("invoice\u202efdp.exe", "invoicefdp.exe"),
    name("a\u2066b\u2069\u200b\ufeff.txt", "ab.txt"),
    name("a:b", "a_b"),
    name('<>:"|?*', "_______"),
    name("a\uff0fb\u2215c\uff3cd", "a_b_c_d"),
    name("%HOMEPATH%.txt", "_HOMEPATH_.txt"),
    name("a\u00a5b\u20a9c\u2216d\u2571e\u27cbf\u29f6g", "a_b_c_d_e_f_g"),
    name("clock$.log", "_clock$.log"),
    name("Desktop.ini", "_Desktop.ini"),
    name("THUMBS.DB", "_THUMBS.DB"),
    name("my desktop.ini"),
    name("a.{645FF040-5081-101B-9F08-00AA002F954E}", "a._645FF040-5081-101B-9F08-00AA002F954E_"),
    name("x.{}", "x.__"),
    name("{draft}.txt"),
    name("x.{a"),
    name("CON", "_CON"),
    name("nul.txt", "_nul.txt"),
    name("Com1 .tar.gz", "_Com1 .tar.gz"),
    name("LPT\u00b2", "_LPT\u00b2"),
    name("aux.", "_aux"),
    name(".con", "_con"),
    name("CONOUT$", "_CONOUT$"),
    name("A\u030a.txt", "\u00c5.txt"),
    name("\u0301a", "a"),
    name(`q${"\u0323".repeat(9)}`, `q${"\u0323".repeat(3)}`),
    name("a \u3000\t b", "a b"),
    name("\u2800\u3164", "file"),
    name("a\ud800b", "ab"),
    long("", "a", 300, "", 255),
    long("", "a", 300, ".txt", 251),
    long("", "\u20ac", 100, ".txt", 83),
    {
      name: "name: an ending that is too long to keep",
      said: `a.${"b".repeat(300)}`,
      clean: `a.${"b".repeat(253)}`,
    },
    { name: "name: over 4,096 units", said: `x/${"a".repeat(5000)}.txt`, clean: `${"a".repeat(251)}.txt` },
  ];
}
