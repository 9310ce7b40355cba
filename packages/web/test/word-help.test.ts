import { expect, test } from "vitest";
import { WordHelp } from "../src/model/word-help.ts";

interface Asked {
  readonly start: string;
  answer(words: readonly string[]): Promise<void>;
  fail(): Promise<void>;
}

function field() {
  const asked: Asked[] = [];
  const put: string[] = [];
  const said: string[] = [];
  const help = new WordHelp({
    complete: (start) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      const settled = async (): Promise<void> => {
        await promise.catch(() => []);
        await Promise.resolve();
      };
      asked.push({
        start,
        answer: (words) => {
          resolve(words);
          return settled();
        },
        fail: () => {
          reject(new Error("no list"));
          return settled();
        },
      });
      return promise;
    },
    put: (entry) => {
      put.push(entry);
      help.look(entry);
    },
    say: (hints) => said.push(hints.join(" ")),
  });
  return { help, asked, put, said };
}

test("Tab takes the first word that fits what is typed by now, and not what fitted an earlier letter", async () => {
  const { help, asked, put } = field();
  help.look("ab");
  await asked[0]?.answer(["abandon", "ability"]);
  help.look("abi");
  expect(help.tab()).toBe(true);
  expect(put).toEqual(["ability "]);
  expect(help.hints.value).toEqual([]);
});

test("Tab before the answer takes the word when it comes, unless something else is typed meanwhile", async () => {
  const { help, asked, put } = field();
  help.look("ab");
  await asked[0]?.answer(["abandon", "ability"]);
  help.look("abso");
  expect(help.tab()).toBe(true);
  expect(put).toEqual([]);
  await asked[1]?.answer(["absorb"]);
  expect(put).toEqual(["absorb "]);
  help.look("absorb ra");
  expect(help.tab()).toBe(true);
  help.look("absorb rai");
  await asked[2]?.answer(["rabbit"]);
  await asked[3]?.answer(["rail", "rain"]);
  expect(put).toEqual(["absorb "]);
  expect(help.hints.value).toEqual(["rail", "rain"]);
});

test("Tab leads on where nothing is typed, nothing fits, the list is missing, or the hints were put away", async () => {
  const { help, asked, said } = field();
  expect(help.tab()).toBe(false);
  help.look("a");
  expect(help.tab()).toBe(false);
  help.look("qq");
  await asked[0]?.answer([]);
  expect(help.tab()).toBe(false);
  help.look("qqq");
  await asked[1]?.fail();
  expect(help.tab()).toBe(false);
  help.look("am");
  await asked[2]?.answer(["amber"]);
  help.close();
  expect(help.tab()).toBe(false);
  expect(said).toEqual(["amber"]);
});

test("an answer that comes after the hints were put away shows nothing", async () => {
  const { help, asked, put } = field();
  help.look("am");
  help.close();
  await asked[0]?.answer(["amber"]);
  expect(help.hints.value).toEqual([]);
  expect(put).toEqual([]);
});
