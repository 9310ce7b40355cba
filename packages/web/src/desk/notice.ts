import { text } from "../text/desk-text.ts";
import { settings } from "./settings.ts";

/** One notification of this page at a time: a newer one takes its place. */
const TAG = "tacet";

/** Asks the browser, which asks the person; only ever with a press. */
export async function askToNotify(): Promise<void> {
  const { Notification: Notice } = globalThis as { readonly Notification?: typeof Notification };
  if (Notice === undefined) settings.notify.value = "missing";
  else settings.notify.value = (await Notice.requestPermission()) === "granted" ? "on" : "denied";
}

/** Says that there is a message and nothing else. The answer takes it back. */
export function notify(): () => void {
  if (settings.notify.peek() !== "on") return () => undefined;
  try {
    const notice = new Notification(text.newMessage, { tag: TAG, silent: true });
    notice.addEventListener("click", () => {
      window.focus();
      notice.close();
    });
    return () => {
      notice.close();
    };
  } catch {
    // Some phones notify only from an installed program.
    settings.notify.value = "missing";
    return () => undefined;
  }
}
