import { expect, test } from "vitest";
import { People } from "../src/group/people.ts";
import { translations as ar } from "../src/text/ar.ts";
import { enGroup } from "../src/text/en-group.ts";
import { translations as es } from "../src/text/es.ts";
import { translations as ja } from "../src/text/ja.ts";
import { countingIn } from "../src/text/numbers.ts";
import { translations as zh } from "../src/text/zh.ts";

const catalogs = [
  enGroup,
  zh(countingIn("zh")).group,
  ja(countingIn("ja")).group,
  es(countingIn("es")).group,
  ar(countingIn("ar")).group,
];

/** Two members with these names: how the first is called. */
function calledOf(name: string, other = "Ben"): string {
  const people = new People();
  const rest = { colour: 1, owner: false, moderator: false, away: false, verified: false } as const;
  people.take([
    { id: "x", name, fingerprint: "1a2b 3c4d", self: false, roster: "confirmed", ...rest },
    { id: "y", name: other, fingerprint: "5e6f 7a8b", self: true, roster: "confirmed", ...rest },
  ]);
  return people.nameOf("x");
}

test("a name that could pass for a word of the page has a part of the fingerprint beside it", () => {
  const words = catalogs.flatMap((group) => {
    const { you, owner, moderator } = { ...group?.member };
    return [you, owner, moderator, group?.lines?.you, group?.room?.unnamed].map((word) => word ?? "");
  });
  expect(words).toHaveLength(25);
  for (const word of [...words, "Y O U", "Ｙｏｕ", "Yo\u200bu", "Ana (owner)", "Ana （3f2a）"])
    expect(calledOf(word)).toBe(`${word} (1a2b)`);
  expect([calledOf("Ana"), calledOf("Ana", "ana "), calledOf("Young")]).toEqual([
    "Ana",
    "Ana (1a2b)",
    "Young",
  ]);
});
