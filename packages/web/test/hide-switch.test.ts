import type { RoomEvent } from "@tacet/client";
import { isValidElement } from "preact";
import { expect, test } from "vitest";
import type { App } from "../src/model/app.ts";
import { text } from "../src/text/room-text.ts";
import { Ended } from "../src/view/ended.tsx";
import { HideNext, HideSwitch } from "../src/view/hide-switch.tsx";
import { appWith } from "./app-with.ts";
import { ending } from "./ending.ts";

const WORDS = "amber fox seven rain";

async function looking({ hides = false } = {}) {
  const { app, commands, ports } = await appWith();
  app.hidesAddress.value = hides;
  expect(switchOf(app).final).toBe(false);
  const answer = app.enter(WORDS);
  await expect.poll(() => commands.length).toBe(1);
  return { app, commands, answer, link: () => ports.at(-1) };
}

/** What the first page gives to its switch. */
function switchOf(app: App) {
  const drawn = HideNext({ app });
  expect(drawn.type).toBe(HideSwitch);
  return drawn.props as Parameters<typeof HideSwitch>[0];
}

const over = (outcome: (RoomEvent & { event: "phrase-over" })["outcome"]): RoomEvent => ({
  event: "phrase-over",
  outcome,
  allowed: true,
});

test("the switch that hides the address stands still from the moment it is read until the words have led somewhere", async () => {
  for (const hides of [false, true]) {
    const { app, commands, answer, link } = await looking({ hides });
    expect(switchOf(app)).toMatchObject({ hidden: hides, final: true });
    expect("hideAddress" in (commands[0] ?? {})).toBe(hides);
    link()?.event(over("mismatch"));
    expect(await answer).not.toBeNull();
    expect(switchOf(app)).toMatchObject({ hidden: hides, final: false });
  }
});

test("it is free again when the words led into a room, when another is made, and when the worker breaks", async () => {
  const invited = await looking();
  invited.link()?.event(over("invited"));
  expect(await invited.answer).toBeNull();
  expect(invited.app.screen.value.at).toBe("room");
  expect(invited.app.phrase.runs.value).toBe(false);

  const made = await looking();
  made.app.create();
  expect(await made.answer).toBeNull();
  expect(made.app.phrase.runs.value).toBe(false);

  const broken = await looking();
  broken.link()?.broken();
  expect(await broken.answer).not.toBeNull();
  expect(switchOf(broken.app).final).toBe(false);
});

test("the page of an end says that a new room begins with the switch off, to whoever had it on", async () => {
  for (const hides of [false, true]) {
    const { app } = await looking({ hides });
    const drawn = Ended({ app, end: ending("gone"), again: null });
    const { children } = drawn.props as { readonly children: readonly unknown[] };
    const said = children.filter((line) => isParagraphOf(line, text.ended.notHidden));
    expect(said).toHaveLength(hides ? 1 : 0);
  }
});

function isParagraphOf(line: unknown, sentence: string): boolean {
  return isValidElement(line) && line.type === "p" && line.props.children === sentence;
}
