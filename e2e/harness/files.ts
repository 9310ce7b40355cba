import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import type { ChromiumTab } from "./chromium.ts";
import type { Person } from "./person.ts";
import type { Tab } from "./tab.ts";
import { until } from "./until.ts";

/** A file as a test makes it. */
export interface Made {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function made(name: string, content: string | Uint8Array, mimeType = ""): Made {
  return { name, mimeType, buffer: Buffer.from(content) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Chooses files by the button, as a person does. */
export async function pick({ tab }: Person<ChromiumTab>, ...files: readonly Made[]): Promise<void> {
  await until("the button that adds files", async () => (await tab.count("button", "Attach files")) > 0);
  const asked = tab.page.waitForEvent("filechooser");
  await tab.click("button", "Attach files");
  await (await asked).setFiles([...files]);
}

export async function send(person: Person<ChromiumTab>, ...files: readonly Made[]): Promise<void> {
  await pick(person, ...files);
  for (const { name } of files) await person.reads(name.slice(-8));
  await person.press("Send");
}

/** The newest transfer of this name in the log. */
export function transfer({ tab }: Person<ChromiumTab>, name: string): Locator {
  return tab.page.getByRole("group", { name, exact: true }).last();
}

export async function pressIn(person: Person<ChromiumTab>, name: string, button: string): Promise<void> {
  await transfer(person, name).getByRole("button", { name: button, exact: true }).click();
}

/** A busy machine carries a long file slowly, and its time is no promise here. */
const MOVED_MS = 90_000;

/** That the transfer says these words. */
export async function says(person: Person<ChromiumTab>, name: string, words: string): Promise<void> {
  await until(
    `${name} to say ${JSON.stringify(words)}`,
    async () => (await transfer(person, name).innerText()).includes(words),
    MOVED_MS,
    () => person.tab.text(),
  );
}

/** Takes an offer, waits until it is there, saves it, and gives back its bytes. */
export async function take(person: Person<ChromiumTab>, name: string): Promise<Buffer> {
  await pressIn(person, name, "Accept");
  await says(person, name, "Received and verified.");
  const downloads = person.tab.page.waitForEvent("download");
  await pressIn(person, name, "Save");
  const download = await downloads;
  if (download.suggestedFilename() !== name)
    throw new Error(`Saved as ${download.suggestedFilename()}, not as ${name}.`);
  return readFile(await download.path());
}

/** Keeps the bytes of which a page makes an address, in a browser whose driver sees no downloads. */
export function keepSaved(tab: Tab): Promise<void> {
  return tab.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (given) => {
      Object.assign(window, { saved: given });
      return make(given);
    };
  });
}

export function savedHash(tab: Tab): Promise<string> {
  return tab.evaluate(async () => {
    const { saved } = window as unknown as { readonly saved: Blob };
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await saved.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  });
}

/** A JPEG of the browser's own making, 120 by 80 pixels, with EXIF that says how it is to be turned and a secret. */
export async function photo(tab: Tab, orientation: number, secret: string): Promise<Buffer> {
  const encoded = await tab.evaluate(async () => {
    const canvas = new OffscreenCanvas(120, 80);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("This browser draws nothing.");
    context.fillStyle = "teal";
    context.fillRect(0, 0, 60, 80);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const plain = Buffer.from(encoded);
  const table = Buffer.from([
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
  ]);
  const body = Buffer.concat([Buffer.from("Exif\0\0"), table, Buffer.alloc(4), Buffer.from(secret)]);
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)]);
}

/** Lets go of a file over the room, as the browser tells of it. */
/** A text file of one word, or of so many bytes of nothing. */
export function drop(tab: Tab, name: string, bytes = 0): Promise<void> {
  return tab.evaluate(
    (json) => {
      const [name, bytes] = JSON.parse(json) as [string, number];
      const data = new DataTransfer();
      const content = bytes === 0 ? "dropped" : new Uint8Array(bytes);
      data.items.add(new File([content], name, { type: "text/plain" }));
      for (const kind of ["dragenter", "dragover", "drop"])
        document.body.dispatchEvent(
          new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }),
        );
    },
    JSON.stringify([name, bytes]),
  );
}

/** Whether a page takes dragged words for itself, so that the browser does nothing with them: over the room, and over a field. */
export function takesWords(tab: Tab): Promise<{ readonly room: boolean; readonly field: boolean }> {
  return tab.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/uri-list", "https://example.invalid/");
    const takes = (place: Element | null): boolean =>
      ["dragover", "drop"]
        .map((kind) => new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
        .every((event) => place?.dispatchEvent(event) === false);
    return { room: takes(document.body), field: takes(document.getElementById("message")) };
  });
}

export function paste(tab: Tab, name: string): Promise<void> {
  return tab.evaluate((name) => {
    const data = new DataTransfer();
    data.items.add(new File(["pasted"], name, { type: "text/plain" }));
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.getElementById("message")?.dispatchEvent(event);
  }, name);
}
