import { createSlash } from "../chat/slash.ts";
import { createTransfers } from "../chat/transfers.ts";
import { createTyping } from "../chat/typing.ts";
import { createFolder } from "../files/folder.ts";
import { after } from "../room/timer.ts";
import type { Door, Face } from "../room/visit.ts";
import type { Shell } from "../shell.ts";
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
  const slash = createSlash(door, transfers, say, [
    {
      name: "qr",
      about: "/qr               shows the link as a QR code, as long as it is good",
      run: showCode,
    },
  ]);
  let texts = 0;
  const post = (text: string): void => {
    texts += 1;
    door.command({ do: "message", text, key: `text-${texts}` });
  };
  const hands = createHands({
    stage: () => stage,
    changed: (empty) => typing.changed(empty),
    read: (text) => slash.read(text, post),
    leave: () => door.command({ do: "leave" }),
    interrupt: () => shell.interrupt(),
  });
  const stage: Stage = openStage(shell, { key: hands, gone: () => door.command({ do: "leave" }) });
  return {
    take: (event) => {
      const place = event.event === "file" ? files.place(event.id) : null;
      if (event.event === "room") door.command({ do: "phrase" });
      if (event.event === "file") transfers.tell(event, place);
      stage.show(hear(stage.view(), event, performance.now(), place));
    },
    sink: (command) => files.post(command),
    lacks: say,
    result: async (end, _ending, interrupted) => {
      typing.stop();
      await files.abandon();
      stage.close();
      if (end.failure === null && !interrupted) shell.output.write(`* ${end.sentence}\n`);
      return end;
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
    if (text.trim() === "") return;
    type(sentOf(editor));
    deeds.read(text);
  };
  const acts: Readonly<Partial<Record<Press, () => void>>> = {
    enter: send,
    interrupt: () => deeds.interrupt(),
    escape: () => stage().show({ ...stage().view(), panel: "none" }),
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
