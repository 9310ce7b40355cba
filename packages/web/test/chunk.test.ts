import { expect, test } from "vitest";
import { Chunk } from "../src/model/chunk.ts";

test("a part is fetched once for all who ask, and then it is there", async () => {
  let fetches = 0;
  const chunk = new Chunk(() => {
    fetches += 1;
    return Promise.resolve("part");
  });
  expect(chunk.present).toBeNull();
  chunk.prefetch();
  expect(await Promise.all([chunk.load(), chunk.load()])).toEqual(["part", "part"]);
  expect(chunk.present).toBe("part");
  expect(fetches).toBe(1);
});

test("a failure is told to whoever needed the part, and whoever asks next fetches anew", async () => {
  const answers = [
    Promise.reject(new Error("gone")),
    Promise.reject(new Error("gone")),
    Promise.resolve("part"),
  ];
  const chunk = new Chunk(() => answers.shift() ?? Promise.reject(new Error("asked too often")));
  for (const answer of answers) answer.catch(() => undefined);
  chunk.prefetch();
  await expect(chunk.load()).rejects.toThrow("gone");
  await expect(chunk.load()).rejects.toThrow("gone");
  expect(chunk.present).toBeNull();
  expect(await chunk.load()).toBe("part");
});
