import { words } from "../../packages/core/src/phrase/words.ts";

/** Typed phrases of spec/phrase.md 2: what they are, or why they are none. */
export function spellings(): readonly object[] {
  return [...taken(), ...refused()];
}

const SHOWN = "orange-river-magic-zebra";

/** The numbers of the four whole words, looked up one by one. */
function numbers(shown: string): { readonly address: number; readonly secret: number } {
  const [w1 = 0, w2 = 0, w3 = 0, w4 = 0] = shown.split("-").map((word) => {
    const number = words.indexOf(word);
    if (number < 0) throw new Error(`${word} is not in the list`);
    return number;
  });
  return { address: w1 * 2048 + w2, secret: w3 * 2048 + w4 };
}

function taken(): readonly object[] {
  const yes = (name: string, text: string, shown = SHOWN): object => ({
    name: `typed: ${name}`,
    text,
    shown,
    ...numbers(shown),
  });
  return [
    yes("as shown", SHOWN),
    yes("with spaces", "orange river magic zebra"),
    yes("with capitals, as a telephone writes them", "Orange River MAGIC zebra."),
    yes("with commas, full stops and line feeds", " orange, river.\nmagic ,. zebra \t"),
    yes("with other dashes", "orange\u2013river\u2014magic\u2011zebra"),
    yes("with several separators in a row", "--orange - - river__magic  zebra--"),
    yes("with full-width marks and spaces", "orange\u3000river\u3001magic\uff0czebra\u3002"),
    yes("cut off after four letters", "oran-rive-magi-zebr"),
    yes("cut off at any letter after the fourth", "orang rive magi zebra"),
    yes("words of three letters", "act-zoo-age-zoo", "act-zoo-age-zoo"),
    yes(
      "four letters of a longer word that begins with one of three",
      "acti-acto-actr-actu",
      "action-actor-actress-actual",
    ),
  ];
}

function refused(): readonly object[] {
  const no = (name: string, text: string, fault: string, word: number | null = null): object => ({
    name: `typed: ${name}`,
    text,
    fault,
    word,
  });
  return [
    no("nothing", "", "empty"),
    no("nothing but separators", " -.-\n, ", "empty"),
    no("201 characters", `${SHOWN}${" ".repeat(201 - SHOWN.length)}`, "too-long"),
    no("three words", "orange-river-magic", "count"),
    no("five words", "orange-river-magic-zebra-zoo", "count"),
    no("words run together", "orangerivermagiczebra", "count"),
    no("three letters of a longer word", "ora-river-magic-zebra", "word", 1),
    no("three letters that two words begin with", "orange-riv-magic-zebra", "word", 2),
    no("a word that is not there", "orange-river-tacet-zebra", "word", 3),
    no("a word with a letter too many", "orange-river-magic-zebras", "word", 4),
    no("four right letters and a wrong one", "orange-river-magix-zebra", "word", 3),
    no("the first of two wrong words is named", "orange-rivex-magic-zebrax", "word", 2),
    no("nine letters", "abandoned-river-magic-zebra", "word", 1),
    no("an accent", "orangé-river-magic-zebra", "word", 1),
    no("full-width letters", "\uff4frange-river-magic-zebra", "word", 1),
    no("a Kelvin sign for a k", "\u212aitchen-river-magic-zebra", "word", 1),
    no("a dotted capital I", "orange-r\u0130ver-magic-zebra", "word", 2),
    no("an apostrophe", "orange-river-magic-zebra's", "word", 4),
    no("digits", "orange-river-magic-1234", "word", 4),
    no("a soft hyphen inside a word", "orange-ri\u00adver-magic-zebra", "word", 2),
    no("a zero-width space between words", "orange\u200briver magic zebra", "count"),
    no("brackets", "(orange-river-magic-zebra)", "word", 1),
    no("another language's word", "orange-riviere-magie-zebre", "word", 2),
    no("a slash", "orange/river/magic/zebra", "count"),
  ];
}
