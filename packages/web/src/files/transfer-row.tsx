import { text } from "../text/files-text.ts";
import { canRun, formatBytes, formatSeconds } from "./format.ts";
import { Picture } from "./picture.tsx";
import { Player } from "./player.tsx";
import type { Files } from "./room-files.ts";
import { isOver, type Transfer } from "./transfer.ts";

/** So wide and high a picture is at most, in pixels of the style sheet. */
const PICTURE_PX = 360;
/** A longer sound is saved, and not played here. */
const PLAYED_BYTES_MAX = 16 * 1024 * 1024;

/** One file in the log: what it is, how far it is, and what can be done with it. */
export function TransferView({ files, id }: { readonly files: Files; readonly id: string }) {
  const transfer = files.transfers.find(id);
  if (transfer === undefined) return null;
  const { event, trouble } = transfer;
  const { name, size, from, state } = event;
  return (
    <fieldset class="file" aria-label={name}>
      <Shown files={files} transfer={transfer} isSound={false} />
      <p class="file-name">
        <bdi>{name}</bdi>{" "}
        <span class="file-size">{size === null ? text.transfer.streamSize : formatBytes(size)}</span>
      </p>
      <Shown files={files} transfer={transfer} isSound />
      {from === "other" && canRun(name) && <p class="file-warning">{text.transfer.program}</p>}
      <p class={state === "failed" ? "file-about fault" : "file-about"}>{stateOf(transfer)}</p>
      <Progress transfer={transfer} />
      {trouble !== null && <p class="file-about fault">{trouble()}</p>}
      <Doings files={files} transfer={transfer} />
    </fieldset>
  );
}

/** The picture or the sound that a file is, once it is whole and this page has it: sound below its name, a picture above. */
function Shown(props: { readonly files: Files; readonly transfer: Transfer; readonly isSound: boolean }) {
  const { event, blob } = props.transfer;
  if (blob === null || (event.from === "other" && event.state !== "done")) return null;
  const isSound = event.type.startsWith("audio/");
  if (isSound !== props.isSound) return null;
  if (!isSound)
    return <Picture blob={blob} sidePxMax={PICTURE_PX} name={text.transfer.preview(event.name)} />;
  return blob.size > PLAYED_BYTES_MAX ? null : (
    <Player addresses={props.files.addresses} blob={blob} type={event.type} seconds={null} />
  );
}

function stateOf(transfer: Transfer): string {
  const { event, place, saved, blob } = transfer;
  const { from, state, reason } = event;
  const side = from === "self" ? "own" : "theirs";
  if (state === "moving") return movingOf(transfer);
  if (state === "cancelling") return text.transfer.cancelling;
  if (reason !== null && isOver(transfer)) return text.reasons[reason][side];
  if (state === "failed" || state === "cancelled") return text.reasons.cancelled[side];
  const sentence = text.transfer[side][state];
  if (state !== "done" || from === "self") return sentence;
  if (place === "disk") return `${sentence} ${text.transfer.onDisk}`;
  if (saved) return `${sentence} ${text.transfer.saved}`;
  return blob === null ? sentence : `${sentence} ${text.transfer.kept}`;
}

/** How far, how fast, how long. */
function movingOf({ event, bytesASecond, secondsLeft }: Transfer): string {
  const { bytes, size } = event;
  const moved = formatBytes(bytes);
  const parts = [size === null ? moved : text.transfer.of(moved, formatBytes(size))];
  if (bytesASecond !== null) parts.push(text.transfer.aSecond(formatBytes(Math.round(bytesASecond))));
  if (secondsLeft !== null) parts.push(text.transfer.timeLeft(formatSeconds(secondsLeft)));
  return parts.join(" · ");
}

function Progress({ transfer }: { readonly transfer: Transfer }) {
  const { state, bytes, size } = transfer.event;
  if (state === "offered" || isOver(transfer)) return null;
  // Without a length nobody knows how far it is: it is only known to move.
  const how = size === null ? {} : { max: Math.max(1, size), value: Math.min(bytes, size) };
  return <progress aria-label={text.transfer.progress} aria-valuetext={movingOf(transfer)} {...how} />;
}

function Doings({ files, transfer }: { readonly files: Files; readonly transfer: Transfer }) {
  const { event, blob } = transfer;
  const { id, from, state } = event;
  const t = text.transfer;
  if (from === "other" && state === "offered")
    return (
      <div class="file-doings">
        <Doing
          name={t.accept}
          class="accept"
          // It catches what it meets.
          onPress={() => void files.accept(transfer)}
        />
        <Doing name={t.decline} onPress={() => files.decline(id)} />
      </div>
    );
  if (from === "other" && state === "done" && blob !== null)
    return (
      <div class="file-doings">
        <Doing
          name={transfer.saved ? t.saveAgain : t.save}
          class="accept"
          onPress={() => files.save(transfer)}
        />
      </div>
    );
  if (isOver(transfer) || state === "cancelling") return null;
  return (
    <div class="file-doings">
      <Doing name={t.cancel} onPress={() => files.cancel(id)} />
    </div>
  );
}

/**
 * The button may be gone after its press: its row then has the focus, and says what became of it. Another may stand in its place by the second
 * press of a double click, which was not meant for it.
 */
function Doing(props: { readonly name: string; readonly class?: string; readonly onPress: () => void }) {
  return (
    <button
      type="button"
      class={props.class ?? "quiet"}
      onClick={(event) => {
        if (event.detail > 1) return;
        const row = event.currentTarget.closest("li");
        props.onPress();
        row?.focus({ preventScroll: true });
      }}
    >
      {props.name}
    </button>
  );
}
