/*
 * A page in a real browser and the real program, in one room over a real relay.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ChromiumTab } from "./harness/chromium.ts";
import { without } from "./harness/early.ts";
import { made, says, send, sha256, take } from "./harness/files.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { stopAll, tacet } from "./harness/tacet.ts";
import type { Tacet } from "./harness/tacet.ts";
import { until } from "./harness/until.ts";

const secure = { event: "status", value: "secure" };
/** Clears a screen, sets a title, turns the direction: what no terminal may be shown. */
const HARMFUL = "calm \u001b[2J\u001b]0;mine\u0007\u202e words";

describe("a page and a terminal", () => {
  const stage = useStage({ right: false });
  const folder = mkdtempSync(join(tmpdir(), "tacet-e2e-"));

  afterEach(stopAll);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** With the invitation as the first line of standard input. */
  function joins(invitation: string, relay: string): Tacet {
    const one = tacet(["join", "-", "--json", "--name", "Ben"], { cwd: folder, relay });
    one.child.stdin.write(`${invitation}\n`);
    return one;
  }

  it("meet by a phrase and by a link, take what is piped, compare, talk and send each other files, directly", async () => {
    // Without a place on the disk to ask for: what comes is held by the page until it is saved.
    const ana = await stage.person(stage.left(), { early: [without("showSaveFilePicker")] });
    const { origin } = await stage.relay();
    await ana.createRoom(origin);
    const pipe = tacet(["pipe", "-"], { relay: origin });
    const piped = randomBytes(200_001);
    pipe.child.stdin.write(`${await phraseOf(ana)}\n`);
    pipe.child.stdin.end(piped);
    await ana.sees("group", "pipe");
    expect(sha256(await take(ana, "pipe"))).toBe(sha256(piped));
    await ana.press("Leave");
    expect(await pipe.exit).toBe(0);

    const ben = joins(await ana.createRoom(origin), origin);
    expect(await ben.until(secure)).toMatchObject({ path: "direct" });
    await ana.secure();
    const { words, emoji } = await ben.until({ event: "safety" });
    expect(await compared(ana)).toEqual({ words, emoji });
    await ana.press("They match");
    await talk(ana, ben);
    await exchange(ana, ben);
    ben.say({ do: "leave" });
    expect(await ben.exit).toBe(0);
    await ana.endsWith("The other person left");
  });

  async function talk(ana: Person, ben: Tacet): Promise<void> {
    await ana.say(HARMFUL);
    const heard = await ben.until({ event: "message", from: "other" });
    expect(heard["text"]).toContain("calm");
    expect(ben.out().toString("utf8"), "a line that steers no terminal").not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
    await ana.hasDelivered(1);
    ben.say({ do: "message", text: HARMFUL });
    const { id } = await ben.until({ event: "message", from: "self" });
    await ben.until({ event: "receipt", id, state: "delivered" });
    await until("the terminal's text", async () =>
      (await ana.texts("other")).some((text) => text.startsWith("calm")),
    );
  }

  async function exchange(ana: Person<ChromiumTab>, ben: Tacet): Promise<void> {
    const bytes = randomBytes(1_000_000);
    await send(ana, made("report.bin", bytes));
    const offer = await ben.until({ event: "file", state: "offered" });
    ben.say({ do: "accept", id: offer["id"] });
    await ben.until({ event: "file", state: "done", path: "report.bin" });
    expect(sha256(readFileSync(join(folder, "report.bin")))).toBe(sha256(bytes));
    await says(ana, "report.bin", "Sent and verified.");
    writeFileSync(join(folder, "answer.bin"), bytes.subarray(1));
    ben.say({ do: "file", path: join(folder, "answer.bin") });
    await ana.sees("group", "answer.bin");
    expect(sha256(await take(ana, "answer.bin"))).toBe(sha256(bytes.subarray(1)));
  }
});

function phraseOf(person: Person): Promise<string> {
  return person.press("Make a spoken phrase").then(() =>
    until("a spoken phrase", async () => {
      const text = (await person.tab.textOf("status", "Spoken phrase"))?.trim() ?? "";
      return /^[a-z]{3,8}(?:-[a-z]{3,8}){3}$/.test(text) && text;
    }),
  );
}

/** What the page shows to compare, as the terminal's events name it. */
async function compared(person: Person): Promise<{ words: readonly string[]; emoji: readonly string[] }> {
  await person.press("Verify");
  await Promise.all([person.sees("list", "Emoji"), person.sees("list", "Words")]);
  const [pictures, words] = await Promise.all([
    person.tab.textOf("list", "Emoji"),
    person.tab.textOf("list", "Words"),
  ]);
  return {
    words: (words ?? "").split(/\s+/).filter((word) => word !== ""),
    emoji: (pictures ?? "").split(/\s+/).filter((part) => /\p{Emoji_Presentation}/u.test(part)),
  };
}
