import { hex, join, said, type Said, seeded, u16, u32, u64, u8, writeSuite } from "./reference.ts";

/** The suite of spec/content.md 2, 3, 5, 7, 8 and spec/direct.md 2. Run by hand: node vectors/generate/content.ts */
const id = seeded("content id", 16);
const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");

/** A long run is written [before, unit, times], in text as in hex; everything else as it is. */
type Long = string | readonly [before: string, unit: string, times: number];
const spell = (it: Long): string => (typeof it === "string" ? it : it[0] + it[1].repeat(it[2]));
const hexOf = (before: Uint8Array, it: Long): Long =>
  typeof it === "string"
    ? hex(join(before, utf8(it)))
    : [hex(join(before, utf8(it[0]))), hex(utf8(it[1])), it[2]];

/** The plaintext of a frame; null where it is refused. */
function frame(
  name: string,
  it: Said,
  fault: { readonly length?: number; readonly last?: number } = {},
): object {
  const bytes = said(it);
  const length = fault.length ?? [230, 998, 4070, 16_358, 65_510].find((each) => each >= bytes.length) ?? 0;
  const plaintext = { hex: hex(bytes), length, last: fault.last ?? 0 };
  return { name: `frame: ${name}`, plaintext };
}

const good = (name: string, it: Said): object => ({
  ...frame(name, it),
  frame: {
    acks: { signal: it.signal ?? 0, talk: it.talk ?? 0 },
    content: {
      kind: it.kind,
      order: it.order ?? 0,
      id: hex(it.id ?? Buffer.alloc(16)),
      body: hex(it.body ?? Buffer.alloc(0)),
    },
  },
});

const bad = (
  name: string,
  it: Said,
  fault: { readonly length?: number; readonly last?: number } = {},
): object => ({
  ...frame(name, it, fault),
  frame: null,
});

function frames(): object[] {
  return [
    good("heartbeat", { kind: 1, signal: 7, talk: 0xffff_ffff }),
    good("typing", { kind: 2, body: u8(1) }),
    good("signal", { kind: 32, order: 1, body: u8(5) }),
    good("text", { kind: 64, order: 0xffff_ffff, id, body: utf8("\0hello") }),
    good("unknown kind of the signal stream", { kind: 63, order: 2 }),
    good("unknown kind of the talk stream", { kind: 255, order: 2, id, body: u8(9) }),
    good("body that fills its class", { kind: 64, order: 1, id, body: seeded("body", 199) }),
    bad("padding ends with 1", { kind: 1 }, { last: 1 }),
    bad("padding begins with 1", { kind: 1, bodyLength: 0, body: u8(1) }),
    bad("body length past the end", { kind: 64, order: 1, id, bodyLength: 200 }, { length: 230 }),
    bad("body length far past the end", { kind: 64, order: 1, id, bodyLength: 0xffff }, { length: 230 }),
    bad("kind 0", { kind: 0 }),
    bad("bye in a frame", { kind: 7 }),
    bad("heartbeat with an order", { kind: 1, order: 1 }),
    bad("heartbeat with an id", { kind: 1, id }),
    bad("unknown kind below 32 with an id", { kind: 31, id }),
    bad("typing with an order", { kind: 2, order: 1, body: u8(1) }),
    bad("burn with an id", { kind: 6, id }),
    bad("burn with a body", { kind: 6, body: u8(0) }),
    bad("heartbeat with a body", { kind: 1, body: u8(0) }),
    bad("typing without a body", { kind: 2 }),
    bad("typing with two bytes", { kind: 2, body: Buffer.of(1, 0) }),
    bad("rekey-please with a body", { kind: 5, body: u8(0) }),
    bad("rk1 one byte short", { kind: 3, body: seeded("rk1", 1219) }),
    bad("rk2 one byte long", { kind: 4, body: seeded("rk2", 1125) }),
    bad("unknown kind below 32 with an order", { kind: 31, order: 1 }),
    bad("unknown signal without order", { kind: 63 }),
    bad("signal without order", { kind: 32 }),
    bad("signal with an id", { kind: 32, order: 1, id }),
    bad("unknown signal with an id", { kind: 63, order: 1, id }),
    bad("text without order", { kind: 64, id, body: utf8("\0a") }),
    bad("unknown talk without order", { kind: 255, id }),
  ];
}

/** What is typed and the body it becomes, or why it is refused; and bodies that a receiver refuses. */
function texts(): object[] {
  const says = (name: string, typed: Long, clean = typed): object => ({
    name: `text: ${name}`,
    typed,
    body: hexOf(u8(0), clean),
    said: clean,
  });
  const limit = (name: string, typed: Long): object => ({ name: `text: ${name}`, typed, error: "limit" });
  const no = (name: string, body: Uint8Array): object => ({
    name: `text: ${name}`,
    body: hex(body),
    said: null,
  });
  const form0 = (...bytes: readonly number[]): Buffer => Buffer.of(0, ...bytes);
  return [
    says("plain", "hello"),
    says("line feed and tab stay", "a\n\tb"),
    says("controls go", "a\u0000\r\u001b\u007f\u0085b", "ab"),
    says("directional controls stay: they act in their own line", "\u202eabc"),
    says("a lone surrogate is replaced", "a\ud800b", "a\ufffdb"),
    says("a byte order mark is text", "\ufeffa"),
    says("emoji of several code points", "\u{1f469}\u200d\u{1f680}"),
    says("16,000 units", ["", "a", 16_000]),
    limit("empty", ""),
    limit("controls alone", "\u0000\u0007"),
    limit("16,001 units", ["", "a", 16_001]),
    // Three bytes a unit: the limit of units is met first, so nothing well-formed has 48,001 bytes and 16,000 units.
    limit("16,001 units of three bytes", ["", "\u20ac", 16_001]),
    no("no form", Buffer.alloc(0)),
    no("form alone", form0()),
    no("form 2", Buffer.of(2, 97)),
    no("form 255", Buffer.of(255, 97)),
    no("lone continuation byte", form0(0x80)),
    no("cut sequence", form0(0xe2, 0x82)),
    no("overlong slash", form0(0xc0, 0xaf)),
    no("surrogate in UTF-8", form0(0xed, 0xa0, 0x80)),
    no("beyond U+10FFFF", form0(0xf4, 0x90, 0x80, 0x80)),
    no("byte FF", form0(0x61, 0xff)),
    no("controls alone", form0(0x1b, 0x07)),
    {
      name: "text: an escape sequence that a sender left in",
      body: hex(form0(0x1b, 0x5b, 0x41)),
      said: "[A",
    },
    { name: "text: 16,001 units received", body: hexOf(u8(0), ["", "a", 16_001]), said: null },
    { name: "text: 48,003 bytes received", body: hexOf(u8(0), ["", "\u20ac", 16_001]), said: null },
  ];
}

function names(): object[] {
  const name = (name: string, typed: string, clean: string): object => ({
    name: `name: ${name}`,
    typed,
    clean,
  });
  return [
    name("plain", "Ana", "Ana"),
    name("brought to NFC", "A\u030angstro\u0308m", "\u00c5ngstr\u00f6m"),
    name("white space", " \t Ana \n\u3000 Lu\u00a0", "Ana Lu"),
    name("format characters go", "A\u200bn\u202ea\u2066", "Ana"),
    name("format between spaces", "A \u200b B", "A B"),
    name("format between a letter and its mark", "A\u200d\u030a", "\u00c5"),
    name("controls go", "A\u0000n\u009fa", "Ana"),
    name("private and unassigned go", "A\ue000n\u0378a\ufdd0", "Ana"),
    name("lone surrogate goes", "A\ud800na", "Ana"),
    name("fillers go", "A\u3164n\u115fa", "Ana"),
    name("20 code points beyond the first plane", "\u{1f98a}".repeat(20), "\u{1f98a}".repeat(20)),
    name("21 code points: none", "a".repeat(21), ""),
    name("nothing: none", "", ""),
    name("white space alone: none", " \u2003\t", ""),
    name("format alone: none", "\u200b\u200c\u2060\ufeff", ""),
    name("a filler alone: none", "\u3164", ""),
    name("a blank of Braille alone: none", "\u2800\u2800", ""),
    name("an object's place alone: none", "\ufffc", ""),
    name("a null note head alone: none", "\u{1d159}", ""),
    name("a mark at the beginning goes", "\u0301 Ana", "Ana"),
    name("marks pile up to three", `q${"\u0323".repeat(4)}`, `q${"\u0323".repeat(3)}`),
    name("over 1,000 units: none", `A${"\u200b".repeat(1000)}`, ""),
    { name: "name: 81 bytes", body: "61".repeat(81), said: null },
    name("a mark alone: none", "\u030a", ""),
    name("a variation selector alone: none", "\ufe0f", ""),
    name("controls alone: none", "\u0000\u0001", ""),
    name("directional controls alone: none", "\u202e\u2066\u2069", ""),
    name("a private character alone: none", "\ue000", ""),
    name("tags alone: none", "\u{e0041}\u{e007f}", ""),
    name("20 letters and a mark: none", `${"x".repeat(20)}\u0330`, ""),
    { name: "name: ill-formed UTF-8", body: "ff", said: null },
    { name: "name: cut sequence", body: "61e282", said: null },
    { name: "name: overlong", body: "c1a1", said: null },
  ];
}

function signals(): object[] {
  const types = ["offer", "answer", "candidate", "end", "rebuild"];
  const header = (generation: number, type: number, length: number): Buffer =>
    join(u32(generation), u8(type), u16(length));
  const body = (generation: number, type: number, text: Uint8Array, length = text.length): Buffer =>
    join(header(generation, type, length), text);
  const yes = (name: string, generation: number, type: number, text: Long): object => ({
    name: `signal: ${name}`,
    body: hexOf(header(generation, type, utf8(spell(text)).length), text),
    signal: { generation, type: types[type - 1], text },
  });
  const no = (name: string, bytes: Uint8Array): object => ({
    name: `signal: ${name}`,
    body: hex(bytes),
    signal: null,
  });
  const none = Buffer.alloc(0);
  return [
    yes("offer", 1, 1, "v=0\r\n"),
    yes("answer of 16,000 bytes", 2, 2, ["", "a", 16_000]),
    yes("candidate", 0xffff_ffff, 3, "candidate:1 1 udp 1 192.0.2.1 9 typ host"),
    yes("no more candidates", 1, 4, ""),
    yes("rebuild-please", 3, 5, ""),
    no("type 0", body(1, 0, none)),
    no("type 6", body(1, 6, none)),
    no("six bytes", body(1, 4, none).subarray(0, 6)),
    no("empty", none),
    no("text longer than the body", body(1, 1, utf8("v=0"), 4)),
    no("text shorter than the body", body(1, 1, utf8("v=0"), 2)),
    {
      name: "signal: 16,001 bytes",
      body: hexOf(header(1, 1, 16_001), ["", "a", 16_001]),
      signal: null,
    },
    no("empty offer", body(1, 1, none)),
    no("empty answer", body(1, 2, none)),
    no("empty candidate", body(1, 3, none)),
    no("candidate of two lines", body(1, 3, utf8("a\r\nb"))),
    no("text after no more candidates", body(1, 4, utf8("a"))),
    no("text after rebuild-please", body(1, 5, utf8("a"))),
    no("ill-formed UTF-8", body(1, 1, Buffer.of(0xff))),
  ];
}

/** A message that is named, and what is said about it: replies, edits, deletes, reactions, receipts. */
const target = seeded("content target", 16);

function replies(): object[] {
  const no = (name: string, ...parts: readonly Uint8Array[]): object => ({
    name: `reply: ${name}`,
    body: hex(join(...parts)),
    said: null,
  });
  const yes = (name: string, typed: Long, clean: Long = typed): object => ({
    name: `reply: ${name}`,
    typed,
    quoted: hex(target),
    body: hexOf(join(u8(1), target), clean),
    said: clean,
  });
  return [
    yes("short", "yes"),
    yes("cleaned", "a\u0000b", "ab"),
    yes("16,000 units", ["", "a", 16_000]),
    no("form alone", u8(1)),
    no("cut in the id", u8(1), target.subarray(0, 15)),
    no("id alone", u8(1), target),
    no("controls alone", u8(1), target, Buffer.of(0x07)),
    no("ill-formed UTF-8", u8(1), target, Buffer.of(0xff)),
    no("form 3", u8(3), target, utf8("a")),
    { name: "reply: to no id", typed: "a", quoted: hex(target.subarray(0, 15)), error: "encoding" },
    { name: "reply: 16,001 units", typed: ["", "a", 16_001], quoted: hex(target), error: "limit" },
    { name: "reply: empty", typed: "", quoted: hex(target), error: "limit" },
  ];
}

function edits(): object[] {
  const yes = (name: string, text: string): object => ({
    name: `edit: ${name}`,
    body: hex(join(target, utf8(text))),
    edit: { target: hex(target), text },
  });
  const no = (name: string, body: Long): object => ({ name: `edit: ${name}`, body, edit: null });
  return [
    yes("plain", "better words"),
    yes("of two lines", "a\nb"),
    no("nothing", ""),
    no("id alone", hex(target)),
    no("cut in the id", hex(target.subarray(0, 15))),
    no("controls alone", hex(join(target, Buffer.of(0, 0x1b)))),
    no("ill-formed UTF-8", hex(join(target, Buffer.of(0xc0, 0xaf)))),
    no("16,001 units", hexOf(target, ["", "a", 16_001])),
  ];
}

/** The bodies of delete and receipt: an id, and nothing else. */
function ids(): object[] {
  return [
    { name: "id: 16 bytes", body: hex(target), id: hex(target) },
    { name: "id: nothing", body: "", id: null },
    { name: "id: 15 bytes", body: hex(target.subarray(1)), id: null },
    { name: "id: 17 bytes", body: hex(join(target, u8(0))), id: null },
  ];
}

function reactions(): object[] {
  const yes = (name: string, emoji: string): object => ({
    name: `reaction: ${name}`,
    body: hex(join(target, utf8(emoji))),
    reaction: { target: hex(target), emoji },
  });
  const no = (name: string, bytes: Uint8Array): object => ({
    name: `reaction: ${name}`,
    body: hex(bytes),
    reaction: null,
  });
  const not = (name: string, emoji: string): object => no(name, join(target, utf8(emoji)));
  return [
    yes("thumb", "\u{1f44d}"),
    yes("heart with its selector", "\u2764\ufe0f"),
    yes("skin tone", "\u{1f44d}\u{1f3fd}"),
    yes("flag", "\u{1f1ef}\u{1f1f5}"),
    not("five pictures joined", Array.from({ length: 5 }, () => "\u{1f600}").join("\u200d")),
    yes("the one letter that is an emoji", "\u2139\ufe0f"),
    yes("keycap", "1\ufe0f\u20e3"),
    yes("four joined, a kiss", "\u{1f469}\u{1f3fb}\u200d\u2764\ufe0f\u200d\u{1f48b}\u200d\u{1f468}\u{1f3ff}"),
    yes("flag by tags", "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"),
    yes("a place kept for emoji to come", "\u{1faff}"),
    yes("taken back", ""),
    not("a letter", "a"),
    not("a digit", "1"),
    not("a space", " "),
    not("two emoji", "\u{1f44d}\u{1f44d}"),
    not("an emoji and a letter", "\u{1f44d}a"),
    not("half a flag", "\u{1f1ef}"),
    not("three halves of flags", "\u{1f1ef}\u{1f1f5}\u{1f1ef}"),
    not("joined to nothing", "\u{1f469}\u200d"),
    not("joined by two joiners", "\u{1f469}\u200d\u200d\u{1f469}"),
    not("a joiner alone", "\u200d"),
    not("a selector alone", "\ufe0f"),
    not("a skin tone alone", "\u{1f3fd}"),
    not("tags without an end", "\u{1f3f4}\u{e0067}\u{e0062}"),
    not("the end of tags alone", "\u{1f3f4}\u{e007f}"),
    not("a directional control", "\u{1f44d}\u202e"),
    not("a line feed after it", "\u{1f44d}\n"),
    not("17 code points", `\u{1f469}${"\u200d\u2764".repeat(8)}`),
    not("17 code points, 68 bytes", `\u{1f3f4}${"\u{e0061}".repeat(15)}\u{e007f}`),
    no("cut in the id", target.subarray(0, 15)),
    no("nothing", Buffer.alloc(0)),
    no("ill-formed UTF-8", join(target, Buffer.of(0xf0, 0x9f, 0x91))),
  ];
}

function policies(): object[] {
  const body = (path: number, direct: Uint8Array, relayed: Uint8Array): Buffer =>
    join(u8(path), direct, relayed);
  const most = 2 ** 53 - 1;
  const yes = (name: string, at: number, direct: number, relayed: number): object => ({
    name: `policy: ${name}`,
    body: hex(body(at, u64(direct), u64(relayed))),
    policy: {
      path: ["any", "direct", "relayed"][at],
      directFileBytesMax: direct,
      relayedFileBytesMax: relayed,
    },
  });
  const no = (name: string, bytes: Uint8Array): object => ({
    name: `policy: ${name}`,
    body: hex(bytes),
    policy: null,
  });
  const over = Buffer.from("0020000000000000", "hex");
  return [
    yes("any, without limits", 0, 0, 0),
    yes("direct, as relays are set up", 1, 0, 16_777_216),
    yes("relayed, the greatest limits", 2, most, most),
    no("nothing", Buffer.alloc(0)),
    no("path alone", u8(1)),
    no("one byte short", body(1, u64(0), u64(0)).subarray(0, 16)),
    no("one byte long", join(body(1, u64(0), u64(0)), u8(0))),
    no("path 3", body(3, u64(0), u64(0))),
    no("path 255", body(255, u64(0), u64(0))),
    no("direct limit of 2^53", body(1, over, u64(0))),
    no("relayed limit of 2^53", body(1, u64(0), over)),
    no("limit of 2^64 - 1", body(1, u64(0), Buffer.alloc(8, 0xff))),
  ];
}

/** What one side asks for, what the other, and what holds for the room. */
function agreements(): object[] {
  const paths = ["any", "direct", "relayed"];
  const policy = (path: string, direct: number, relayed: number): object => ({
    path,
    directFileBytesMax: direct,
    relayedFileBytesMax: relayed,
  });
  const stricter = paths.flatMap((one, a) =>
    paths.map((other, b) => [
      policy(one, 0, 0),
      policy(other, 0, 0),
      policy(paths[Math.max(a, b)] ?? "", 0, 0),
    ]),
  );
  const smaller = [policy("any", 5, 0), policy("any", 7, 9), policy("any", 5, 9)];
  return [
    { name: "agreement: the stricter path, the smaller limits, 0 being none", both: [...stricter, smaller] },
  ];
}

writeSuite("content", "spec/content.md sections 2, 3, 5, 7 and 8, spec/direct.md section 2", [
  ...replies(),
  ...edits(),
  ...ids(),
  ...reactions(),
  ...policies(),
  ...agreements(),
  ...frames(),
  ...texts(),
  ...names(),
  ...signals(),
]);
