/** The part of the page that carries files and voice notes. It is fetched when a room can send them, and needs nothing but what is there already. */
import { h } from "preact";
import style from "./style/files.css?inline";
import { Attach } from "./files/attach.tsx";
import { RecordButton } from "./files/record.tsx";
import { openLanes } from "./files/lanes.ts";
import { Files } from "./files/room-files.ts";
import { TransferView } from "./files/transfer-row.tsx";
import { TrayView } from "./files/tray-view.tsx";
import type { FilesHost, RoomFiles } from "./model/room-files.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

export function openFiles(host: FilesHost): RoomFiles {
  const files = new Files(host);
  const lanes = openLanes(host);
  return {
    waits: files.tray.waits,
    take: (event) => {
      files.take(event);
    },
    allow: (open) => {
      files.open.value = open;
    },
    refused: (key, reason) => {
      files.refused(key, reason);
    },
    sink: (command) => {
      if ("number" in command) lanes.post(command);
      else files.sink(command);
    },
    send: () => files.send(),
    clear: () => {
      files.clear();
      lanes.close();
    },
    Attach: () => h(Attach, { files }),
    Record: () => h(RecordButton, { files }),
    Tray: () => h(TrayView, { files }),
    Transfer: ({ id }) => h(TransferView, { files, id }),
  };
}
