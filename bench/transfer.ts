import type { ChromiumTab } from "../e2e/harness/chromium.ts";
import type { Person } from "../e2e/harness/person.ts";
import { within } from "../e2e/harness/until.ts";

const TRANSFER_MS_MAX = 180_000;

type Someone = Person<ChromiumTab>;

/** Chooses a file, sends it, and waits until the other page shows its offer. Gives back how long that took, in milliseconds. */
export async function offerFile(
  sender: Someone,
  receiver: Someone,
  path: string,
  name: string,
): Promise<number> {
  const shown = receiver.tab.evaluate(waitForOffer, name);
  const asked = sender.tab.page.waitForEvent("filechooser");
  await sender.tab.click("button", "Attach files");
  const chooser = await asked;
  const chosenAt = performance.timeOrigin + performance.now();
  await chooser.setFiles(path);
  await sender.reads(name);
  await sender.press("Send");
  return (await within("an offer", TRANSFER_MS_MAX, shown)) - chosenAt;
}

/** From the press on "Accept" until both pages say that the file is there and verified, in milliseconds. */
export async function acceptFile(sender: Someone, receiver: Someone, name: string): Promise<number> {
  const [took] = await within(
    "a file",
    TRANSFER_MS_MAX,
    Promise.all([
      receiver.tab.evaluate(acceptAndWait, name),
      sender.tab.evaluate(waitForWords, JSON.stringify([name, "Sent and verified."])),
    ]),
  );
  return took;
}

/** Runs in the receiver's page. Times are the calendar's, which both browsers and this process share. */
async function waitForOffer(name: string): Promise<number> {
  await new Promise<void>((resolve) => {
    const watch = new MutationObserver(() => {
      if (document.querySelector(`fieldset[aria-label="${name}"] button`) === null) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(document.body, { subtree: true, childList: true });
  });
  return performance.timeOrigin + performance.now();
}

/** Runs in the receiver's page. */
async function acceptAndWait(name: string): Promise<number> {
  const row = document.querySelector(`fieldset[aria-label="${name}"]`);
  const accept = [...(row?.querySelectorAll("button") ?? [])].find((one) => one.textContent === "Accept");
  if (row === null || accept === undefined) throw new Error("There is nothing to accept.");
  const began = performance.now();
  accept.click();
  await new Promise<void>((resolve) => {
    const watch = new MutationObserver(() => {
      if (!row.textContent.includes("Received and verified.")) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(row, { subtree: true, childList: true, characterData: true });
  });
  return performance.now() - began;
}

/** Runs in the sender's page. */
async function waitForWords(json: string): Promise<void> {
  const [name, words] = JSON.parse(json) as [string, string];
  await new Promise<void>((resolve) => {
    const look = (): void => {
      // The row is drawn with the next frame, which may come after the other page has it.
      const row = document.querySelector(`fieldset[aria-label="${name}"]`);
      if (row?.textContent.includes(words) !== true) return;
      watch.disconnect();
      resolve();
    };
    // It wakes with what is drawn: to look again and again would be counted as the file's work.
    const watch = new MutationObserver(look);
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  });
}
