import type { RoomCommand } from "@tacet/client";
import { EMOJI } from "@tacet/client/safety";
import { words as list } from "@tacet/client/words";
import { expect, test } from "vitest";
import { SafetyView } from "../src/model/safety-view.ts";
import { text } from "../src/text/room-text.ts";

const PLACES = { emoji: [0, 1, 2, 3, 61, 62, 63], words: [0, 1, 2, 3, 2047] };

function safety(words: () => Promise<readonly string[]>) {
  const commands: RoomCommand[] = [];
  const view = new SafetyView({ command: (command) => commands.push(command), words });
  return { view, commands };
}
/** Lets what has been promised be taken. */
const settled = (): Promise<void> => new Promise(setImmediate);

test("what is compared is asked for and spelled by the tables", async () => {
  const { view, commands } = safety(() => Promise.resolve(list));
  view.show();
  expect(commands).toEqual([{ do: "safety" }]);
  view.take({ event: "safety", ...PLACES });
  await settled();
  expect(view.emoji.value.map(({ symbol }) => symbol).join("")).toBe("🐘🐢🐟🐙🏠📷🚁");
  expect(view.words.value).toEqual(["abandon", "ability", "able", "about", "zoo"]);
});

test("the emoji are there though the words are still coming, or never come", async () => {
  let fail = (): void => undefined;
  const { view } = safety(
    () =>
      new Promise((_resolve, reject) => {
        fail = () => {
          reject(new Error("no network"));
        };
      }),
  );
  view.show();
  view.take({ event: "safety", ...PLACES });
  expect([view.emoji.value.length, view.words.value]).toEqual([7, "coming"]);
  fail();
  await settled();
  expect([view.emoji.value.length, view.words.value]).toEqual([7, "missing"]);
});

test("words that did not come are asked for again by the next look, and those that came are kept", async () => {
  let asked = 0;
  const { view } = safety(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error("no network")) : Promise.resolve(list);
  });
  for (const expected of ["missing", ["abandon"], ["abandon"]]) {
    view.show();
    view.take({ event: "safety", emoji: [], words: [0] });
    await settled();
    expect(view.words.value).toEqual(expected);
  }
  expect(asked).toBe(2);
});

test("a finding is the room's to judge: the mark comes with its event", () => {
  const { view, commands } = safety(() => Promise.resolve(list));
  view.take({ event: "verification", state: "open" });
  view.say(true);
  expect([view.state.value, commands]).toEqual(["open", [{ do: "verified", match: true }]]);
  view.take({ event: "verification", state: "verified" });
  expect(view.state.value).toBe("verified");
  view.say(false);
  expect(commands.at(-1)).toEqual({ do: "verified", match: false });
});

test("what was compared is forgotten with the rest", () => {
  const { view } = safety(() => Promise.resolve(list));
  view.take({ event: "safety", ...PLACES });
  view.clear();
  expect(view.emoji.value).toEqual([]);
});

test("every emoji has a name", () => {
  expect(EMOJI).toHaveLength(64);
  for (const [id] of EMOJI) expect(text.verify.emojiName(id)).toMatch(/^[a-z]+$/);
});
