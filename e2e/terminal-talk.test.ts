/*
 * Two real programs and a real relay on loopback.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Relay, startRelay } from "./harness/relay.ts";
import { stopAll, tacet } from "./harness/tacet.ts";
import { until } from "./harness/until.ts";
import type { Tacet } from "./harness/tacet.ts";

let relay: Relay;
let folder = "";

beforeAll(async () => {
  relay = await startRelay({ TACET_RATE_ROOMS_PER_MINUTE: "600" });
  folder = mkdtempSync(join(tmpdir(), "tacet-cli-chat-"));
});

afterEach(stopAll);

afterAll(async () => {
  await relay.stop();
  rmSync(folder, { recursive: true, force: true });
});

const secure = { event: "status", value: "secure" };

interface Two {
  readonly creator: Tacet;
  readonly joiner: Tacet;
  readonly link: string;
}

/** Two programs in one room, the second with its invitation from standard input. */
async function meet(...more: readonly string[]): Promise<Two> {
  const creator = tacet(["create", "--json", "--name", "Ada", ...more], { relay: relay.origin });
  const link = String((await creator.until({ event: "room" }))["link"]);
  const joiner = tacet(["join", "-", "--json", "--name", "Bob", ...more], { cwd: folder });
  joiner.child.stdin.write(`${link}\n`);
  await Promise.all([creator.until(secure), joiner.until(secure)]);
  return { creator, joiner, link };
}

/** Every process of this machine with its command line, as anybody may read them. */
function processList(): string {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    })
    .join("\n");
}

describe("two terminals", () => {
  it("talk, compare, send a file and leave, directly; nothing secret is in the list of processes or said by --verbose", async () => {
    const { creator, joiner, link } = await meet("--verbose");
    expect(await creator.until(secure)).toMatchObject({ path: "direct" });
    const [mine, theirs] = await Promise.all([
      creator.until({ event: "safety" }),
      joiner.until({ event: "safety" }),
    ]);
    expect(mine).toEqual(theirs);
    expect(mine["words"]).toHaveLength(5);
    expect(mine["emoji"]).toHaveLength(7);
    const text = "one\ntwo \u001b[2J\u202e three";
    creator.say({ do: "message", text });
    joiner.say({ do: "message", text: "and back" });
    const sent = await creator.until({ event: "message", from: "self" });
    expect(await joiner.until({ event: "message", from: "other" })).toMatchObject({ id: sent["id"] });
    await creator.until({ event: "message", from: "other", text: "and back" });
    await creator.until({ event: "receipt", id: sent["id"], state: "delivered" });
    expect(joiner.out().toString("utf8")).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
    joiner.say({ do: "verified", match: true });
    await joiner.until({ event: "verification", state: "verified" });

    const path = join(folder, "sent.bin");
    const bytes = Buffer.alloc(150_000, 7);
    writeFileSync(path, bytes);
    creator.say({ do: "file", path });
    const offer = await joiner.until({ event: "file", state: "offered", from: "other" });
    joiner.say({ do: "accept", id: offer["id"] });
    const saved = await joiner.until({ event: "file", state: "done" });
    await creator.until({ event: "file", state: "done" });
    // The sender's own stands in the same folder.
    expect(saved["path"]).toBe("sent (2).bin");
    expect(readFileSync(join(folder, "sent (2).bin"))).toEqual(bytes);

    const key = link.split("#")[1] ?? "";
    const said = [processList(), creator.errors(), joiner.errors()].join("\n");
    expect(said).not.toContain(key);
    expect(said).toContain("socket 1 opened");
    const phrase = String((await creator.until({ event: "phrase" }))["phrase"]);
    expect(said).not.toContain(phrase);
    creator.say({ do: "leave" });
    expect(await Promise.all([creator.exit, joiner.exit])).toEqual([0, 0]);
    expect(joiner.events().at(-1)).toMatchObject({ event: "end", reason: "left-there" });
  });

  it("meet by a phrase, and one that burns ends the room for both", async () => {
    const creator = tacet(["create", "--json"], { relay: relay.origin });
    const phrase = String((await creator.until({ event: "phrase" }))["phrase"]);
    const joiner = tacet(["join", ...phrase.split("-"), "--json"], { relay: relay.origin });
    await Promise.all([creator.until(secure), joiner.until(secure)]);
    await creator.until({ event: "phrase-over", outcome: "used" });
    expect(joiner.errors()).toContain("list of processes");
    const listed = (): string => readFileSync(`/proc/${String(joiner.pid)}/cmdline`, "utf8");
    await until("a name without words", () => !listed().includes(phrase.slice(0, 5)));
    joiner.say({ do: "burn" });
    expect(await Promise.all([creator.exit, joiner.exit])).toEqual([0, 0]);
    expect(creator.events().at(-1)).toMatchObject({ event: "end", reason: "burned-there" });
  });

  it("talk line by line through the relay: a pipe's texts all arrive before it leaves", async () => {
    const creator = tacet(["create", "--policy", "relayed"], { relay: relay.origin });
    const link = await creator.untilSaid(/http:\S+#\S+/);
    const joiner = tacet(["join", "-", "--name", "Bob"]);
    joiner.child.stdin.end(`${link}\nfirst\n/burn\nlast\u001b[31m`);
    expect(await joiner.exit).toBe(0);
    expect(await creator.exit).toBe(0);
    const said = creator.out().toString("utf8");
    expect(said).toContain("Secure relayed");
    expect(said).toContain("<Bob> first\n<Bob> /burn\n<Bob> last[31m\n* The other person left.");
  });
});

describe("a terminal that is refused", () => {
  it("ends with 3 and a sentence: a link that leads nowhere, one that was used, a wrong phrase", async () => {
    const { creator, joiner, link } = await meet();
    const late = tacet(["join", "-", "--json"]);
    late.child.stdin.write(`${link}\n`);
    expect(await late.exit).toBe(3);
    expect(late.events().at(-1)).toMatchObject({ event: "end", reason: "used" });
    expect(late.errors()).toContain("Someone used this link before you");
    creator.say({ do: "leave" });
    await joiner.exit;
    const words = tacet(["join", "-", "--json"], { relay: relay.origin });
    words.child.stdin.write("abandon abandon abandon ability\n");
    expect(await words.exit).toBe(3);
    expect(words.errors()).toContain("There is no such phrase now");
  });

  it("ends with 4 where there is no relay, and with 2 for what is no invitation", async () => {
    const alone = tacet(["create", "--relay", "http://127.0.0.1:9"]);
    const wrong = tacet(["join", "-"]);
    wrong.child.stdin.write("https://a.example/rooms/nothing\n");
    expect(await alone.exit).toBe(4);
    expect(alone.errors()).toContain("The relay cannot be reached");
    expect(await wrong.exit).toBe(2);
    expect(wrong.errors()).toMatch(/^tacet: [^\n]+\n$/);
  });

  it("ends with 130 when it is interrupted, and the other person is told", async () => {
    const { creator, joiner } = await meet();
    creator.child.kill("SIGINT");
    expect(await creator.exit).toBe(130);
    expect(await joiner.exit).toBe(0);
    expect(joiner.events().at(-1)).toMatchObject({ event: "end", reason: "left-there" });
  });
});
