/*
 * Bytes and files between two real programs, as often as asked: of every length that has an edge, with one that is killed or interrupted at any moment, with
 * disks that are full, and with everything that anybody on the machine may read of the processes meanwhile. npm run campaign pipes.
 */
import { createHash, randomBytes, randomInt } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Relay, startRelay } from "./harness/relay.ts";
import { stopAll, tacet } from "./harness/tacet.ts";
import type { Tacet, TacetOptions } from "./harness/tacet.ts";
import { pause, until } from "./harness/until.ts";

const ROUNDS = Number(process.env["TACET_PIPES"] ?? 1);
const MIB = 1_048_576;
const LONG_BYTES = 1024 * MIB;
const LONG_MS_MAX = 1_800_000;
const SIZES = [0, 1, 65_536, 65_537, 10 * MIB];
/** In 20 rounds 50 interrupts. */
const INTERRUPTS = Math.ceil(2.5 * ROUNDS);
/** Starting takes about a second of it, and moving the rest. */
const MOMENT_MS_MAX = 3000;
const DISK_KIB = 2048;

const rounds = Array.from({ length: ROUNDS }, (_, at) => at + 1);

let relay: Relay;
let folder = "";

beforeAll(async () => {
  relay = await startRelay({ TACET_ROOM_GRACE_SECONDS: "3", TACET_RATE_PHRASES_PER_MINUTE: "100000" });
});
afterEach(() => {
  stopAll();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => relay.stop());

function emptyFolder(): string {
  folder = mkdtempSync(join(tmpdir(), "tacet-pipes-"));
  return folder;
}

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function begin(maker: Tacet, joins: readonly string[], options: TacetOptions = {}): Promise<Tacet> {
  const link = await maker.untilSaid(/http:\S+#\S+/);
  const joiner = tacet(joins, options);
  joiner.child.stdin.write(`${link}\n`);
  return joiner;
}

/** Whoever was never joined waits, as it should, and is interrupted too. Everybody else ends by itself. */
async function endsOrIsAlone(one: Tacet): Promise<void> {
  const gone = (): boolean => one.child.exitCode !== null || one.child.signalCode !== null;
  const status = (): string | undefined =>
    one
      .errors()
      .match(/(?<=^\* )(?:Waiting|Signaling|Upgrading|Secure)/gm)
      ?.at(-1);
  await until("the end, or nobody there", () => gone() || status() === "Waiting");
  if (!gone()) one.child.kill("SIGINT");
}

const pipe = (): Tacet => tacet(["pipe"], { relay: relay.origin });

describe.each(rounds)("bytes, round %i", () => {
  it.each(SIZES)("%i there, and of another length back", async (bytes) => {
    const [sent, back] = [randomBytes(bytes), randomBytes(SIZES[randomInt(SIZES.length - 1)] ?? 0)];
    const maker = pipe();
    const joiner = await begin(maker, ["pipe", "-"]);
    maker.child.stdin.end(sent);
    joiner.child.stdin.end(back);
    expect([await maker.exit, await joiner.exit]).toEqual([0, 0]);
    expect([hash(joiner.out()), hash(maker.out())]).toEqual([hash(sent), hash(back)]);
  });

  it("that are cut off end with another code than 0, on both sides or on the one that is left", async () => {
    const maker = pipe();
    const joiner = await begin(maker, ["pipe", "-"]);
    maker.child.stdin.write(randomBytes(MIB));
    await until("some bytes", () => joiner.out().length > randomInt(200_000));
    joiner.child.kill("SIGKILL");
    expect(await maker.exit).toBe(1);
  });

  it("that do not fit on the disk end with 1 on both sides, and leave no file", async () => {
    const inbox = emptyFolder();
    const whole = join(inbox, "whole.bin");
    writeFileSync(whole, Buffer.alloc(4 * DISK_KIB * 1024, 3));
    const sender = tacet(["send", whole], { relay: relay.origin });
    const target = join(inbox, "target");
    mkdirSync(target);
    const receiver = await begin(sender, ["receive", "-", "--output", target], { fileKibMax: DISK_KIB });
    expect(await sender.exit).toBe(1);
    expect(await receiver.exit).toBe(1);
    expect(receiver.errors()).toContain("could not be written");
    expect(readdirSync(target)).toEqual([]);
  });
});

it(
  "carries 1 GiB, no byte of it kept",
  async () => {
    const [given, come] = [createHash("sha256"), createHash("sha256")];
    const maker = pipe();
    const joiner = await begin(maker, ["pipe", "-"], { heard: (part) => void come.update(part) });
    joiner.child.stdin.end();
    for (let left = LONG_BYTES; left > 0; left -= MIB) {
      const part = randomBytes(MIB);
      given.update(part);
      if (!maker.child.stdin.write(part))
        await new Promise((resolve) => maker.child.stdin.once("drain", resolve));
    }
    maker.child.stdin.end();
    expect([await maker.exit, await joiner.exit]).toEqual([0, 0]);
    expect(come.digest("hex")).toBe(given.digest("hex"));
  },
  LONG_MS_MAX,
);

describe.each(Array.from({ length: INTERRUPTS }, (_, at) => at + 1))("Ctrl-C at any moment, %i", () => {
  it("of who pipes: nobody says 0 whose bytes are not all there", async () => {
    const sent = randomBytes(3 * MIB);
    const maker = pipe();
    maker.child.stdin.end(sent);
    const joiner = await begin(maker, ["pipe", "-"]);
    joiner.child.stdin.end();
    const hit = randomInt(2) === 0 ? maker : joiner;
    await pause(randomInt(MOMENT_MS_MAX));
    hit.child.kill("SIGINT");
    await hit.exit;
    await endsOrIsAlone(hit === maker ? joiner : maker);
    const codes = [await maker.exit, await joiner.exit];
    // One that is hit before it began is ended by the system; and a room that was left before is none any more.
    for (const code of codes) expect([0, 1, 3, 130, "SIGINT"]).toContain(code);
    if (codes[0] === 0 || codes[1] === 0) expect(hash(joiner.out())).toBe(hash(sent));
  });

  it("of who receives: a file is whole under its name, or not there", async () => {
    const inbox = emptyFolder();
    mkdirSync(join(inbox, "target"));
    const sent = randomBytes(3 * MIB);
    writeFileSync(join(inbox, "sent.bin"), sent);
    const sender = tacet(["send", join(inbox, "sent.bin")], { relay: relay.origin });
    const receiver = await begin(sender, ["receive", "-", "--output", join(inbox, "target")]);
    await pause(randomInt(MOMENT_MS_MAX));
    receiver.child.kill("SIGINT");
    await receiver.exit;
    await endsOrIsAlone(sender);
    const [sends] = [await sender.exit, await receiver.exit];
    const left = readdirSync(join(inbox, "target"));
    expect([[], ["sent.bin"]]).toContainEqual(left);
    if (left.length > 0) expect(hash(readFileSync(join(inbox, "target/sent.bin")))).toBe(hash(sent));
    if (sends === 0) expect(left).toEqual(["sent.bin"]);
  });
});

it("replaces nothing, follows no link and leaves no folder, whatever a file is called", async () => {
  const inbox = emptyFolder();
  const [target, names] = [join(inbox, "target"), ["..\\..\\.bashrc", "linked", "dangling", "taken"]];
  mkdirSync(target);
  const paths = names.map((name) => join(inbox, name));
  for (const path of paths) writeFileSync(path, "new");
  writeFileSync(join(target, "taken"), "old");
  symlinkSync(join(inbox, "dangling.txt"), join(target, "dangling"));
  symlinkSync(join(inbox, "taken"), join(target, "linked"));
  const before = readdirSync(inbox);
  const sender = tacet(["send", ...paths], { relay: relay.origin });
  const receiver = await begin(sender, ["receive", "-", "--output", target]);
  expect([await sender.exit, await receiver.exit]).toEqual([0, 0]);
  expect(readdirSync(inbox)).toEqual(before);
  expect(readFileSync(join(target, "taken"), "utf8")).toBe("old");
  expect(readdirSync(target).sort()).toEqual(
    ["bashrc", "dangling", "dangling (2)", "linked", "linked (2)", "taken", "taken (2)"].sort(),
  );
});

it("shows no secret to others on the machine while it runs, nor by --verbose", async () => {
  const maker = tacet(["pipe", "--verbose"], { relay: relay.origin });
  const phrase = (await maker.untilSaid(/aloud: [a-z-]+/)).slice("aloud: ".length);
  const joiner = await begin(maker, ["pipe", "-", "--verbose"]);
  const key = /#(\S+)/.exec(maker.errors())?.[1] ?? "";
  expect(key).toHaveLength(44);
  maker.child.stdin.write("a secret");
  await until("the secret there", () => joiner.out().length === 8);
  const seen = [maker.pid, joiner.pid].flatMap((pid) =>
    ["cmdline", "environ", "comm", "status"].map((name) => readFileSync(`/proc/${pid}/${name}`, "latin1")),
  );
  for (const secret of [key, phrase, "a secret"]) {
    expect(seen.join("\n")).not.toContain(secret);
    expect(joiner.errors()).not.toContain(secret);
  }
  const verbose = maker
    .errors()
    .split("\n")
    .filter((line) => line.startsWith("tacet: "));
  expect(verbose.join("\n")).toMatch(/socket 1 opened/);
  expect(verbose.join("\n")).not.toContain(key);
  expect(verbose.join("\n")).not.toContain(phrase);
  maker.child.stdin.end();
  joiner.child.stdin.end();
  expect([await maker.exit, await joiner.exit]).toEqual([0, 0]);
});
