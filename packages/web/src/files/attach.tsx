import { useEffect, useRef } from "preact/hooks";
import { text } from "../text/files-text.ts";
import { isTouch } from "../view/platform.ts";
import type { Files } from "./room-files.ts";

/** The button that asks for files. The field of the browser stands behind it. */
export function Attach({ files }: { readonly files: Files }) {
  const field = useRef<HTMLInputElement>(null);
  if (!files.open.value && !files.tray.waits.value) return null;
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          // The same file may be chosen again later.
          event.currentTarget.value = "";
          addFiles(files, chosen);
        }}
      />
      <button
        type="button"
        class="tool"
        aria-label={text.tray.attach}
        title={text.tray.attach}
        onClick={() => field.current?.click()}
      >
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6" />
        </svg>
      </button>
    </>
  );
}

/** Adds them; and the next key goes to the message, which can say something about them. */
function addFiles(files: Files, chosen: readonly File[]): void {
  // What cannot be read says so when it is offered.
  void files.add(chosen);
  if (chosen.length > 0 && !isTouch()) document.getElementById("message")?.focus();
}

/** A finger or a mouse that carries files. */
const carriesFiles = (data: DataTransfer | null): boolean => data?.types.includes("Files") === true;

/** Files that are dropped anywhere on the room, or pasted. A page that took no notice of a dropped file would be left for it. */
export function useDrop(files: Files, over: (isOver: boolean) => void): void {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    let depth = 0;
    const leave = (to: number): void => {
      depth = to;
      over(depth > 0);
    };
    const on = (
      kind: "dragenter" | "dragover" | "dragleave" | "drop",
      act: (event: DragEvent) => void,
    ): void => {
      document.addEventListener(
        kind,
        (event) => {
          if (!carriesFiles(event.dataTransfer)) return;
          event.preventDefault();
          act(event);
        },
        { signal },
      );
    };
    on("dragenter", () => {
      leave(depth + 1);
    });
    on("dragleave", () => {
      leave(Math.max(0, depth - 1));
    });
    on("dragover", ({ dataTransfer }) => {
      if (dataTransfer !== null) dataTransfer.dropEffect = files.open.peek() ? "copy" : "none";
    });
    on("drop", ({ dataTransfer }) => {
      leave(0);
      if (dataTransfer !== null) drop(files, dataTransfer);
    });
    document.addEventListener(
      "paste",
      (event) => {
        const data = event.clipboardData;
        // What is copied from a document is words first, with a picture of them.
        if (data === null || data.files.length === 0 || data.types.includes("text/plain")) return;
        event.preventDefault();
        addFiles(files, [...data.files]);
      },
      { signal },
    );
    return () => {
      stop.abort();
    };
  }, [files, over]);
}

function drop(files: Files, data: DataTransfer): void {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  const isFolder = items.map((item) => item.webkitGetAsEntry()?.isDirectory === true);
  const dropped = [...data.files].filter((_file, at) => isFolder[at] !== true);
  addFiles(files, dropped);
  if (isFolder.includes(true)) files.tray.note.value = () => text.tray.folder;
}
