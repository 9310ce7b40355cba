import { EMOJI } from "@tacet/client/safety";
import { afterEach, describe, expect, test } from "vitest";
import { formatTimeLeft } from "../src/model/format.ts";
import type { Catalogs, Translations } from "../src/text/catalogs.ts";
import { translations as ar } from "../src/text/ar.ts";
import { en } from "../src/text/en.ts";
import { desk } from "../src/text/en-desk.ts";
import { enDoor } from "../src/text/en-door.ts";
import { enGroup } from "../src/text/en-group.ts";
import { enMissing } from "../src/text/en-missing.ts";
import { files } from "../src/text/en-files.ts";
import { phrase } from "../src/text/en-phrase.ts";
import { enRoom } from "../src/text/en-room.ts";
import { scan } from "../src/text/en-scan.ts";
import { translations as es } from "../src/text/es.ts";
import { translations as ja } from "../src/text/ja.ts";
import { inUse, type Language } from "../src/text/language.ts";
import { countingIn, number } from "../src/text/numbers.ts";
import { text as roomText } from "../src/text/room-text.ts";
import { translations as zh } from "../src/text/zh.ts";

const english: Catalogs = {
  start: en,
  missing: enMissing,
  room: enRoom,
  phrase,
  scan,
  desk,
  files,
  door: enDoor,
  group: enGroup,
};
const translations: Readonly<Record<Exclude<Language, "en">, Translations>> = {
  zh: zh(countingIn("zh")),
  ja: ja(countingIn("ja")),
  es: es(countingIn("es")),
  ar: ar(countingIn("ar")),
};
const languages = Object.entries(translations) as readonly [Exclude<Language, "en">, Translations][];

/**
 * What is new and said in English in the other languages for now: a sentence by its path (room.room.send), or all beneath one (files). It
 * is to be short, and empty before a release.
 */
const TO_BE_TRANSLATED: readonly string[] = [];

/** What is the same in English and in another language, and right so. */
const SAME: readonly string[] = ["es room.room.announcement", "es files.spoken.ended"];

/** What the sentences are given that take neither a number nor a name. */
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  "phrase.hintsSpoken": [["amber", "ambush"]],
  "room.verify.emojiName": ["owl"],
};

/** Words of other letters that stand in every language. */
const FOREIGN =
  /Tacet|WebRTC|WebSocket|Web Cryptography|Web Workers|localhost|https?|Firefox|Chrome|Edge|Safari|Node|Tab|X-Wing|ML-KEM|X25519|AES|GCM|HKDF|SHA|P2P|QR|amber|ambush|xyzzy/g;

const BEGUN = inUse.peek();

afterEach(() => {
  inUse.value = BEGUN;
});

function speak(language: Language): void {
  inUse.value = {
    language,
    locale: undefined,
    translations: language === "en" ? {} : translations[language],
  };
}

type Leaf = string | ((...given: readonly unknown[]) => string) | readonly unknown[];

/** Every sentence by its path. */
function leaves(table: unknown, path = ""): readonly (readonly [path: string, leaf: Leaf])[] {
  if (typeof table === "string" || typeof table === "function" || Array.isArray(table))
    return [[path, table as Leaf]];
  return Object.entries(table ?? {}).flatMap(([key, value]) =>
    leaves(value, path === "" ? key : `${path}.${key}`),
  );
}

/** A sentence as it is said, for a path and what it is given. */
function said(path: string, leaf: Leaf): string {
  if (typeof leaf === "string") return leaf;
  if (typeof leaf === "function") return leaf(...(ARGUMENTS[path] ?? [5, 7, 9]));
  return leaf.flat().join(" ");
}

const known = leaves(english).filter(([, leaf]) => leaf !== "");

const isBeneath = (path: string, place: string): boolean => path === place || path.startsWith(`${place}.`);

describe.each(languages)("%s", (language, translated) => {
  const found = new Map(leaves(translated));

  test("has every sentence but those that are listed as to be translated", () => {
    const lacks = known.map(([path]) => path).filter((path) => !found.has(path));
    expect(lacks.filter((path) => !TO_BE_TRANSLATED.some((place) => isBeneath(path, place)))).toEqual([]);
  });

  test("takes what the English sentence takes, and says it", () => {
    speak(language);
    for (const [path, leaf] of known) {
      const other = found.get(path);
      if (typeof leaf !== "function" || typeof other !== "function" || ARGUMENTS[path] !== undefined)
        continue;
      const given = [5, 7, 9].slice(0, leaf.length);
      expect(other.length, path).toBe(leaf.length);
      for (const value of given)
        expect(`${other(...given)} ${path}`).toMatch(new RegExp(`${value}|${number(value)}`));
    }
  });

  test("leaves nothing in English, in other letters, undefined or uncounted", () => {
    speak(language);
    for (const [path, leaf] of known) {
      const other = found.get(path);
      if (other === undefined) continue;
      const sentence = said(path, other);
      if (!SAME.includes(`${language} ${path}`)) expect(sentence, path).not.toBe(said(path, leaf));
      expect(sentence, path).not.toMatch(/undefined|NaN|\[object|[!！¡]/);
      if (typeof other === "function") expect(sentence, path).not.toContain("#");
      if (language !== "es") expect(sentence.replaceAll(FOREIGN, ""), path).not.toMatch(/[A-Za-z]{2}/);
    }
  });

  test("has lists as long as the English ones", () => {
    for (const [path, leaf] of known) {
      const other = found.get(path);
      if (Array.isArray(leaf) && other !== undefined) expect(other, path).toHaveLength(leaf.length);
    }
  });

  test("names in its sentences only what has that name on the page", () => {
    speak(language);
    const all = [...found].map(([path, leaf]) => said(path, leaf));
    const quoted = all.flatMap((sentence) => [...sentence.matchAll(/[«「“]([^»」”]*)[»」”]/g)]);
    expect(quoted.length).toBeGreaterThan(5);
    for (const [, name] of quoted) if (name !== "#") expect(all).toContain(name);
  });

  test("has a name of its own for each emoji", () => {
    speak(language);
    const names = EMOJI.map(([id]) => roomText.verify.emojiName(id));
    expect(new Set(names).size).toBe(64);
    const same = EMOJI.filter(([id]) => roomText.verify.emojiName(id) === id).map(([id]) => id);
    expect(same).toEqual(language === "es" ? ["cactus", "pizza", "robot"] : []);
  });
});

test("the lists of exceptions hold nothing that is none", () => {
  const paths = known.map(([path]) => path);
  for (const place of [...SAME.map((name) => name.slice(3)), ...Object.keys(ARGUMENTS)])
    expect(paths).toContain(place);
  const lacking = languages.flatMap(([, translated]) => {
    const found = new Set(leaves(translated).map(([path]) => path));
    return paths.filter((path) => !found.has(path));
  });
  for (const place of TO_BE_TRANSLATED)
    expect(
      lacking.some((path) => isBeneath(path, place)),
      place,
    ).toBe(true);
});

test("counted things have the forms of their language", () => {
  const counts = [0, 1, 2, 3, 11, 100, 1_000_000];
  const forms: Readonly<Record<Language, readonly string[]>> = {
    en: [
      "0 new messages",
      "1 new message",
      "2 new messages",
      "3 new messages",
      "11 new messages",
      "100 new messages",
      "1,000,000 new messages",
    ],
    zh: [
      "0 条新消息",
      "1 条新消息",
      "2 条新消息",
      "3 条新消息",
      "11 条新消息",
      "100 条新消息",
      "1,000,000 条新消息",
    ],
    ja: ["0", "1", "2", "3", "11", "100", "1,000,000"].map((count) => `新しいメッセージ ${count}件`),
    es: [
      "0 mensajes nuevos",
      "1 mensaje nuevo",
      "2 mensajes nuevos",
      "3 mensajes nuevos",
      "11 mensajes nuevos",
      "100 mensajes nuevos",
      "1.000.000 de mensajes nuevos",
    ],
    ar: [
      "لا رسائل جديدة",
      "رسالة جديدة واحدة",
      "رسالتان جديدتان",
      "3 رسائل جديدة",
      "11 رسالة جديدة",
      "100 رسالة جديدة",
      "1,000,000 رسالة جديدة",
    ],
  };
  for (const language of Object.keys(forms) as readonly Language[]) {
    speak(language);
    expect(counts.map(roomText.room.newMessages), language).toEqual(forms[language]);
  }
});

test("numbers have the digits of the reader's own country", () => {
  inUse.value = { language: "ar", locale: "ar-EG", translations: translations.ar };
  expect([number(1234), formatTimeLeft(754_000), roomText.room.newMessages(3)]).toEqual([
    "١٬٢٣٤",
    "١٢:٣٤",
    "٣ رسائل جديدة",
  ]);
});
