import type { RoomEvent } from "@tacet/client";
import { expect, test } from "vitest";
import { RoomView } from "../src/model/room-view.ts";
import { hintsFor, hintThatFits, startOfWord, withWord } from "../src/model/typed-words.ts";
import { phrase } from "../src/text/en-phrase.ts";
import { joiningSentence } from "../src/text/phrase-text.ts";

test("the word at the end is the one to be completed, from its second letter and up to the fourth word", () => {
  expect(["ab", "amber fo", "amber-fox, Sev", "a b c ra"].map(startOfWord)).toEqual([
    "ab",
    "fo",
    "Sev",
    "ra",
  ]);
  const none = [
    "",
    "a",
    "amber ",
    "amber f",
    "one two three four fi",
    "https://x/rooms/ab",
    "room:ab",
    "abandoned",
  ];
  expect(none.map(startOfWord)).toEqual(none.map(() => null));
});

test("a word is put in whole, with a space while more are to follow", () => {
  expect(withWord("am", "amber")).toBe("amber ");
  expect(withWord("Amber-FO", "fox")).toBe("Amber-fox ");
  expect(withWord("amber fox seven ra", "rain")).toBe("amber fox seven rain");
});

test("what is whole already is no hint, and what may be longer is", () => {
  expect(hintsFor("Zoo", ["zoo"])).toEqual([]);
  expect(hintsFor("act", ["act", "action"])).toEqual(["act", "action"]);
});

test("hints of earlier letters give only a word that fits what is typed by now", () => {
  expect(hintThatFits("Ab", ["abandon", "ability"])).toBe("abandon");
  expect(hintThatFits("amber abI", ["abandon", "ability"])).toBe("ability");
  expect(hintThatFits("abs", ["abandon", "ability"])).toBeUndefined();
  expect(hintThatFits("amber ", ["abandon"])).toBeUndefined();
});

test("a room shows its phrase with its end, what became of it, and asks for one and for leave to ask", () => {
  const commands: unknown[] = [];
  const view = new RoomView("creator", "", {
    wallMs: () => 1_000,
    soon: () => undefined,
    command: (command) => commands.push(command),
    draw: () => undefined,
    heard: () => undefined,
    words: () => Promise.resolve([]),
    files: () => new Promise<never>(() => undefined),
    sunk: () => undefined,
    ended: () => undefined,
  });
  view.makePhrase();
  expect(view.phrase.value).toEqual({ at: "making" });
  view.handle({ event: "phrase", phrase: "canary-a-b-c", expiresInMs: 180_000 });
  expect(view.phrase.value).toEqual({ at: "shown", phrase: "canary-a-b-c", endsAtMs: 181_000 });
  view.handle({ event: "phrase-over", outcome: "failed", allowed: false });
  expect(view.phrase.value).toEqual({ at: "over", outcome: "failed", allowed: false });
  view.allowPhrases();
  expect(view.phrase.value).toEqual({ at: "none" });
  expect(commands).toEqual([{ do: "phrase" }, { do: "phrase-allow" }]);
  view.handle({ event: "phrase", phrase: "canary-a-b-c", expiresInMs: 1 });
  view.scrub();
  expect(JSON.stringify(view.phrase.value)).not.toContain("canary");
});

type Outcome = (RoomEvent & { event: "phrase-over" })["outcome"];

test("every outcome has a sentence on the side where it happens, and says what to do", () => {
  const inviter: readonly Outcome[] = [
    "used",
    "failed",
    "expired",
    "closed",
    "lost",
    "cut",
    "late",
    "busy",
    "unavailable",
  ];
  for (const outcome of inviter) expect(phrase.outcomes[outcome].length, outcome).toBeGreaterThan(20);
  const joiner: readonly Outcome[] = [
    "unknown",
    "mismatch",
    "tried",
    "network",
    "cut",
    "late",
    "busy",
    "unavailable",
  ];
  const sentences = joiner.map((outcome) => joiningSentence(outcome));
  expect(new Set(sentences).size).toBe(joiner.length);
  for (const sentence of sentences) expect(sentence).toMatch(/new phrase|new one|again/);
});
