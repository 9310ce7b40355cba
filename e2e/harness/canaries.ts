import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import type { Needles } from "./disk.ts";
import { keepSaved } from "./files.ts";
import { Person } from "./person.ts";
import type { Profile } from "./profile.ts";
import { until } from "./until.ts";

/** Long enough that no file has them by chance, and not in one place of it alone. */
const SLICE_BYTES = 24;
const DISTINCT_MIN = 16;
const SLICES = [0.2, 0.5, 0.8];

/** What may be nowhere: all that was said and sent in a room, and whatever names or opens it. */
export interface Canaries {
  readonly link: string;
  readonly said: Needles;
  /** The invite key and the room id, as bytes. */
  readonly keys: Needles;
}

/** Words that nobody else says. All begin with the mark of this run, so one search finds any of them. */
export class Words {
  readonly mark: string = `q${randomBytes(6).toString("hex")}`;
  readonly made: Record<string, string> = {};
  #count = 0;

  make(what: string): string {
    this.#count += 1;
    const word = `${this.mark}${what.replaceAll(/\W/g, "")}${this.#count}e`;
    this.made[`${what} ${this.#count}`] = word;
    return word;
  }
}

/** A person at a profile, with the page behind the tab. */
export interface Seat {
  readonly person: Person;
  readonly page: Page;
}

export async function sit(profile: Profile): Promise<Seat> {
  const pages: Page[] = [];
  const person = new Person(await profile.tab((page) => pages.push(page)));
  const [page] = pages;
  if (page === undefined) throw new Error("The tab has no page.");
  return { person, page };
}

/** How a guest comes in by what the host has made. */
export type Come = "open" | "paste" | "phrase";

export interface Filling {
  readonly origin: string;
  readonly come: Come;
  readonly words: Words;
  /** A folder for files to choose from; without one the room has none. */
  readonly given: string | null;
}

/** Fills a room with what must be nowhere afterwards: names, messages, an edit, files, a voice note, and drafts that are never sent. */
export async function fillRoom(
  [host, guest]: readonly [Seat, Seat],
  { origin, come, words, given }: Filling,
): Promise<Canaries> {
  const link = await host.person.createRoom(origin);
  await host.person.tab.focus("textbox", "Your name");
  const hostName = words.make("name");
  for (const key of [...hostName.split(""), "Enter"]) await host.person.tab.press(key);
  const typed = await enter(host.person, guest.person, come, link, words.make("name"));
  await Promise.all([host, guest].map(({ person }) => person.secure()));
  await talk(host.person, guest.person, hostName, words);
  const slices = given === null ? {} : await sendFiles(host, guest, words, given);
  const note = given === null ? {} : await sendVoiceNote(guest.person, host.person);
  for (const { person } of [host, guest]) await person.tab.fill("textbox", "Message", words.make("draft"));
  const [, id = "", key = ""] = /([\w-]{22})#1([\w-]{43})$/.exec(link) ?? [];
  const keys = { key: Buffer.from(key, "base64url"), "room id": Buffer.from(id, "base64url") };
  if (keys.key.length !== 32 || keys["room id"].length !== 16) throw new Error(`An odd link: ${link}`);
  return { link, said: { ...typed, ...slices, ...note }, keys };
}

async function enter(host: Person, guest: Person, come: Come, link: string, name: string): Promise<Needles> {
  if (come === "phrase") return enterByPhrase(host, guest, new URL(link).origin);
  if (come === "open") {
    await guest.open(link);
  } else {
    await guest.tab.goto(new URL(link).origin);
    await guest.sees("textbox", "Link, code or four words");
    await guest.tab.fill("textbox", "Link, code or four words", link);
    await guest.press("Join");
    await guest.sees("heading", "You are invited");
  }
  await guest.tab.fill("textbox", "Your name", name);
  await guest.press("Join room");
  return {};
}

/** Single words of a phrase are words of a dictionary; two of them side by side are not. */
async function enterByPhrase(host: Person, guest: Person, origin: string): Promise<Needles> {
  await host.press("Make a spoken phrase");
  const phrase = await until("a spoken phrase", async () => {
    const text = (await host.tab.textOf("status", "Spoken phrase"))?.trim() ?? "";
    return /^[a-z]+(?:-[a-z]+){3}$/.test(text) && text;
  });
  const parts = phrase.split("-");
  await guest.tab.goto(origin);
  await guest.sees("textbox", "Link, code or four words");
  await guest.tab.fill("textbox", "Link, code or four words", parts.join(" "));
  await guest.press("Join");
  const pairs = [0, 1, 2].flatMap((at) => [" ", "-"].map((by) => parts.slice(at, at + 2).join(by)));
  return Object.fromEntries(pairs.map((pair) => [`phrase ${pair}`, pair]));
}

async function talk(host: Person, guest: Person, hostName: string, words: Words): Promise<void> {
  const [first, second, edited] = [words.make("message"), words.make("message"), words.make("edit")];
  await host.say(first);
  await guest.hears(first);
  await guest.reads(hostName);
  await guest.say(second);
  await host.hears(second);
  await guest.tab.focus("textbox", "Message");
  await guest.tab.press("ArrowUp");
  await guest.say(edited);
  await host.hears(edited);
}

/** A text and a picture from the host, a text from the guest. What is searched for is what goes. */
async function sendFiles(host: Seat, guest: Seat, words: Words, given: string): Promise<Needles> {
  const text = (): string => `${words.make("content")}\n`.repeat(500);
  const picture = await noise(host.person);
  const large = randomBytes(3 * 1024 * 1024);
  await send(host, given, [
    [`${words.make("filename")}.txt`, text()],
    [`${words.make("filename")}.bin`, large],
    [`${words.make("filename")}.png`, picture],
  ]);
  await send(guest, given, [[`${words.make("filename")}.txt`, text()]]);
  // The last one is there, so nothing moves under the mouse; and one after the other, since a press before the page has drawn meets the same button again.
  await guest.person.reads("picture.png");
  for (let taken = 1; taken <= 3; taken += 1) {
    await guest.person.press("Accept");
    await received(guest.person, taken);
  }
  await host.person.press("Accept");
  await until("the picture", () =>
    guest.person.tab.evaluate(() => document.querySelector("canvas.picture:not([hidden])") !== null),
  );
  return { ...slicesOf("picture", picture), ...slicesOf("large file", large) };
}

async function send(
  { person, page }: Seat,
  given: string,
  files: readonly (readonly [name: string, content: string | Buffer])[],
): Promise<void> {
  mkdirSync(given, { recursive: true });
  const paths = files.map(([name, content]) => {
    writeFileSync(join(given, name), content);
    return join(given, name);
  });
  await person.sees("button", "Attach files");
  const field = await page.$('input[type="file"]');
  await field?.uploadFile(...paths);
  for (const [name] of files) await person.reads(name.endsWith(".png") ? "picture.png" : name);
  await until("that all was looked at", async () => {
    await person.tab.click("button", "Send");
    return (await person.tab.count("region", "To be sent")) === 0;
  });
}

async function received({ tab }: Person, count: number): Promise<void> {
  await until(
    `${count} files received`,
    async () => (await tab.text()).split("Received and verified.").length > count,
    undefined,
    () => tab.text(),
  );
}

/** A picture that no other file is like, of the browser's own making. */
async function noise({ tab }: Person): Promise<Buffer> {
  const base64 = await tab.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext("2d");
    const pixels = crypto
      .getRandomValues(new Uint8ClampedArray(64 * 64 * 4))
      .map((it, at) => (at % 4 === 3 ? 255 : it));
    context?.putImageData(new ImageData(pixels, 64, 64), 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  return Buffer.from(base64, "base64");
}

async function sendVoiceNote(from: Person, to: Person): Promise<Needles> {
  await keepSaved(from.tab);
  await from.press("Record voice note");
  await from.reads(/Recording 0:0[1-9]/);
  await from.press("Stop recording");
  await from.sees("button", "Play");
  const note = await from.tab.evaluate(async () => {
    const { saved } = window as unknown as { readonly saved: Blob };
    const bytes = new Uint8Array(await saved.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  await from.press("Send");
  await to.press("Accept");
  await received(to, 2);
  await to.press("Play");
  return slicesOf("voice note", Buffer.from(note, "base64"));
}

function slicesOf(name: string, bytes: Buffer): Needles {
  return Object.fromEntries(
    SLICES.map((part) => {
      return [`${name} at ${part}`, tellingSlice(bytes, Math.floor(bytes.length * part))];
    }),
  );
}

/** The next one that is like nothing else: a run of zeros, as a silence has it, lies in every file of a disk. */
function tellingSlice(bytes: Buffer, begin: number): Buffer {
  for (let from = begin; from + SLICE_BYTES <= bytes.length; from += 1) {
    const slice = bytes.subarray(from, from + SLICE_BYTES);
    if (new Set(slice).size >= DISTINCT_MIN) return slice;
  }
  throw new Error(`Nothing of these ${bytes.length} bytes from ${begin} on can be told from other files.`);
}
