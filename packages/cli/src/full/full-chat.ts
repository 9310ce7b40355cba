import type { RoomEvent } from "@tacet/client";
import { createSlash } from "../chat/slash.ts";
import { createTransfers } from "../chat/transfers.ts";
import { createTyping } from "../chat/typing.ts";
import { createFolder } from "../files/folder.ts";
import { after } from "../room/timer.ts";
import type { Door, Face } from "../room/visit.ts";
import { lossesText, withLosses } from "../say/losses.ts";
import type { Shell } from "../shell.ts";
import { createClosing, isForeign } from "./closing.ts";
import type { Closing } from "./closing.ts";
import { inserted, pressed, sentOf, textOf } from "./editor.ts";
import type { Editor } from "./editor.ts";
import type { Key, Press } from "./keys.ts";
import { openStage } from "./stage.ts";
import type { Stage } from "./stage.ts";
import { hear, told } from "./view.ts";

/** A chat for people on the whole screen: what is shown is a value (view.ts), what is typed another (editor.ts), and each change draws both. */
export function createFullChat(shell: Shell, door: Door, folder: string): Face {
  const files = createFolder(folder, (event) => door.sunk(event));
  const transfers = createTransfers(true);
  const typing = createTyping(after, (active) => door.command({ do: "typing", active }));
  const say = (text: string): void => stage.show(told(stage.view(), text));
  const showCode = (): void => {
    if (stage.view().room === null) say("The invitation is used.");
    else stage.show({ ...stage.view(), panel: "code" });
  };
  const closing = createClosing();
  const leave = (): void => (closing.waits() ? closing.close() : door.command({ do: "leave" }));
  const slash = createSlash(
    guarded(door, () => stage.compared(), say),
    transfers,
    say,
    [
      {
        name: "qr",
        about: "/qr               shows the link as a QR code, as long as it is good",
        run: showCode,
      },
    ],
  );
  const asked = createAsked(door, (text) => {
    if (textOf(stage.editor()) === "") stage.type(inserted(stage.editor(), text));
  });
  const hands = createHands({
    stage: () => stage,
    changed: (empty) => typing.changed(empty),
    read: (text) => slash.read(text, (said) => asked.post(said)),
    leave,
    interrupt: () => shell.interrupt(),
    stop: () => shell.stop(),
    over: closing,
  });
  const stage: Stage = openStage(shell, { key: hands, gone: leave });
  shell.onInterrupt(() => closing.close());
  return {
    take: (event) => {
      const place = event.event === "file" ? files.place(event.id) : null;
      asked.hear(event);
      if (event.event === "room") door.command({ do: "phrase" });
      if (event.event === "file") transfers.tell(event, place);
      const number = event.event === "file" ? transfers.number(event.id) : null;
      stage.show(hear(stage.view(), event, performance.now(), number === null ? null : { number, place }));
    },
    sink: (command) => files.post(command),
    lacks: say,
    result: async (end, ending, interrupted) => {
      typing.stop();
      await files.abandon();
      const lost = ending === null ? "" : lossesText(ending);
      const result = withLosses(end, lost, false);
      if (isForeign(ending) && !interrupted) {
        say(
          `${result.sentence}\nEscape, or Enter on an empty line, closes this; after a minute it closes by itself.`,
        );
        await closing.until();
      }
      stage.close();
      if (interrupted && lost !== "") shell.output.write(`* ${lost}\n`);
      if (result.failure === null && !interrupted) shell.output.write(`* ${result.sentence}\n`);
      return result;
    },
  };
}

/** What was not wholly on the screen, nobody can have compared. */
function guarded(door: Door, compared: () => boolean, say: (text: string) => void): Door {
  return {
    ...door,
    command: (command) => {
      if (command.do !== "verified" || !command.match || compared()) door.command(command);
      else say("First compare: /check shows what, and the window has to be large enough for all of it.");
    },
  };
}

/** Own texts until the room has taken them: one that it refuses is given back. */
function createAsked(
  door: Door,
  back: (text: string) => void,
): { post(text: string): void; hear(event: RoomEvent): void } {
  const waiting = new Map<string, string>();
  let texts = 0;
  return {
    post: (text) => {
      texts += 1;
      const key = `text-${texts}`;
      waiting.set(key, text);
      door.command({ do: "message", text, key });
    },
    hear: (event) => {
      if (event.event !== "message" && event.event !== "refused") return;
      const { key } = event;
      const text = key === null ? undefined : waiting.get(key);
      if (key === null || text === undefined) return;
      waiting.delete(key);
      if (event.event === "refused") back(text.startsWith("/") ? `/${text}` : text);
    },
  };
}

interface Deeds {
  stage(): Stage;
  changed(empty: boolean): void;
  /** A text to say, or a command. */
  read(text: string): void;
  leave(): void;
  interrupt(): void;
  stop(): void;
  readonly over: Closing;
}

/** What keys do. */
function createHands(deeds: Deeds): (key: Key) => void {
  const stage = (): Stage => deeds.stage();
  const type = (editor: Editor): void => {
    stage().type(editor);
    deeds.changed(textOf(editor) === "");
  };
  const send = (): void => {
    const editor = stage().editor();
    const text = textOf(editor);
    const view = stage().view();
    stage().show({ ...view, back: 0, unseen: 0, panel: view.panel === "code" ? "none" : view.panel });
    if (text.trim() === "") {
      deeds.over.close();
      return;
    }
    type(sentOf(editor));
    deeds.read(text);
  };
  const acts: Readonly<Partial<Record<Press, () => void>>> = {
    enter: send,
    interrupt: () => deeds.interrupt(),
    stop: () => deeds.stop(),
    escape: () => {
      if (stage().view().panel === "none") deeds.over.close();
      stage().show({ ...stage().view(), panel: "none" });
    },
    "page-up": () => stage().scroll(1),
    "page-down": () => stage().scroll(-1),
    redraw: () => stage().redraw(),
  };
  return (key) => {
    const editor = stage().editor();
    if (key.kind === "text") type(inserted(editor, key.text));
    // The end of what is typed, where nothing is; else it deletes, as in a shell.
    else if (key.press === "leave" && textOf(editor) === "") deeds.leave();
    else if (acts[key.press] !== undefined) acts[key.press]?.();
    else type(pressed(editor, key.press === "leave" ? "delete" : key.press) ?? editor);
  };
}
