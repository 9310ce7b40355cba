import type { RoomEvent } from "@tacet/client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw, leftText } from "../src/full/draw.ts";
import type { Frame, Size } from "../src/full/draw.ts";
import { EMPTY, inserted } from "../src/full/editor.ts";
import type { Editor } from "../src/full/editor.ts";
import { ENTER, LEAVE, paint } from "../src/full/paint.ts";
import { BEGIN, hear, told } from "../src/full/view.ts";
import type { View } from "../src/full/view.ts";
import { width } from "../src/say/width.ts";

const NARROW: Size = { columns: 40, rows: 12 };
const ROOM = { event: "room", roomId: "r", link: `http://h/rooms/r#${"k".repeat(60)}`, code: "h/r:kkk" };
const SECURE = { event: "status", value: "secure", path: "direct" };

const FIRST = { number: 1, place: null };

function view(...events: readonly object[]): View {
  let next = BEGIN;
  for (const event of events) next = hear(next, event as RoomEvent, 0, FIRST);
  return next;
}

const says = (from: string, id: string, text: string, replyTo: string | null = null): object => ({
  event: "message",
  id,
  key: null,
  from,
  text,
  replyTo,
});

const file = (state: string, bytes: number): object => ({
  event: "file",
  id: "f",
  key: null,
  from: "other",
  name: "red\u001b[31m.pdf",
  type: "",
  size: 2000,
  state,
  bytes,
  reason: null,
  blob: null,
});

/** The rows of a screen as text. */
function rows(frame: Frame): string[] {
  return frame.lines.map(({ pieces }) =>
    pieces
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
  );
}

function shown(of: View, size = NARROW, editor: Editor = EMPTY): string[] {
  return rows(draw(of, editor, size, 0));
}

const LINE = "─".repeat(40);

describe("the screen", () => {
  it("shows what both said with its state, this program's own words apart, and what is being typed", () => {
    const talk = view(
      SECURE,
      { event: "other", presence: "present", name: "Bob" },
      { event: "time-left", ms: 840_000 },
      says("other", "1", "a text that is longer than one row of it"),
      says("self", "2", "yes", "1"),
      { event: "receipt", id: "2", state: "delivered" },
      says("self", "3", "and more"),
      { event: "reaction", id: "3", key: null, from: "other", emoji: "👍", state: null },
      { event: "typing", active: true },
    );
    expect(shown(talk, NARROW, inserted(EMPTY, "hel"))).toEqual([
      ' Secure P2P    14 min left · with "Bob"',
      LINE,
      "",
      "▬ Secure P2P: directly from machine to",
      "  machine.",
      "  Bob  a text that is longer than one",
      "       row of it",
      "▎ You  ↳ a text that is longer than one",
      "▎      yes                     delivered",
      "▎ You  and more              👍  sending",
      '── "Bob" is typing ─────────────────────',
      "> hel",
    ]);
  });

  it("shows the invitation until somebody is there, unbroken to whoever copies it", () => {
    const waiting = view({ event: "status", value: "waiting", path: null }, ROOM, {
      event: "phrase",
      phrase: "a-b-c-d",
      expiresInMs: 180_000,
    });
    const frame = draw(waiting, EMPTY, { columns: 40, rows: 16 }, 0);
    expect(rows(frame)).toEqual([
      " Waiting",
      LINE,
      "  Send the link, or the code, to one",
      "  person. It works once; then you can",
      "  talk.",
      "",
      `http://h/rooms/r#${"k".repeat(23)}`,
      "k".repeat(37),
      "h/r:kkk",
      "",
      "  Or read these words aloud: a-b-c-d",
      "  (good for 3 minutes)",
      "",
      "  /qr shows the link as a QR code.",
      LINE,
      ">",
    ]);
    expect(frame.lines.map(({ joined }) => joined === true).indexOf(true)).toBe(6);
    const met = hear(waiting, { event: "verification", state: "open" }, 0, null);
    expect(shown(met).join("\n")).not.toContain("kkk");
  });

  it("shows the QR code alone where it fits, and says what to do where it does not", () => {
    const asked = { ...view(ROOM), panel: "code" as const };
    const large = shown(asked, { columns: 80, rows: 24 });
    expect(large).toHaveLength(24);
    expect(large.join("")).toMatch(/^[ ▀▄█]+$/);
    expect(shown(asked, { columns: 30, rows: 10 }).join(" ")).toContain("too small");
  });

  it("shows what is compared, in a row or listed, and closes it when it is found to match", () => {
    const safety = { event: "safety", emoji: [0, 1, 2, 3, 4, 5, 6], words: [0, 1, 2, 3, 4] };
    const wide = shown(view(SECURE, safety), { columns: 80, rows: 24 }).join("\n");
    expect(wide).toContain("abandon  ability  able  about  above");
    expect(wide).toContain("/match");
    for (const row of shown(view(SECURE, safety), { columns: 30, rows: 30 }))
      expect(width(row)).toBeLessThanOrEqual(30);
    const found = shown(view(SECURE, safety, { event: "verification", state: "verified" }));
    expect(found[0]).toContain("Secure P2P · Verified");
    expect(found.join("\n")).not.toContain("abandon");
  });

  it("shows a file as one line that changes, with a bar while it moves, and its name harmless", () => {
    const offered = view(file("offered", 0));
    expect(offered.entries).toHaveLength(1);
    const moving = hear(offered, file("moving", 1000) as RoomEvent, 0, FIRST);
    expect(moving.entries).toHaveLength(1);
    const text = shown(moving, { columns: 60, rows: 8 });
    expect(text.slice(-4, -2)).toEqual([
      "▬ File 1: red␛[31m.pdf (2.0 KB)",
      `  ${"━".repeat(13)}${"─".repeat(13)} 50 %  1.0 KB of 2.0 KB`,
    ]);
    const saved = hear(moving, file("done", 2000) as RoomEvent, 0, { number: 1, place: "./red.pdf" });
    expect(shown(saved, { columns: 100, rows: 8 }).at(-3)).toBe(
      "▬ File 1: red␛[31m.pdf (2.0 KB) is whole and verified, saved as ./red.pdf",
    );
  });

  it("never shows another's words in its own first column, whatever they hold", () => {
    const word = fc.constantFrom(
      "▬ Verified",
      "\n",
      "* ",
      "\r",
      "\u001b[1G",
      "\t",
      "王",
      "x".repeat(50),
      "\u202e",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.array(word, { maxLength: 3 }), (text, name) => {
        const talk = view(
          { event: "other", presence: "present", name: name.join("") },
          says("other", "1", text.join("")),
        );
        const frame = draw(talk, EMPTY, NARROW, 0);
        for (const row of rows(frame).slice(2, -2)) expect(row).toMatch(/^(?: {2}|$)/);
        expect(rows(frame).join("")).not.toMatch(/\p{Cc}|\u202e/u);
      }),
    );
  });
});

describe("the screen, whatever comes", () => {
  it("shows 200 lines of a text, counts the rest, and lays out no more than is seen", () => {
    const lines = Array.from({ length: 300 }, (_, at) => `line ${at}`).join("\n");
    const text = shown(view(says("other", "1", lines))).slice(2, -2);
    expect(text.slice(-2)).toEqual(["        line 199", "▬ … 100 more lines"]);
    const many = view(
      ...Array.from({ length: 100 }, (_, at) => says("other", String(at), "\n".repeat(15_999))),
    );
    const back = draw({ ...many, back: 1_000_000 }, EMPTY, NARROW, 0);
    expect(back.rowsOfTalk).toBe(10_000);
    expect(back.backMax).toBe(10_000 - 8);
    expect(draw(many, EMPTY, NARROW, 0).rowsOfTalk).toBeNull();
  });

  it("shows all of what is compared, or the words alone, or asks for a larger window; never a part", () => {
    const safety = { event: "safety", emoji: [0, 1, 2, 3, 4, 5, 6], words: [0, 1, 2, 3, 4] };
    const asked = view(SECURE, safety);
    for (let at = 1; at <= 40; at++) {
      const frame = draw(asked, EMPTY, { columns: 40, rows: at }, 0);
      const text = rows(frame).join(" ");
      const whole = ["abandon", "ability", "able", "about", "above"].every((word) => text.includes(word));
      expect(frame.compares, String(at)).toBe(whole);
      if (!whole) expect(text).not.toMatch(/abandon|above|match/);
      if (!whole && at > 4) expect(text).toContain("Make the window larger");
    }
    expect(draw(asked, EMPTY, { columns: 40, rows: 40 }, 0).compares).toBe(true);
    expect(draw(view(SECURE), EMPTY, { columns: 40, rows: 40 }, 0).compares).toBe(false);
  });

  it("shows a name as a name, which says nothing in this program's place and pushes nothing away", () => {
    const named = (name: string): string =>
      shown(view(SECURE, { event: "other", presence: "present", name }))[0] ?? "";
    expect(named("✔ Verified")).toMatch(/^ Secure P2P .*with "✔ Verified"$/);
    expect(named('Bob" · Verified')).toMatch(/with "Bob' · Ver"$/);
    expect(named("x".repeat(60))).toMatch(/^ Secure P2P /);
  });

  it("shows a directional control that is typed as a question mark, and counts it", () => {
    const frame = draw(BEGIN, inserted(EMPTY, "a\u202eb"), NARROW, 0);
    expect(rows(frame).at(-1)).toBe("> a?b");
    expect(frame.cursor.column).toBe(5);
  });

  it("shows a file by the number that commands know, and nothing of one that is over and forgotten", () => {
    const named = hear(BEGIN, file("offered", 0) as RoomEvent, 0, { number: 7, place: null });
    expect(shown(named).join(" ")).toContain("/accept 7 takes it");
    expect(hear(BEGIN, file("done", 0) as RoomEvent, 0, null)).toBe(BEGIN);
  });

  it("marks a text that was changed", () => {
    const edit = { event: "edited", id: "1", key: null, from: "other", text: "no" };
    expect(shown(view(says("other", "1", "yes"), edit)).at(-3)).toMatch(/no +edited$/);
    const gone = { event: "deleted", id: "1", key: null, from: "other" };
    expect(shown(view(says("other", "1", "yes"), edit, gone)).at(-3)).not.toContain("edited");
  });

  it("draws on a screen of any size, none too", () => {
    for (const columns of [0, 1, 2, 3, 5])
      for (const rows of [0, 1, 2, 5])
        expect(draw(view(ROOM), EMPTY, { columns, rows }, 0).lines).toBeDefined();
  });

  it("counts the time that is left to the second at the end", () => {
    expect([null, 8_000_000, 840_000, 119_000, 61_500, 900, -5].map((ms) => leftText(ms, 0))).toEqual([
      "",
      "2 h left",
      "14 min left",
      "1:59 left",
      "1:02 left",
      "0:01 left",
      "0:00 left",
    ]);
  });
});

const ESCAPE = "\u001b";
/** What a terminal is told, or one character for it to show. */
const TOLD = new RegExp(`(${ESCAPE}\\[([?0-9;]*)([A-Za-z]))|[^${ESCAPE}]`, "gu");

/** As much of a terminal as what is painted asks for. */
class Screen {
  readonly cells: string[][];
  #row = 0;
  #column = 0;
  #wraps = true;
  readonly #columns: number;

  constructor({ columns, rows }: Size) {
    this.#columns = columns;
    this.cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => "?"));
  }

  write(text: string): void {
    for (const [part, , codes = "", does = ""] of text.matchAll(TOLD)) {
      if (does === "") this.#put(part);
      else this.#obey(does, codes);
    }
  }

  #obey(does: string, codes: string): void {
    if (does === "H")
      [this.#row, this.#column] = codes.split(";").map((one) => Number(one) - 1) as [number, number];
    else if (does === "K") this.cells[this.#row]?.fill(" ");
    else if (does === "J") for (const row of this.cells.slice(codes === "2" ? 0 : this.#row)) row.fill(" ");
    else if (codes === "?7") this.#wraps = does === "h";
  }

  #put(character: string): void {
    const columns = width(character);
    if (columns === 0) return;
    if (this.#column + columns > this.#columns && this.#wraps) {
      this.#row += 1;
      this.#column = 0;
    }
    const row = this.cells[this.#row];
    if (row === undefined || this.#column + columns > this.#columns) return;
    row[this.#column] = character;
    if (columns === 2) row[this.#column + 1] = "";
    this.#column += columns;
  }

  rows(): string[] {
    return this.cells.map((row) => row.join("").trimEnd());
  }
}

describe("painting", () => {
  it("brings any screen to the next one, by the rows that changed", () => {
    const size = { columns: 30, rows: 14 };
    const act = fc.constantFrom<(view: View) => View>(
      (one) => told(one, "something that is told"),
      (one) => hear(one, says("other", "1", "你好 and more words than fit") as RoomEvent, 0, null),
      (one) => hear(one, ROOM as RoomEvent, 0, null),
      // Of rows that are copied as one, the last alone is another, or the first.
      (one) => hear(one, { ...ROOM, link: `${ROOM.link.slice(0, -1)}z` } as RoomEvent, 0, null),
      (one) => hear(one, { ...ROOM, link: `z${ROOM.link.slice(1)}` } as RoomEvent, 0, null),
      (one) => hear(one, { event: "verification", state: "open" }, 0, null),
      (one) => ({ ...one, back: 3 }),
      (one) => ({ ...one, panel: "code" }),
      (one) => ({ ...one, panel: "none" }),
      (one) => hear(one, { event: "typing", active: !one.typing }, 0, null),
    );
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 8 }), fc.boolean(), (acts, coloured) => {
        const screen = new Screen(size);
        screen.write(ENTER);
        let before: Frame | null = null;
        let now = BEGIN;
        for (const one of acts) {
          now = one(now);
          const frame = draw(now, inserted(EMPTY, "typed"), size, 0);
          screen.write(paint(before, frame, coloured));
          before = frame;
          expect(screen.rows()).toEqual(rows(frame));
        }
      }),
    );
  });

  it("writes nothing but the cursor where nothing changed, and no colour where none is wanted", () => {
    const frame = draw(view(SECURE, ROOM, says("self", "1", "x")), EMPTY, NARROW, 0);
    expect(paint(frame, frame, true).length).toBeLessThan(30);
    expect(paint(null, frame, true)).toContain("\u001b[1;32m");
    expect(paint(null, frame, false)).not.toMatch(/\[[0-9;]*3[0-9]m/);
  });

  it("leaves the other screen empty, and the terminal as it was", () => {
    for (const mode of ["?1049", "?2004", "?7"]) {
      const [entered, left] = mode === "?7" ? ["l", "h"] : ["h", "l"];
      expect(ENTER).toContain(`\u001b[${mode}${entered}`);
      expect(LEAVE).toContain(`\u001b[${mode}${left}`);
    }
    expect(LEAVE.indexOf("\u001b[2J")).toBeLessThan(LEAVE.indexOf("\u001b[?1049l"));
    expect(LEAVE).toContain("\u001b[?25h");
  });
});
