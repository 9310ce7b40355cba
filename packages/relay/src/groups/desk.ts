import { WireError } from "@tacet/wire";
import { type ToGroup, group } from "@tacet/wire/group";
import { isRoomKey, isSignedBy } from "../proofs/command.ts";
import { equal } from "../proofs/hashes.ts";
import type { GroupFaultCode, GroupPlace, SeatState } from "./entry.ts";
import { framed, headerBytesOf, writeHeader } from "./framing.ts";
import type { GroupEvent, GroupRoom } from "./state.ts";

/** What the desk asks of the registry. */
export interface GroupFloor {
  step(place: GroupPlace, event: GroupEvent, frame?: Buffer): void;
  command(place: GroupPlace, command: GroupCommand, by: "owner" | "moderator"): void;
}

export type GroupCommand = Extract<ToGroup, { kind: "command" }>;

const BLOB_FRAME_BYTES = 65_536;
const BLOB_HEADER_BYTES = 5;
const BLOB_KIND = 20;

/** Takes what a seat says (spec/relay.md 10.2). The answer is the fault that ends its socket, or null. */
export function hear(
  floor: GroupFloor,
  place: GroupPlace,
  state: SeatState,
  data: Buffer,
  nowMs: number,
): GroupFaultCode | null {
  const frame = readFrame(data);
  if (frame === null) return "frame";
  const { frames, bytes } = state.budget;
  // A blob that is fetched costs its sender what it costs the line.
  const costBytes = frame.kind === "fetch" ? BLOB_FRAME_BYTES : data.length * receiversOf(place, frame);
  if (!frames.take(1, nowMs) || !bytes.take(costBytes, nowMs)) return "rate";
  switch (frame.kind) {
    case "numbered":
      floor.step(place, { on: "frame", seat: place.seat }, data);
      return null;
    case "whisper":
      return whisper(floor, place, frame);
    case "beat":
      return null;
    case "leave":
      floor.step(place, { on: "leave", seat: place.seat });
      return null;
    case "blob":
    case "fetch":
    case "erase":
      return store(place, state, frame);
    case "command":
      return state.budget.commands.take(1, nowMs) ? command(floor, place, state, frame) : "rate";
    case "group-admit":
      return "order";
    default:
      return frame satisfies never;
  }
}

function readFrame(data: Uint8Array): ToGroup | null {
  try {
    return group.decodeTo(data);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

/** A whisper to everybody costs what it costs all their lines. */
function receiversOf({ entry }: GroupPlace, frame: ToGroup): number {
  if (frame.kind !== "whisper" || frame.seat !== group.everybody) return 1;
  return Math.max(1, entry.seats.filter((state) => (state?.socket ?? null) !== null).length - 1);
}

/** To one seat, or framed once for all: nothing of it is kept, and a line on which much waits gets none, since it would be cut. */
function whisper(floor: GroupFloor, place: GroupPlace, said: ToGroup & { kind: "whisper" }): null {
  const { entry, seat } = place;
  floor.step(place, { on: "said", seat });
  const told = [framed(group.encodeFrom({ kind: "whisper", seat, block: said.block }))];
  const to = said.seat === group.everybody ? entry.seats.keys() : [said.seat];
  for (const one of to) {
    const socket = entry.seats[one]?.socket ?? null;
    if (socket === null || (one === seat && said.seat === group.everybody)) continue;
    if (socket.waitingBytes <= group.limits.whisperWaitingBytesMax) socket.write(told);
  }
  return null;
}

function store(
  { entry, seat }: GroupPlace,
  { socket }: SeatState,
  frame: ToGroup & { kind: "blob" | "fetch" | "erase" },
): null {
  const { request } = frame;
  const answer = (code: "stored" | "absent" | "full" | "erased", number: number): void =>
    socket?.send(group.encodeFrom({ kind: "blob-answer", request, code, number }));
  if (frame.kind === "blob") {
    const number = entry.blobs.put(seat, frame.block);
    answer(number === null ? "full" : "stored", number ?? 0);
  } else if (frame.kind === "erase") {
    answer(entry.blobs.erase(seat, frame.number) ? "erased" : "absent", frame.number);
  } else {
    const block = entry.blobs.get(frame.number);
    if (block === null) answer("absent", frame.number);
    else socket?.write([blobHeader(request), block]);
  }
  return null;
}

/** The block behind it is the stored one itself, for everybody who asks. */
function blobHeader(request: number): Buffer {
  const headerBytes = headerBytesOf(BLOB_FRAME_BYTES);
  const header = Buffer.alloc(headerBytes + BLOB_HEADER_BYTES);
  writeHeader(header, BLOB_FRAME_BYTES);
  header[headerBytes] = BLOB_KIND;
  header.writeUInt32BE(request, headerBytes + 1);
  return header;
}

/** A command is judged whole before anything is done, and the answer does not say what was wrong with it. */
function command(floor: GroupFloor, place: GroupPlace, state: SeatState, said: GroupCommand): null {
  const by = whoMay(place.entry.room, said.key);
  if (by !== null && said.counter > place.counter && isGenuine(place, state, said)) {
    floor.command(place, said, by);
  } else {
    const { counter } = said;
    state.socket?.send(group.encodeFrom({ kind: "commanded", counter, outcome: "refused" }));
  }
  return null;
}

function whoMay({ owner, moderators }: GroupRoom, key: Uint8Array): "owner" | "moderator" | null {
  if (equal(owner, key)) return "owner";
  return moderators.some((one) => equal(one, key)) ? "moderator" : null;
}

function isGenuine({ entry, nonce }: GroupPlace, { socket }: SeatState, said: GroupCommand): boolean {
  const { order } = said;
  const keys = order.order === "owner" ? [order.owner] : order.order === "moderators" ? order.keys : [];
  if (socket === null || !keys.every(isRoomKey)) return false;
  const bytes = group.commandBytes({ host: socket.host, roomId: entry.room.id, nonce }, said);
  return isSignedBy(said.key, bytes, said.signature);
}
