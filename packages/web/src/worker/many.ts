/** A room for many in its worker: it comes with the program of such rooms, which most visitors never need. */
import { createKem, createSystemClock, systemRandom } from "@tacet/client";
import type { HttpPort } from "@tacet/client";
import { groupRooms } from "@tacet/client/group";
import type { FromWorker } from "./letters.ts";

type GroupRoom = ReturnType<typeof groupRooms.create>;

/*
 * A password is stretched in slices (spec/admission.md 5). An engine's own way of yielding between them runs the next slice before any letter that
 * has come, so the page would hear nothing for seconds and take this worker for dead. Without it a timer stands between two slices.
 */
Object.defineProperty(globalThis, "scheduler", { value: undefined });

/** It has no peer connection and no files. */
export async function openMany(
  http: HttpPort,
  post: (letter: FromWorker) => void,
): Promise<GroupRoom & { readonly peerEvent: () => void; readonly sinkEvent: () => void }> {
  const room = groupRooms.create({
    http,
    crypto: { random: systemRandom, kem: await createKem() },
    clock: createSystemClock(),
    socket: { post: (command) => post({ from: "socket", command }) },
    emit: (event) => post({ from: "room", event }),
    done: () => post({ from: "done" }),
  });
  return { ...room, peerEvent: () => undefined, sinkEvent: () => undefined };
}
