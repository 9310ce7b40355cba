import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { decode } from "../src/files/preview.ts";
import { cleanPicture } from "../src/pictures/clean.ts";
import { orientationOf, orientationSegment } from "../src/pictures/exif.ts";
import { type CleanableKind, isOtherPicture, rasterKindOf } from "../src/pictures/kinds.ts";
import { PIXELS_MAX, sizeOfPicture } from "../src/pictures/size.ts";
import * as make from "./picture-makers.ts";

const { ascii, join, SECRET } = make;

function cleaned(bytes: make.Bytes, kind: CleanableKind): make.Bytes | null {
  const clean = cleanPicture(bytes, kind);
  return clean === null ? null : join(...clean.parts);
}

/** What says something beside the picture, in each format; the picture without it is the first. */
const GONE: Readonly<
  Record<
    CleanableKind,
    { plain: make.Bytes; build: (extra: readonly make.Bytes[]) => make.Bytes; extras: readonly make.Bytes[] }
  >
> = {
  jpeg: {
    plain: make.jpeg(),
    build: (extra) => make.jpeg(...extra),
    extras: [
      make.segment(0xe1, make.exif(1)),
      make.segment(0xe1, ascii(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
      make.segment(0xed, ascii(`Photoshop 3.0\0${SECRET}`)),
      make.segment(0xe2, ascii(`MPF\0${SECRET}`)),
      make.segment(0xe2, join(ascii("ICC_PROFILE\0\x01\x01"), new Uint8Array(2000), ascii(SECRET))),
      make.segment(0xe0, ascii(`JFXX\0${SECRET}`)),
      make.segment(0xef, ascii(SECRET)),
      make.segment(0xfe, ascii(SECRET)),
      make.segment(0xfe, []),
    ],
  },
  png: {
    plain: make.png(),
    build: (extra) => make.png(...extra),
    extras: [
      make.chunk("tEXt", ascii(`Author\0${SECRET}`)),
      make.chunk("iTXt", ascii(`XML:com.adobe.xmp\0\0\0\0\0${SECRET}`)),
      make.chunk("eXIf", make.exif(6).subarray(6)),
      make.chunk("tIME", [7, 234, 11, 21, 13, 0, 0]),
      make.chunk("prVt", ascii(SECRET)),
      make.chunk("iCCP", join(new Uint8Array(1100), ascii(SECRET))),
      make.chunk("iCCP", ascii(SECRET)),
    ],
  },
  webp: {
    plain: make.webp(make.LOSSLESS),
    build: (extra) => make.webp(make.LOSSLESS, ...extra),
    extras: [
      make.riff("EXIF", make.exif(6)),
      make.riff("XMP ", ascii(SECRET)),
      make.riff("ABCD", ascii(SECRET)),
      make.riff("ICCP", join(new Uint8Array(1100), ascii(SECRET))),
    ],
  },
  gif: {
    plain: make.gif(),
    build: (extra) => make.gif(...extra),
    extras: [
      make.extension(0xfe, ascii(SECRET)),
      make.extension(0xff, ascii("XMP DataXMP"), ascii(SECRET)),
      make.extension(0x01, new Uint8Array(12), ascii(SECRET)),
    ],
  },
};

describe.each(Object.entries(GONE))("%s", (name, { plain, build, extras }) => {
  const kind = name as CleanableKind;

  test("a plain picture stays bit for bit, and is known by its first bytes", () => {
    expect(rasterKindOf(plain)).toBe(kind);
    expect(cleaned(plain, kind)).toEqual(plain);
    expect(sizeOfPicture(plain, kind)).toEqual({ width: 9, height: 7 });
  });

  test("whatever is said beside the picture goes, in any order and number, and behind its end", () => {
    const some = fc.array(fc.constantFrom(...extras), { maxLength: 8 });
    fc.assert(
      fc.property(some, fc.uint8Array({ maxLength: 40 }), (extra, tail) => {
        const given = join(build(extra), tail);
        expect(cleaned(given, kind)).toEqual(plain);
        expect(sizeOfPicture(given, kind)).toEqual({ width: 9, height: 7 });
      }),
    );
  });

  test("what is clean is clean: once more changes nothing", () => {
    const once = cleaned(build(extras), kind);
    expect(once).not.toBeNull();
    expect(once === null ? null : cleaned(once, kind)).toEqual(once);
    expect(Buffer.from(once ?? []).includes(SECRET.slice(0, 10))).toBe(false);
  });

  test("a picture that is cut anywhere is refused, and no bytes of any kind break the reader", () => {
    const whole = build(extras);
    const end = build(extras).length;
    for (let length = 0; length < end; length += 1)
      expect(cleaned(whole.slice(0, length), kind), `cut at ${length}`).toBeNull();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const hurt = whole.slice();
        hurt[at] = value;
        const clean = cleaned(hurt, kind);
        if (clean !== null) expect(cleaned(clean, kind)).not.toBeNull();
        sizeOfPicture(hurt, kind);
      }),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const bytes = join(plain.subarray(0, 16), noise);
        cleaned(bytes, kind);
        sizeOfPicture(bytes, kind);
      }),
    );
  });
});

test("JPEG: density stays, a thumbnail goes; small profiles and Adobe's word about colours stay", () => {
  const density = [1, 2, 1, 0, 72, 0, 72];
  const thumbnail = [1, 1, 9, 9, 9];
  const given = make.jpeg(make.segment(0xe0, join(ascii("JFIF\0"), density, thumbnail)));
  expect(cleaned(given, "jpeg")).toEqual(
    make.jpeg(make.segment(0xe0, join(ascii("JFIF\0"), density, [0, 0]))),
  );
  const profile = make.segment(0xe2, join(ascii("ICC_PROFILE\0\x01\x01"), new Uint8Array(548)));
  const adobe = make.segment(0xee, join(ascii("Adobe"), [0, 100, 0, 0, 0, 0, 1]));
  expect(cleaned(make.jpeg(profile, adobe), "jpeg")).toEqual(make.jpeg(profile, adobe));
});

test("JPEG: how it is to be turned is told apart, in both orders of bytes, and can be said alone", () => {
  for (const little of [false, true])
    for (let turn = 1; turn <= 8; turn += 1) {
      const given = make.jpeg(make.segment(0xe1, make.exif(turn, little)));
      expect(cleanPicture(given, "jpeg")?.orientation).toBe(turn);
    }
  expect(cleanPicture(make.jpeg(make.segment(0xe1, make.exif(9))), "jpeg")?.orientation).toBe(1);
  const alone = orientationSegment(6);
  expect(orientationOf(alone.subarray(4))).toBe(6);
  expect(cleanPicture(make.jpeg(alone), "jpeg")?.orientation).toBe(6);
});

test("WebP: the canvas no longer announces what went, and frames lose what is in them too", () => {
  const canvas = (flags: number): make.Bytes => make.riff("VP8X", [flags, 0, 0, 0, 8, 0, 0, 6, 0, 0]);
  const frame = (...inner: readonly make.Bytes[]): make.Bytes =>
    make.riff("ANMF", join(new Uint8Array(16), ...inner));
  const given = make.webp(
    canvas(0x2e),
    make.riff("ICCP", new Uint8Array(2000)),
    make.riff("ANIM", new Uint8Array(6)),
    frame(make.riff("ALPH", [1]), make.LOSSLESS, make.riff("XMP ", ascii(SECRET))),
    make.riff("EXIF", ascii(SECRET)),
  );
  const clean = make.webp(
    canvas(0x02),
    make.riff("ANIM", new Uint8Array(6)),
    frame(make.riff("ALPH", [1]), make.LOSSLESS),
  );
  expect(cleaned(given, "webp")).toEqual(clean);
  expect(sizeOfPicture(given, "webp")).toEqual({ width: 9, height: 7 });
});

test("GIF: how often it is repeated stays", () => {
  const repeats = make.extension(0xff, ascii("NETSCAPE2.0"), Uint8Array.of(1, 0, 0));
  const control = make.extension(0xf9, Uint8Array.of(0, 10, 0, 0));
  expect(cleaned(make.gif(repeats, control), "gif")).toEqual(make.gif(repeats, control));
});

test("a picture that claims more pixels than are decoded has no size here", () => {
  const wide = make.jpeg();
  const frame = wide.length - make.SCAN.length - 2 - make.FRAME.length;
  wide.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  expect(65_535 * 65_535).toBeGreaterThan(PIXELS_MAX);
  expect(sizeOfPicture(wide, "jpeg")).toBeNull();
  expect(sizeOfPicture(make.png(), "jpeg")).toBeNull();
});

test("what a decoder makes of a picture counts, whatever its file claims", async () => {
  const makes = async (
    width: number,
    height: number,
  ): Promise<readonly [drawn: boolean, closed: boolean]> => {
    const drawing = { width, height, close: vi.fn() };
    vi.stubGlobal("createImageBitmap", () => Promise.resolve(drawing));
    const drawn = await decode(new Blob([make.png()]), PIXELS_MAX);
    vi.unstubAllGlobals();
    return [drawn !== null, drawing.close.mock.calls.length === 1];
  };
  expect(await makes(PIXELS_MAX, 1)).toEqual([true, false]);
  expect(await makes(PIXELS_MAX + 1, 1)).toEqual([false, true]);
});

test("AVIF is known and measured; its largest part counts", () => {
  const box = (name: string, ...inner: readonly Uint8Array[]): make.Bytes => {
    const body = join(...inner);
    return join([0, 0, (body.length + 8) >> 8, (body.length + 8) & 255], ascii(name), body);
  };
  const size = (width: number, height: number): make.Bytes =>
    box("ispe", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, width, 0, 0, 0, height));
  const made = join(
    box("ftyp", ascii("avif\0\0\0\0mif1")),
    box("meta", new Uint8Array(4), box("iprp", box("ipco", size(3, 2), size(9, 7)))),
  );
  expect(rasterKindOf(made)).toBe("avif");
  expect(sizeOfPicture(made, "avif")).toEqual({ width: 9, height: 7 });
  expect(sizeOfPicture(made.slice(0, 40), "avif")).toBeNull();
});

test("a picture of thousands of empty parts is none, and its size is read without them", () => {
  const many = (part: make.Bytes, count: number): make.Bytes =>
    join(...Array.from({ length: count }, () => part));
  const riff = (...chunks: readonly make.Bytes[]): make.Bytes => {
    const bytes = join(ascii("RIFF\0\0\0\0WEBP"), ...chunks);
    new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
    return bytes;
  };
  const empty = make.riff("ABCD", []);
  expect(cleaned(riff(many(empty, 4095), make.LOSSLESS), "webp")).toEqual(make.webp(make.LOSSLESS));
  const webp = riff(many(empty, 4096), make.LOSSLESS);
  expect([cleaned(webp, "webp"), sizeOfPicture(webp, "webp")]).toEqual([null, null]);
  const frame = make.riff("ANMF", join(new Uint8Array(16), many(empty, 64), make.LOSSLESS));
  expect(cleaned(riff(frame), "webp")).toBeNull();
  const canvas = make.riff("VP8X", [2, 0, 0, 0, 8, 0, 0, 6, 0, 0]);
  expect(sizeOfPicture(riff(canvas, many(empty, 5000)), "webp")).toEqual({ width: 9, height: 7 });
  const box = (name: string, ...inner: readonly Uint8Array[]): make.Bytes => {
    const body = join([0, 0, 0, 0], ascii(name), ...inner);
    new DataView(body.buffer).setUint32(0, body.length);
    return body;
  };
  const size = box("ispe", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 7));
  const avif = (count: number): make.Bytes =>
    box("meta", new Uint8Array(4), box("iprp", box("ipco", size, many(box("free"), count))));
  expect(sizeOfPicture(avif(4095), "avif")).toEqual({ width: 9, height: 7 });
  expect(sizeOfPicture(avif(4096), "avif")).toBeNull();
  const comments = many(make.segment(0xfe, []), 4096);
  expect(sizeOfPicture(make.jpeg(comments), "jpeg")).toBeNull();
});

test("what is drawn is known by its bytes alone; pictures that are not cleaned by type or ending", () => {
  for (const text of ["<svg xmlns='http://www.w3.org/2000/svg'/>", "%PDF-1.7", "<!doctype html>", "BM", ""])
    expect(rasterKindOf(ascii(text))).toBeNull();
  const none = new Uint8Array();
  expect(isOtherPicture("image/heic", "a", none)).toBe(true);
  for (const ending of "HEIC svg hif orf rw2 raf srw pef 3fr x3f arq".split(" "))
    expect(isOtherPicture("", `a.${ending}`, none), ending).toBe(true);
  expect(isOtherPicture("text/plain", "notes.txt", ascii("notes"))).toBe(false);
});

test("pictures that are not cleaned are known by their first bytes too, without a type or an ending", () => {
  const brands = "heic heix hevc mif1 msf1".split(" ").map((brand) => `\0\0\0\x18ftyp${brand}`);
  const heads = "II*\0|MM\0*|IIU\0|IIRO|FUJIFILM|8BPS|\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n".split("|");
  const drawings = [
    "<svg>",
    "\xef\xbb\xbf <SVG>",
    `<?xml version="1.0"?>\n<!-- ${"-".repeat(200)} -->\n<svg>`,
  ];
  for (const head of [...brands, ...heads, ...drawings])
    expect(isOtherPicture("", "a", ascii(head)), head).toBe(true);
  for (const head of ["\0\0\0\x18ftypisom", "II", "<?xml?><plist>", "a <svg>", ""])
    expect(isOtherPicture("", "a", ascii(head)), head).toBe(false);
});
