import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { text } from "../text/files-text.ts";
import { rescueFocus } from "../view/platform.ts";
import { useDrop } from "./attach.tsx";
import { formatBytes } from "./format.ts";
import { Picture } from "./picture.tsx";
import { Player } from "./player.tsx";
import { RecordingBar } from "./record.tsx";
import type { Files } from "./room-files.ts";
import { namesOf, type Picked, sentOf } from "./tray.ts";

/** What waits to be sent, above the box; what is being recorded; and the whole room as a place to drop files. */
export function TrayView({ files }: { readonly files: Files }) {
  const over = useSignal(false);
  const dragged = useCallback(
    (isOver: boolean) => {
      over.value = isOver;
    },
    [over],
  );
  useDrop(files, dragged);
  const { picked } = files.tray;
  const names = namesOf(picked);
  const note = files.tray.note.value;
  const list = useRef<HTMLUListElement>(null);
  // What was added last is seen.
  useEffect(() => {
    list.current?.lastElementChild?.scrollIntoView({ block: "nearest" });
  }, [picked.length]);
  // And what a word is wanted for.
  useEffect(() => {
    if (note !== null) list.current?.querySelector(".undecided")?.scrollIntoView({ block: "nearest" });
  }, [note]);
  return (
    <>
      {(picked.length > 0 || note !== null) && (
        <section class="tray" aria-label={text.tray.heading}>
          {picked.length > 0 && (
            <ul ref={list}>
              {picked.map((one) => (
                <PickedRow key={one.key} files={files} picked={one} name={names.get(one.key) ?? ""} />
              ))}
            </ul>
          )}
          {note !== null && <p class="tray-note">{note()}</p>}
        </section>
      )}
      <RecordingBar files={files} />
      {over.value && (
        <div class="drop-here">
          <p>
            <b>{files.open.value ? text.tray.drop : text.tray.notYet}</b>
            {files.open.value && <span>{text.tray.dropHint}</span>}
          </p>
        </div>
      )}
    </>
  );
}

function PickedRow(props: {
  readonly files: Files;
  readonly picked: Picked;
  /** It is sent under this name. */
  readonly name: string;
}) {
  const { files, picked, name } = props;
  const { key, file, look, original, seconds } = picked;
  const isPicture = look.kind === "clean" || look.kind === "uncleanable";
  const undecided = look.kind === "uncleanable" && !original;
  return (
    <li class="picked">
      {look.kind === "clean" && <Picture blob={look.blob} sidePxMax={64} name="" />}
      <div class="picked-words">
        <p class="file-name" id={key}>
          <bdi>{name}</bdi> <span class="file-size">{formatBytes(sentOf(picked).size)}</span>
        </p>
        {seconds !== null && (
          <Player addresses={files.addresses} blob={file} type={file.type} seconds={seconds} />
        )}
        <p class={undecided ? "picked-about undecided" : "picked-about"}>{aboutOf(picked)}</p>
        {isPicture && (
          <label class="switch">
            <input
              type="checkbox"
              checked={original}
              aria-describedby={key}
              onChange={(event) => {
                files.tray.choose(key, event.currentTarget.checked);
              }}
            />
            {text.tray.original}
          </label>
        )}
      </div>
      <button
        type="button"
        class="quiet"
        aria-describedby={key}
        onClick={() => {
          files.tray.remove(key);
          rescueFocus();
        }}
      >
        {seconds === null ? text.tray.remove : text.voice.discard}
      </button>
    </li>
  );
}

function aboutOf({ look, original }: Picked): string | null {
  if (look.kind === "reading") return text.tray.reading;
  if (look.kind === "file") return null;
  if (original) return text.tray.asItIs;
  if (look.kind === "clean") return look.turned ? text.tray.cleanTurned : text.tray.clean;
  const { other, broken, tooHeavy, unread } = text.tray;
  return { other, broken, unread, "too-heavy": tooHeavy }[look.why];
}
