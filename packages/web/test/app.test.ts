import type { RoomEvent } from "@tacet/client";
import { expect, test } from "vitest";
import { Chunk } from "../src/model/chunk.ts";
import { phrase } from "../src/text/en-phrase.ts";
import { text } from "../src/text/text.ts";
import type { Checked } from "../src/worker/letters.ts";
import { appWith } from "./app-with.ts";
import { ending } from "./ending.ts";
import { parts } from "./room-needs.ts";

const LINK = "https://here/rooms/canary#key";
const WORDS = "amber fox seven rain";

/** Fails for whoever comes too early, and takes its time for the rest. */
function slow(): Chunk<typeof parts> {
  let asked = 0;
  return new Chunk(async () => {
    asked += 1;
    if (asked === 1) throw new Error("not yet");
    await Promise.resolve();
    return parts;
  });
}

/** Lets everything run that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** A question that is answered by hand. */
function byHand() {
  const answers = new Map<string, (checked: Checked | null) => void>();
  return {
    check: (entry: string) => new Promise<Checked | null>((resolve) => answers.set(entry, resolve)),
    answer: (entry: string, checked: Checked | null) => answers.get(entry)?.(checked),
  };
}

const bad = (fault: string) => (): Promise<Checked> => Promise.resolve({ ok: false, fault });

const waiting: RoomEvent = { event: "status", value: "waiting", path: null };

test("an answer about a pasted link that comes after another press changes nothing", async () => {
  const { app } = await appWith();
  const answer = app.enter(LINK);
  app.create();
  await answer;
  expect(app.screen.value.at).toBe("room");
});

test("a link that arrives later is shown, and let go in a room", async () => {
  const { app, commands } = await appWith();
  app.openLater(LINK);
  await Promise.resolve();
  expect(app.screen.value.at).toBe("invited");
  app.create();
  app.openLater(LINK);
  expect(app.screen.value.at).toBe("room");
  expect(commands.map((command) => command.do)).toEqual(["create"]);
});

test("what broke is said as what was lost, and the other side hears of it", async () => {
  expect((await appWith()).app.abandon()).toBe("nothing");
  const invited = await appWith();
  await invited.app.open(LINK);
  expect(invited.app.abandon()).toBe("invitation");
  const { app, done } = await appWith();
  app.create();
  expect(app.abandon()).toBe("room");
  expect(done).toEqual(["abandon 1"]);
});

test("an opened link is shown and not used until the press", async () => {
  const { app, commands } = await appWith();
  await app.open(LINK);
  expect(app.screen.value).toEqual({ at: "invited" });
  expect(commands).toEqual([]);
  await app.join("Ben");
  expect(commands).toEqual([{ do: "join", origin: "https://here", invitation: LINK, name: "Ben" }]);
});

test.each(["create", "join"] as const)("whoever hides its address says so when they %s", async (kind) => {
  const { app, commands } = await appWith();
  app.hidesAddress.value = true;
  await (kind === "join" ? app.open(LINK).then(() => app.join("Ben")) : app.create());
  expect(commands).toMatchObject([{ do: kind, hideAddress: true }]);
});

test("an invitation is used once, and no screen holds it", async () => {
  const { app, commands } = await appWith();
  await app.open(LINK);
  await app.join("");
  await app.join("");
  expect(commands).toHaveLength(1);
  expect(JSON.stringify(app.screen.value)).not.toContain("canary");
});

test("a damaged link is said to be one, and cannot be joined", async () => {
  const { app, commands } = await appWith({ check: bad("key") });
  await app.open(LINK);
  expect(app.screen.value.at === "lost-key" && app.screen.value.fault?.()).toBe(text.invitationFaults.key);
  await app.join("");
  expect(commands).toEqual([]);
});

test("the field takes a link, and answers everything else with a sentence", async () => {
  const { app, links } = await appWith({ check: bad("not-an-invitation") });
  expect((await app.enter("  "))?.()).toBe(text.invitationFaults.empty);
  expect(links()).toBe(0);
  expect((await app.enter("nonsense"))?.()).toBe(text.invitationFaults["not-an-invitation"]);
  expect(app.screen.value).toEqual({ at: "landing" });
  const wrong = await appWith({ check: () => Promise.resolve({ ok: false, fault: "word", word: 3 }) });
  expect((await wrong.app.enter(WORDS))?.()).toBe(text.invitationFaults.word(3));
  const other = await appWith();
  expect(await other.app.enter(LINK)).toBeNull();
  expect(other.app.screen.value).toEqual({ at: "invited" });
});

test("a warm worker is used for the room; after the end there is none", async () => {
  const { app, commands, links, emit } = await appWith();
  app.warmUp();
  app.create();
  expect(links()).toBe(1);
  expect(commands).toEqual([{ do: "create", origin: "https://here", name: "" }]);
  emit({ event: "end", ...ending("left-there") });
  expect(app.screen.value).toMatchObject({ at: "ended", end: ending("left-there") });
  app.warmUp();
  expect(links()).toBe(2);
});

test("of two links opened one after the other the last wins, whatever is said of the first", async () => {
  const hand = byHand();
  const { app, commands } = await appWith({ check: hand.check });
  void app.open("first");
  void app.open("second");
  hand.answer("second", { ok: true, origin: null });
  hand.answer("first", { ok: false, fault: "key" });
  await turns();
  expect(app.screen.value).toEqual({ at: "invited" });
  await app.join("");
  expect(commands).toMatchObject([{ do: "join", invitation: "second" }]);
});

test("a good first link does not come back after a damaged second one", async () => {
  const hand = byHand();
  const { app, commands } = await appWith({ check: hand.check });
  void app.open("first");
  void app.open("second");
  hand.answer("second", { ok: false, fault: "key" });
  await turns();
  hand.answer("first", { ok: true, origin: null });
  await turns();
  expect(app.screen.value.at === "lost-key" && app.screen.value.fault?.()).toBe(text.invitationFaults.key);
  await app.join("");
  expect(commands).toEqual([]);
});

test("a text in the field gives way to a link that was opened after it", async () => {
  const hand = byHand();
  const { app, commands } = await appWith({ check: hand.check });
  const answer = app.enter("pasted");
  void app.open("opened");
  hand.answer("pasted", { ok: true, origin: null });
  await answer;
  await app.join("");
  expect(commands).toMatchObject([{ do: "join", invitation: "opened" }]);
});

test("a relay that gave no seat leaves the invitation good: it can be tried again, with the same name", async () => {
  const { app, commands, emit, links } = await appWith();
  await app.open(LINK);
  await app.join("Ben");
  emit(waiting);
  emit({ event: "end", ...ending("relay", { hindrance: "network", met: false }) });
  expect(app.screen.value).toMatchObject({ at: "ended", again: "guest" });
  expect(JSON.stringify(app.screen.value)).not.toContain("canary");
  await app.tryAgain();
  expect(app.screen.value.at).toBe("room");
  expect(commands).toHaveLength(2);
  expect(commands[1]).toEqual({ do: "join", origin: "https://here", invitation: LINK, name: "Ben" });
  expect(links()).toBe(2);
});

test("with the seat the invitation is used up, and there is nothing to try again", async () => {
  const { app, commands, emit } = await appWith();
  await app.open(LINK);
  await app.join("Ben");
  emit({ event: "time-left", ms: 1_000 });
  emit({ event: "end", ...ending("relay", { hindrance: "network" }) });
  expect(app.screen.value).toMatchObject({ at: "ended", again: null });
  await app.tryAgain();
  await app.join("");
  expect(commands).toHaveLength(1);
});

test("an end that is the relay's own word cannot be tried again", async () => {
  for (const reason of ["absent", "used", "left-here"] as const) {
    const { app, commands, emit } = await appWith();
    await app.open(LINK);
    await app.join("");
    emit({ event: "end", ...ending(reason) });
    expect(app.screen.value).toMatchObject({ at: "ended", again: null });
    await app.tryAgain();
    await app.join("");
    expect(commands).toHaveLength(1);
  }
});

test("a worker that does not load is silent until a press needs one, and then another is tried", async () => {
  const { app, broken, breaks, commands, done, links } = await appWith();
  app.warmUp();
  breaks();
  expect([app.screen.value.at, broken()]).toEqual(["landing", 0]);
  app.create();
  expect(links()).toBe(2);
  breaks();
  expect(app.screen.value).toEqual({ at: "stuck", invited: false });
  expect([done, broken()]).toEqual([["abandon 1", "abandon 2"], 0]);
  await app.tryAgain();
  expect(app.screen.value.at).toBe("room");
  expect(commands.map((command) => command.do)).toEqual(["create", "create"]);
});

test("an opened link stays when the worker that should read it breaks, and is joined at the press", async () => {
  const hand = byHand();
  const { app, breaks, commands } = await appWith({ check: hand.check });
  void app.open(LINK);
  breaks();
  hand.answer(LINK, null);
  await turns();
  expect(app.screen.value.at).toBe("invited");
  await app.join("");
  breaks();
  expect(app.screen.value).toEqual({ at: "stuck", invited: true });
  await app.tryAgain();
  expect(commands).toMatchObject([
    { do: "join", invitation: LINK },
    { do: "join", invitation: LINK },
  ]);
});

test("a pasted link that no worker read is kept for the next try", async () => {
  const hand = byHand();
  const { app } = await appWith({ check: hand.check });
  const answer = app.enter(LINK);
  hand.answer(LINK, null);
  expect(await answer).toBeNull();
  expect(app.screen.value).toEqual({ at: "stuck", invited: true });
  void app.tryAgain();
  expect(app.screen.value.at).toBe("invited");
});

test("a worker that breaks in a room ends the page", async () => {
  const { app, broken, breaks, emit } = await appWith();
  app.create();
  emit(waiting);
  breaks();
  expect(broken()).toBe(1);
  expect(app.screen.value.at).toBe("room");
});

test("no seat is taken for a page that cannot show the room", async () => {
  let comes = false;
  const room = new Chunk(() => (comes ? Promise.resolve(parts) : Promise.reject(new Error("gone"))));
  const { app, commands } = await appWith({ room });
  await app.open(LINK);
  await app.join("Ben");
  await turns();
  expect(app.screen.value).toEqual({ at: "stuck", invited: true });
  expect(commands).toEqual([]);
  comes = true;
  await app.tryAgain();
  await turns();
  expect(app.screen.value.at).toBe("room");
  expect(commands).toMatchObject([{ do: "join", invitation: LINK, name: "Ben" }]);
});

test("two presses while the room's part is on its way open one room; a link that comes then wins", async () => {
  const { app, commands } = await appWith({ room: slow() });
  app.create();
  app.create();
  await turns();
  expect(commands).toHaveLength(1);
  const other = await appWith({ room: slow() });
  other.app.create();
  other.app.openLater(LINK);
  await turns();
  expect(other.app.screen.value.at).toBe("invited");
  expect(other.commands).toEqual([]);
});

test("what the last room's worker still says reaches no later room", async () => {
  const { app, links, ports, emit } = await appWith();
  app.create();
  emit(waiting);
  emit({ event: "end", ...ending("relay", { hindrance: "network" }) });
  await app.tryAgain();
  expect(links()).toBe(2);
  ports[0]?.event({ event: "end", ...ending("left-here") });
  ports[0]?.broken();
  expect(app.screen.value.at).toBe("room");
});

const noted = (): Promise<Checked> => Promise.resolve({ ok: true, origin: null });

test("four words are a press: the answer comes with what became of them, and the screen stays until then", async () => {
  const { app, commands, emit } = await appWith({ check: noted });
  const answer = app.enter(WORDS);
  await turns();
  expect(commands).toEqual([{ do: "join", origin: "https://here", invitation: WORDS, name: "" }]);
  emit({ event: "phrase-over", outcome: "mismatch", allowed: true });
  expect((await answer)?.()).toBe(phrase.joining.mismatch);
  expect(app.screen.value).toEqual({ at: "landing" });
});

test("with the invitation the room's screen comes, and what follows is the room's", async () => {
  const { app, emit } = await appWith({ check: noted });
  const answer = app.enter(WORDS);
  await turns();
  emit({ event: "phrase-over", outcome: "invited", allowed: true });
  expect(await answer).toBeNull();
  expect(app.screen.value).toMatchObject({ at: "room", view: { role: "guest" } });
  emit(waiting);
  emit({ event: "end", ...ending("relay") });
  expect(app.screen.value).toMatchObject({ at: "ended", again: null });
});

test("whoever makes a room meanwhile is not called back by a phrase", async () => {
  const { app, emit } = await appWith({ check: noted });
  const answer = app.enter(WORDS);
  await turns();
  app.create();
  expect(await answer).toBeNull();
  emit({ event: "phrase-over", outcome: "invited", allowed: true });
  expect(app.screen.value).toMatchObject({ at: "room", view: { role: "creator" } });
});

test("a worker that breaks while it compares words is no room that broke", async () => {
  const { app, breaks, broken } = await appWith({ check: noted });
  const answer = app.enter(WORDS);
  await turns();
  breaks();
  expect((await answer)?.()).toBe(text.invitationFaults["no-words"]);
  expect(broken()).toBe(0);
});
