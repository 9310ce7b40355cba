import { effect } from "@preact/signals";
import { afterEach, expect, test } from "vitest";
import { sentenceOf } from "../src/model/invitation-fault.ts";
import { formatTimeLeft } from "../src/model/format.ts";
import { languageFor, Languages } from "../src/model/languages.ts";
import type { Translations } from "../src/text/catalogs.ts";
import { translations } from "../src/text/es.ts";
import { inUse, type Language } from "../src/text/language.ts";
import { countingIn } from "../src/text/numbers.ts";
import { text as roomText } from "../src/text/room-text.ts";
import { text } from "../src/text/text.ts";

const es = translations(countingIn("es"));
const ENGLISH = inUse.peek();

afterEach(() => {
  inUse.value = ENGLISH;
});

/** Languages that come when they are told to, and a clock that strikes when it is told to. */
function stage(preferred: readonly string[]) {
  const asked: Language[] = [];
  const coming = new Map<Language, (came: Translations | null) => void>();
  const struck: (() => void)[] = [];
  const languages = new Languages((_ms, run) => {
    struck.push(run);
    return () => undefined;
  });
  const begun = languages.begin(preferred, (language) => {
    asked.push(language);
    return new Promise((resolve, reject) => {
      coming.set(language, (came) => {
        if (came === null) reject(new Error("It did not come."));
        else resolve(came);
      });
    });
  });
  let drawn = begun === null;
  void begun?.then(() => {
    drawn = true;
  });
  return {
    languages,
    asked,
    drawn: () => drawn,
    comes: async (language: Language, came: Translations | null) => {
      coming.get(language)?.(came);
      await turns();
    },
    strike: async () => {
      for (const run of struck.splice(0)) run();
      await turns();
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

test("the browser's first language that the page has is taken", () => {
  expect(languageFor(["fr-CA", "es-MX", "en"])).toBe("es");
  expect(languageFor(["en-GB", "es"])).toBe("en");
  expect(languageFor(["ES"])).toBe("es");
  expect(languageFor(["fr", "toString"])).toBe("en");
  expect(languageFor([])).toBe("en");
});

test("English begins at once and fetches nothing", () => {
  const { drawn, asked } = stage(["en-GB"]);
  expect([drawn(), asked]).toEqual([true, []]);
  expect(inUse.value).toMatchObject({ language: "en", locale: "en-GB" });
});

test("another language is there before the first drawing, with its reader's numbers", async () => {
  const { drawn, asked, comes } = stage(["es-MX", "en"]);
  await turns();
  expect([drawn(), asked]).toEqual([false, ["es"]]);
  await comes("es", es);
  expect(drawn()).toBe(true);
  expect(inUse.value).toMatchObject({ language: "es", locale: "es-MX" });
  expect(text.landing.create).toBe("Crear una sala");
});

test("a language that comes late is drawn over English", async () => {
  const { drawn, comes, strike } = stage(["es"]);
  await strike();
  expect([drawn(), inUse.value.language]).toEqual([true, "en"]);
  await comes("es", es);
  expect(inUse.value.language).toBe("es");
});

test("one that never comes leaves English", async () => {
  const { drawn, comes } = stage(["es"]);
  await comes("es", null);
  expect([drawn(), inUse.value.language]).toEqual([true, "en"]);
});

test("a choice that does not come changes nothing, and can be made again", async () => {
  const { languages, comes } = stage([]);
  const choice = languages.choose("es");
  await comes("es", null);
  expect([await choice, inUse.value.language]).toEqual([false, "en"]);
  const again = languages.choose("es");
  await comes("es", es);
  expect([await again, roomText.room.send]).toEqual([true, "Enviar"]);
});

test("of two choices the last wins, whichever comes last, and whether the first comes or not", async () => {
  for (const came of [es, null]) {
    const { languages, comes } = stage([]);
    const first = languages.choose("es");
    await languages.choose("en");
    await comes("es", came);
    expect([await first, inUse.value.language]).toEqual([true, "en"]);
  }
});

test("what a translation lacks is said in English", () => {
  inUse.value = { language: "es", locale: "es", translations: { start: { landing: { join: "Unirse" } } } };
  expect([text.landing.join, text.landing.create, text.stuck.again]).toEqual([
    "Unirse",
    "Create a room",
    "Try again",
  ]);
});

test("whoever reads a sentence reads it again in the next language, and a kept one is said in that of now", () => {
  const fault = sentenceOf({ ok: false, fault: "key" }, "https://here");
  const read: string[] = [];
  const stop = effect(() => {
    read.push(text.landing.join);
  });
  expect(fault?.()).toBe(text.invitationFaults.key);
  const before = fault?.();
  inUse.value = { language: "es", locale: "es", translations: es };
  stop();
  expect(read).toEqual(["Join", "Unirse"]);
  expect(fault?.()).toBe(text.invitationFaults.key);
  expect(fault?.()).not.toBe(before);
});

test("numbers and times have the manner of the language", () => {
  const used = (): string => roomText.composer.used(15_900, 16_000);
  expect([used(), formatTimeLeft(754_000)]).toEqual(["15,900 of 16,000 characters", "12:34"]);
  inUse.value = { language: "es", locale: undefined, translations: es };
  expect([used(), formatTimeLeft(754_000)]).toEqual(["15.900 de 16.000 caracteres", "12:34"]);
});
