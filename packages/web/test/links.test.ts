import { describe, expect, test } from "vitest";
import { excerptOf } from "../src/model/excerpt.ts";
import { findLinks } from "../src/model/links.ts";

const links = (text: string): readonly (readonly [string, string | null])[] =>
  findLinks(text).flatMap(({ shown, href }) => (href === null ? [] : [[shown, href] as const]));
const addresses = (text: string): readonly string[] => links(text).map(([shown]) => shown);

describe("addresses in a text", () => {
  test("are those of http and https, and nothing else becomes a link", () => {
    expect(addresses("see https://a.example/x?y=1#z and HTTP://B.example")).toEqual([
      "https://a.example/x?y=1#z",
      "HTTP://B.example",
    ]);
    const others = [
      "javascript:alert(1)",
      "data:text/html,x",
      "ftp://a.example",
      "www.a.example",
      "xhttps://a.example",
      "https://",
      "//a.example",
      "[x](javascript:alert(1))",
      '<a href="x">y</a>',
    ];
    for (const text of others) expect(addresses(text)).toEqual([]);
  });

  test("end before what closes a sentence or a bracket, and keep a bracket of their own", () => {
    expect(
      addresses("(https://a.example/b). https://a.example/c_(d) “https://a.example/e”, <https://f.example/>"),
    ).toEqual([
      "https://a.example/b",
      "https://a.example/c_(d)",
      "https://a.example/e",
      "https://f.example/",
    ]);
  });

  test("show their host as it will be opened", () => {
    expect(links("https://аpple.example/ http://münchen.example/ü https://a.example:443/")).toEqual([
      ["https://xn--pple-43d.example/", "https://xn--pple-43d.example/"],
      ["http://xn--mnchen-3ya.example/%C3%BC", "http://xn--mnchen-3ya.example/%C3%BC"],
      ["https://a.example/", "https://a.example/"],
    ]);
    expect(links("https://a.example/Zürich")).toEqual([
      ["https://a.example/Zürich", "https://a.example/Z%C3%BCrich"],
    ]);
  });

  test("are none with a name before the host, and end at what turns text around", () => {
    expect(addresses("https://bank.example@evil.example/ https://u:p@evil.example/")).toEqual([]);
    expect(addresses("https://a.example/\u202Efdp.exe https://b.example/x\u200By")).toEqual([
      "https://a.example/",
      "https://b.example/x",
    ]);
    expect(addresses("https://a.example/אבג/d")).toEqual(["https://a.example/%D7%90%D7%91%D7%92/d"]);
    expect(addresses("https://good.example\\@evil.example/")).toEqual([
      "https://good.example/@evil.example/",
    ]);
  });

  test("all pieces together are the text, and links are limited", () => {
    const text = "a https://b.example/ c\n".repeat(60);
    const pieces = findLinks(text);
    expect(pieces.map(({ shown }) => shown).join("")).toBe(text);
    expect(pieces.filter(({ href }) => href !== null)).toHaveLength(20);
    expect(findLinks("")).toEqual([]);
  });
});

test("an excerpt is one line of at most 140 letters, cut between letters", () => {
  expect(excerptOf("  a\n\tb  ")).toBe("a b");
  expect(Array.from(excerptOf("𝒳".repeat(200)))).toHaveLength(141);
});
