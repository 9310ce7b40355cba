import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { violations } from "./harness/axe.ts";
import type { ChromiumTab } from "./harness/chromium.ts";
import {
  drop,
  keepSaved,
  made,
  paste,
  photo,
  pick,
  pressIn,
  savedHash,
  says,
  send,
  sha256,
  take,
  takesWords,
  transfer,
} from "./harness/files.ts";
import type { Person } from "./harness/person.ts";
import type { Early } from "./harness/tab.ts";
import { meet, useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

const SECRET = "48.8584N 2.2945E camera of Ana";

describe("files", () => {
  const stage = useStage({ right: false });
  let ana: Person<ChromiumTab>;
  let ben: Person<ChromiumTab>;

  beforeAll(async () => {
    // Both have a microphone that beeps; Ana's browser asks nobody for leave, and Ben's gives none.
    const microphone = "--use-fake-device-for-media-stream";
    const [speaking, mute] = await Promise.all([
      stage.extra([microphone, "--use-fake-ui-for-media-stream"]),
      stage.extra([microphone]),
    ]);
    [ana, ben] = await Promise.all([
      stage.person(speaking, { kept: true, early: [microphones] }),
      stage.person(mute, { kept: true }),
    ]);
    await meet((await stage.relay()).origin, ana, ben);
  });

  it("several at once, one of no bytes and one of 5 MiB, arrive bit for bit; one is declined", async () => {
    const large = randomBytes(5 * 1024 * 1024);
    const files = [made("empty.txt", ""), made("large.bin", large), made("no, thanks.pdf", "%PDF-1.7")];
    await send(ana, ...files);
    for (const { name } of files) await ben.sees("group", name);
    expect(await violations(ben.tab, "offers")).toEqual([]);
    expect(await take(ben, "empty.txt")).toHaveLength(0);
    expect(sha256(await take(ben, "large.bin"))).toBe(sha256(large));
    for (const { name } of files.slice(0, 2)) await says(ana, name, "Sent and verified.");
    await pressIn(ben, "no, thanks.pdf", "Decline");
    await says(ben, "no, thanks.pdf", "You declined it.");
    await says(ana, "no, thanks.pdf", "The other person declined it.");
    expect(await violations(ana.tab, "files that have ended")).toEqual([]);
  });

  it("either person cancels, and both see it", async () => {
    const file = made("too much.bin", randomBytes(32 * 1024 * 1024));
    await send(ben, file);
    await ana.sees("group", file.name);
    await pressIn(ana, file.name, "Accept");
    await until(
      "its progress",
      async () => (await transfer(ana, file.name).getByRole("progressbar").count()) > 0,
    );
    await pressIn(ana, file.name, "Cancel");
    for (const person of [ana, ben]) await says(person, file.name, "Cancelled. Nothing of it is kept.");
    await send(ana, made("never mind.txt", "x"));
    await ben.sees("group", "never mind.txt");
    await pressIn(ana, "never mind.txt", "Cancel");
    for (const person of [ana, ben]) await says(person, "never mind.txt", "Cancelled.");
    expect(await ben.tab.count("button", "Accept")).toBe(0);
  });

  it("a picture goes without what it says beside itself, upright, or as it is where that is asked", async () => {
    const [plain, turned] = [await photo(ana.tab, 1, SECRET), await photo(ana.tab, 6, SECRET)];
    const file = made("photo.jpg", plain, "image/jpeg");
    expect(plain.includes(SECRET)).toBe(true);
    await pick(ana, file, made("turned.jpg", turned, "image/jpeg"), made("odd.heic", "none", "image/heic"));
    await ana.reads("picture-2.jpg");
    await ana.reads("From this kind of picture nothing can be removed here.");
    await ana.press("Send");
    await ana.reads("One file still needs your word");
    expect(await violations(ana.tab, "what waits")).toEqual([]);
    await ana.tab.page.getByRole("button", { name: "Remove", exact: true }).last().click();
    await ana.press("Send");
    // Their own names would tell the time and the device again.
    for (const name of ["picture.jpg", "picture-2.jpg"]) await ben.sees("group", name);
    const received = await take(ben, "picture.jpg");
    expect(received.includes("Exif") || received.includes(SECRET)).toBe(false);
    await ben.sees("img", "Picture: picture.jpg");
    expect(await sizeOf(ben, received)).toEqual([120, 80]);
    const upright = await take(ben, "picture-2.jpg");
    expect(upright.includes("Exif") || upright.includes(SECRET)).toBe(false);
    expect(await sizeOf(ben, upright)).toEqual([80, 120]);
    await pick(ana, made("whole.jpg", plain, "image/jpeg"));
    await ana.tab.page.getByRole("checkbox", { name: "Send original" }).check();
    await ana.press("Send");
    await ben.sees("group", "whole.jpg");
    expect(sha256(await take(ben, "whole.jpg"))).toBe(sha256(plain));
    expect(await violations(ben.tab, "pictures")).toEqual([]);
  });

  it("names that lie are cleaned, programs are called so; what is dropped or pasted is sent too", async () => {
    await pick(ana, made("..\\..\\evil\u202Egnp.exe", "MZ"));
    await ana.press("Send");
    await ben.sees("group", "evilgnp.exe");
    await says(ben, "evilgnp.exe", "This can run programs on your computer.");
    await drop(ana.tab, "dropped.txt");
    await paste(ana.tab, "pasted.txt");
    await ana.reads("pasted.txt");
    await ana.press("Send");
    for (const [name, words] of [
      ["dropped.txt", "dropped"],
      ["pasted.txt", "pasted"],
    ] as const) {
      await ben.sees("group", name);
      expect((await take(ben, name)).toString()).toBe(words);
    }
  });

  it("a long file goes to the place that was chosen, as it comes", async () => {
    await ben.tab.evaluate(() => {
      const written: Uint8Array<ArrayBuffer>[] = [];
      const writer = {
        write: (bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(void written.push(bytes)),
        close: () => Promise.resolve(void Object.assign(window, { saved: new Blob(written) })),
        abort: () => Promise.resolve(),
      };
      const getFile = () => Promise.resolve({ size: 0 });
      const handle = { createWritable: () => Promise.resolve(writer), getFile };
      Object.assign(window, { showSaveFilePicker: () => Promise.resolve(handle) });
    });
    const long = randomBytes(33 * 1024 * 1024);
    await send(ana, made("long.bin", long));
    await ben.sees("group", "long.bin");
    // The second press of a double click meets "Cancel", which stands where "Accept" stood.
    await transfer(ben, "long.bin")
      .getByRole("button", { name: "Accept", exact: true })
      .dblclick({ delay: 150 });
    await says(ben, "long.bin", "Saved where you chose.");
    expect(await savedHash(ben.tab)).toBe(sha256(long));
  });

  it("a voice note: recorded, heard, sent, heard there; without a microphone's leave a sentence", async () => {
    await ana.press("Record voice note");
    await ana.reads("Recording");
    expect(await violations(ana.tab, "recording")).toEqual([]);
    await until("a second of it", async () => /Recording 0:0[1-9]/.test(await ana.tab.text()));
    expect(await openMicrophones(ana)).toBe(1);
    await ana.press("Stop recording");
    expect(await openMicrophones(ana)).toBe(0);
    await ana.sees("button", "Play");
    await ana.press("Send");
    await until("the offer", async () => (await voiceNote(ben)) !== null);
    const name = (await voiceNote(ben)) ?? "";
    await take(ben, name);
    await pressIn(ben, name, "Play");
    await until("that it plays", async () => {
      const position = transfer(ben, name).getByRole("slider", { name: "Position" });
      return Number(await position.inputValue()) > 0.2;
    });
    expect(await violations(ben.tab, "a voice note")).toEqual([]);
    await ben.press("Record voice note");
    await ben.reads("The microphone is not allowed for this page.");
    await ben.press("Close");
  });

  it("a link that is dropped beside a field does not leave the room; after the end the page says that saved files stay", async () => {
    expect(await takesWords(ben.tab)).toEqual({ room: true, field: false });
    await ben.press("Leave");
    await ben.endsWith(headingOf("left-here"));
    await ben.reads("Files that you saved stay where they are");
    // Ana has saved none.
    await ana.endsWith(headingOf("left-there"));
    expect(await ana.tab.text()).not.toContain("Files that you saved");
  });
});

describe("files between two engines", () => {
  const stage = useStage({ firefox: true, right: false });

  it("Firefox takes and gives; at the end nothing of files is left on the page", async () => {
    const carl = await stage.person(stage.left());
    const fox = await stage.person(stage.firefox());
    await meet((await stage.relay()).origin, carl, fox);
    const bytes = randomBytes(300_000);
    await send(carl, made("to the fox.bin", bytes));
    await fox.press("Accept");
    await fox.sees("button", "Save", 60_000);
    await keepSaved(fox.tab);
    await fox.press("Save");
    expect(await savedHash(fox.tab)).toBe(sha256(bytes));
    await drop(fox.tab, "from the fox.txt");
    await fox.reads("from the fox.txt");
    await fox.press("Send");
    await carl.sees("group", "from the fox.txt");
    expect((await take(carl, "from the fox.txt")).toString()).toBe("dropped");
    await fox.press("Record voice note");
    await fox.reads(/Recording 0:0[2-9]/);
    await fox.press("Stop recording");
    await fox.press("Send");
    await carl.press("Accept");
    await carl.press("Play");
    await until("that the fox is heard", async () => {
      const position = carl.tab.page.getByRole("slider", { name: "Position" });
      return Number(await position.inputValue()) > 0.2;
    });
    expect(await takesWords(fox.tab)).toEqual({ room: true, field: false });
    await carl.press("Leave");
    await fox.endsWith(headingOf("left-there"));
    for (const person of [carl, fox]) expect(await person.isScrubbed(["the fox"])).toBe(true);
  });
});

/** Keeps what a page was given of microphones. */
const microphones: Early = {
  run: () => {
    const given: MediaStreamTrack[] = [];
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      given.push(...stream.getTracks());
      return stream;
    };
    Object.assign(window, { microphones: given });
  },
  argument: "",
};

/** How many are in use. */
function openMicrophones({ tab }: Person): Promise<number> {
  return tab.evaluate(() => {
    const { microphones } = window as unknown as { readonly microphones: readonly MediaStreamTrack[] };
    return microphones.filter(({ readyState }) => readyState === "live").length;
  });
}

/** Of a picture as this browser draws it. */
function sizeOf({ tab }: Person, picture: Buffer): Promise<readonly number[]> {
  return tab.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const drawn = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    return [drawn.width, drawn.height];
  }, picture.toString("base64"));
}

/** The name of the voice note that was offered: its ending is the browser's. */
function voiceNote({ tab }: Person): Promise<string | null> {
  return tab.evaluate(
    () => document.querySelector('[aria-label^="Voice note."]')?.getAttribute("aria-label") ?? null,
  );
}
