import { describe, expect, it } from "vitest";
import { FORMS } from "../src/command/forms.ts";
import { helpOf, helpOfAll } from "../src/command/help.ts";
import { parse } from "../src/command/parse.ts";
import { CliError } from "../src/errors.ts";

function wrongness(...parts: readonly string[]): string {
  try {
    parse(parts, FORMS);
  } catch (error) {
    if (error instanceof CliError && error.exitCode === 2) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("a command line", () => {
  it("is read with its words and options, in either spelling and any order", () => {
    const wish = parse(["join", "--name", "Ada", "-", "--relay=https://a.example", "--json"], FORMS);
    if (wish.kind !== "call") throw new Error("no call");
    expect(wish.call.words).toEqual(["-"]);
    expect([...wish.call.options]).toEqual([
      ["name", "Ada"],
      ["relay", "https://a.example"],
      ["json", ""],
    ]);
  });

  it("takes what follows -- for words, though it looks like an option", () => {
    const wish = parse(["join", "--", "--json"], FORMS);
    expect(wish).toMatchObject({ kind: "call", call: { words: ["--json"], options: new Map() } });
  });

  it.each([
    [["frobnicate"], '"frobnicate" is no command.'],
    [["create", "--frob"], '"create" has no option "--frob".'],
    [["create", "word"], '"create" takes no words beside its options.'],
    [["join", "a", "b", "c", "d", "e"], '"join" takes at most 4 beside its options.'],
    [["create", "--ttl"], "--ttl needs TIME after it."],
    [["create", "--ttl="], "--ttl needs TIME after it."],
    [["create", "--json=yes"], "--json takes no value."],
    [["create", "--json", "--json"], "--json stands there twice."],
    [["help", "frobnicate"], '"frobnicate" is no command.'],
  ])("%j is refused with one line", (parts, sentence) => {
    const said = wrongness(...parts);
    expect(said).toContain(sentence);
    expect(said).not.toContain("\n");
  });

  it("is not repeated where it may hold a secret or an escape sequence", () => {
    const link =
      "https://a.example/rooms/AAAAAAAAAAAAAAAAAAAAAA#1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    expect(wrongness(link)).not.toContain("AAAA");
    expect(wrongness("join", `--${link}`)).not.toContain("AAAA");
    expect(wrongness("\u001b[31m")).not.toContain("\u001b");
  });
});

describe("help", () => {
  it("lists every command, and shows each with its options and an example", () => {
    const all = helpOfAll(FORMS);
    for (const form of FORMS) {
      expect(all).toContain(form.does);
      const one = helpOf(form);
      for (const { name } of form.options) expect(one).toMatch(new RegExp(`--${name}\\b`));
      for (const { about } of form.options) expect(one).toContain(about);
      for (const [line] of form.examples) expect(one).toContain(line);
      expect(parse(["help", form.name], FORMS)).toEqual({ kind: "help", form });
      expect(parse([form.name, "--help"], FORMS)).toEqual({ kind: "help", form });
    }
    expect(parse([], FORMS)).toEqual({ kind: "help", form: null });
  });

  it("shows examples that are commands", () => {
    for (const form of FORMS) {
      for (const [line] of form.examples) {
        const words = line
          .replace(/\s*[<>|].*$/, "")
          .split(" ")
          .slice(1);
        expect(parse(words, FORMS).kind).toBe("call");
      }
    }
  });
});
