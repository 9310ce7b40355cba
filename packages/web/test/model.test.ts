import { encodeQR } from "qr";
import { describe, expect, test } from "vitest";
import { readAddress } from "../src/model/opened.ts";
import { createAnnouncer } from "../src/model/announcer.ts";
import { sentenceOf } from "../src/model/invitation-fault.ts";
import { draftLength, looksLikeWords, sendsOn } from "../src/model/draft.ts";
import { formatTimeLeft, isoDuration, spokenMark } from "../src/model/format.ts";
import { qrPath } from "../src/model/qr-path.ts";
import { createTypingReport } from "../src/model/typing.ts";
import { missingParts } from "../src/support.ts";
import { text as roomText } from "../src/text/room-text.ts";
import { text } from "../src/text/text.ts";
import { isOwnError, isOwnRejection } from "../src/view/trouble.ts";

/** A clock that moves when it is told to. */
function fakeTimers() {
  let waiting: { run: () => void }[] = [];
  return {
    after: (_ms: number, run: () => void) => {
      const timer = { run };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((other) => other !== timer);
      };
    },
    pass: () => {
      const due = waiting;
      waiting = [];
      for (const { run } of due) run();
    },
  };
}

describe("address", () => {
  test("a link with its key, one without, and the landing page", () => {
    const at = (pathname: string, hash: string) =>
      readAddress({ href: `https://x${pathname}${hash}`, pathname, hash });
    expect(at("/rooms/abc", "#1key")).toEqual({
      page: "room",
      link: "https://x/rooms/abc#1key",
      hasKey: true,
    });
    expect(at("/rooms/abc", "#")).toMatchObject({ page: "room", hasKey: false });
    expect(at("/", "")).toEqual({ page: "landing", link: null, hasKey: false });
  });
});

describe("format", () => {
  test("time left", () => {
    expect([899_500, 59_001, 1, 0, -5].map(formatTimeLeft)).toEqual([
      "15:00",
      "1:00",
      "0:01",
      "0:00",
      "0:00",
    ]);
    expect(formatTimeLeft(3_661_000)).toBe("1:01:01");
    expect(isoDuration(59_001)).toBe("PT60S");
  });

  test("the time is spoken when a mark is passed, and only then", () => {
    expect(spokenMark(300_400, 299_400)).toBe(300);
    expect(spokenMark(299_400, 298_400)).toBeNull();
    expect(spokenMark(60_100, 59_100)).toBe(60);
    expect(spokenMark(500, -500)).toBeNull();
  });
});

describe("draft", () => {
  test("the counter comes near the limit, and counts what is too much", () => {
    expect(draftLength("x".repeat(13_999)).kind).toBe("free");
    expect(draftLength("x".repeat(16_000))).toEqual({ kind: "near", units: 16_000 });
    expect(draftLength("x".repeat(16_003))).toEqual({ kind: "over", units: 3 });
  });

  test("Enter sends, but not with Shift, inside an input method, or on glass", () => {
    const enter = { key: "Enter", shiftKey: false, isComposing: false, keyCode: 13 };
    expect(sendsOn(enter, false)).toBe(true);
    expect(sendsOn(enter, true)).toBe(false);
    expect(sendsOn({ ...enter, shiftKey: true }, false)).toBe(false);
    expect(sendsOn({ ...enter, isComposing: true }, false)).toBe(false);
    expect(sendsOn({ ...enter, keyCode: 229 }, false)).toBe(false);
    expect(sendsOn({ ...enter, key: "a" }, false)).toBe(false);
  });

  test("words are told from links and codes", () => {
    expect(["amber fox seven rain", " amber-fox-seven-rain "].map(looksLikeWords)).toEqual([true, true]);
    expect(["amber", "https://x/rooms/a#b", "mSx3Zr4p:1q83vEj", ""].map(looksLikeWords)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("announcer", () => {
  test("one message is read out, a burst becomes one sentence", () => {
    const timers = fakeTimers();
    const said: string[] = [];
    const announcer = createAnnouncer(timers.after, (sentence) => said.push(sentence));
    announcer.message("Ana", "hello");
    timers.pass();
    announcer.message("Ana", "one");
    announcer.message("Ana", "two");
    timers.pass();
    announcer.message("", "three");
    timers.pass();
    expect(said).toEqual([
      "Ana: hello",
      "2 new messages. The last one, from Ana: two",
      "The other person: three",
    ]);
  });

  test("what was cleared is not spoken", () => {
    const timers = fakeTimers();
    const said: string[] = [];
    const announcer = createAnnouncer(timers.after, (sentence) => said.push(sentence));
    announcer.message("Ana", "hello");
    announcer.clear();
    timers.pass();
    expect(said).toEqual([]);
  });
});

test("typing is reported when it begins and when it ends", () => {
  const timers = fakeTimers();
  const told: boolean[] = [];
  const typing = createTypingReport(timers.after, (active) => told.push(active));
  typing.changed(false);
  typing.changed(false);
  timers.pass();
  typing.changed(false);
  typing.changed(true);
  typing.stop();
  expect(told).toEqual([true, false, true, false]);
});

test("a QR path draws exactly the dark modules", () => {
  const matrix = encodeQR(`https://tacet.example/rooms/${"a".repeat(22)}#1${"b".repeat(43)}`, "raw", {
    ecc: "medium",
    border: 4,
  });
  const { sizeModules, path } = qrPath(matrix);
  const drawn = matrix.map((row) => row.map(() => false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = 0; at < Number(width); at += 1) drawn[Number(y)]?.splice(Number(x) + at, 1, true);
  }
  expect(drawn).toEqual(matrix);
  expect(sizeModules).toBe(matrix.length);
  // Four light modules on every side: readers need them.
  expect(matrix.slice(0, 4).flat()).not.toContain(true);
});

describe("sentences", () => {
  test("each fault of an invitation has its own, an unknown one a general one", () => {
    const faults = ["too-long", "key-missing", "room-id", "version", "key", "scheme", "host"];
    const sentences = faults.map((fault) => sentenceOf({ ok: false, fault }, "https://here")?.());
    expect(new Set(sentences).size).toBe(faults.length);
    expect(sentenceOf({ ok: false, fault: "elsewhere" }, "https://here")?.()).toBe(
      text.invitationFaults["not-an-invitation"],
    );
    expect(sentenceOf({ ok: false, fault: "toString" }, "https://here")?.()).toBe(
      text.invitationFaults["not-an-invitation"],
    );
  });

  test("a room on another relay is named, one on this is opened", () => {
    expect(sentenceOf({ ok: true, origin: null }, "https://here")).toBeNull();
    expect(sentenceOf({ ok: true, origin: "https://here" }, "https://here")).toBeNull();
    expect(sentenceOf({ ok: true, origin: "https://there:8443" }, "https://here")?.()).toContain(
      "there:8443",
    );
  });

  test("each end says why, what to do and what is left, without an exclamation mark", () => {
    const ends = Object.values(roomText.ends);
    expect(ends).toHaveLength(15);
    expect(new Set(ends.map((end) => end.why)).size).toBe(15);
    for (const end of ends) expect(`${end.why}${end.next}${end.left}`).not.toContain("!");
    expect(roomText.ends.used.why).toBe("Someone used this link before you");
    expect(roomText.ends.used.next).toMatch(/^Tell the person who sent it/);
  });

  test("each status begins with the word that is promised", () => {
    const words = Object.values(roomText.room.status).map(([word]) => word);
    expect(words).toEqual(["Waiting", "Signaling", "Upgrading", "Secure P2P", "Reconnecting", "Ended"]);
  });
});

describe("what counts as the page's own trouble", () => {
  const own = "https://here/assets/";

  test("an error of the page's program does; one of an extension, of another place, or of the layout does not", () => {
    const counts = (filename: string, message = "x is not a function"): boolean =>
      isOwnError({ filename, message }, own);
    expect(counts("https://here/assets/index-abc.js")).toBe(true);
    expect(counts("")).toBe(false);
    expect(counts("chrome-extension://abc/assets/content.js")).toBe(false);
    expect(counts("https://there/?https://here/assets/index.js")).toBe(false);
    expect(
      counts(
        "https://here/assets/index-abc.js",
        "ResizeObserver loop completed with undelivered notifications.",
      ),
    ).toBe(false);
    expect(counts("https://here/assets/index-abc.js", "Error: ResizeObserver loop")).toBe(true);
  });

  test("a rejection does when the page's program stands in its stack", () => {
    const failed = (stack: string | undefined): Error => Object.assign(new Error("broken"), { stack });
    expect(isOwnRejection(failed("Error: broken\n    at f (https://here/assets/room.js:1:2)"), own)).toBe(
      true,
    );
    expect(isOwnRejection(failed("Error: broken\n    at f (https://there/assets/room.js:1:2)"), own)).toBe(
      false,
    );
    expect(isOwnRejection(failed(undefined), own)).toBe(false);
    expect(isOwnRejection("https://here/assets/room.js", own)).toBe(false);
    expect(isOwnRejection(undefined, own)).toBe(false);
  });
});

describe("support", () => {
  const whole = {
    isSecureContext: true,
    crypto: { subtle: {} },
    Worker: function Worker() {},
    WebSocket: function WebSocket() {},
    RTCPeerConnection: { prototype: { createDataChannel: () => undefined } },
  };

  test("a whole platform lacks nothing", () => {
    expect(missingParts(whole)).toEqual([]);
  });

  test("each part is named when it is missing", () => {
    expect(missingParts({ ...whole, crypto: {} })).toEqual(["crypto"]);
    expect(missingParts({ ...whole, Worker: undefined })).toEqual(["worker"]);
    expect(missingParts({ ...whole, WebSocket: undefined })).toEqual(["socket"]);
    expect(missingParts({ ...whole, RTCPeerConnection: { prototype: {} } })).toEqual(["peer"]);
    expect(missingParts({ ...whole, isSecureContext: false, crypto: {} })).toEqual(["secure"]);
    expect(missingParts({})).toEqual(["secure", "worker", "socket", "peer"]);
  });
});
