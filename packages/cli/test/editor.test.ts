import { describe, expect, it } from "vitest";
import { EMPTY, inserted, pressed, sentOf, textOf } from "../src/full/editor.ts";
import type { Editor } from "../src/full/editor.ts";
import type { Press } from "../src/full/keys.ts";

/** The text with a bar where the cursor stands. */
function shown(editor: Editor): string {
  return [...editor.characters.slice(0, editor.at), "|", ...editor.characters.slice(editor.at)].join("");
}

function after(text: string, ...presses: readonly Press[]): string {
  let editor = inserted(EMPTY, text);
  for (const press of presses) editor = pressed(editor, press) ?? editor;
  return shown(editor);
}

describe("typing", () => {
  it.each<[string, Press[], string]>([
    ["one two", ["word-left"], "one |two"],
    ["one two", ["word-left", "word-left", "word-left"], "|one two"],
    ["one two  ", ["delete-word"], "one |"],
    ["one two", ["home", "word-right", "delete-to-end"], "one|"],
    ["one two", ["left", "left", "backspace", "delete"], "one |o"],
    ["one two", ["home", "delete-word-right"], "| two"],
    ["a王e\u0301🇨🇭", ["left", "left"], "a王|e\u0301🇨🇭"],
    ["a王e\u0301", ["backspace"], "a王|"],
    ["👩‍👩‍👧", ["backspace", "backspace"], "|"],
    ["first\nsecond", ["home"], "first\n|second"],
    ["first\nsecond", ["up", "end", "newline"], "first\n|\nsecond"],
    ["first\nsecond\nx", ["up", "end", "down"], "first\nsecond\nx|"],
    ["first\nsecond", ["delete-to-start", "backspace"], "first|"],
  ])("%j after %j", (text, presses, result) => {
    expect(after(text, ...presses)).toBe(result);
  });

  it("comes back to what was sent in this session, and to what was being typed", () => {
    let editor = sentOf(inserted(sentOf(inserted(EMPTY, "one")), "two"));
    expect(textOf(editor)).toBe("");
    editor = inserted(editor, "draft");
    const seen: string[] = [];
    for (const press of ["up", "up", "up", "down", "down", "down"] as const) {
      editor = pressed(editor, press) ?? editor;
      seen.push(textOf(editor));
    }
    expect(seen).toEqual(["two", "one", "one", "two", "draft", "draft"]);
  });

  it("keeps no more than a message may hold, and no more than a hundred texts", () => {
    expect(textOf(inserted(EMPTY, "🌋".repeat(9000)))).toHaveLength(16_000);
    expect(textOf(inserted(inserted(EMPTY, "x".repeat(15_999)), "🌋"))).toHaveLength(15_999);
    let editor = EMPTY;
    for (let at = 0; at < 150; at++) editor = sentOf(inserted(editor, `text ${at}`));
    expect(editor.sent).toHaveLength(100);
    expect(editor.sent.at(-1)).toBe("text 149");
  });
});
