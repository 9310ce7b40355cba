import { createLaneDriver } from "@tacet/client/lanes";
import type { FilesHost } from "../model/room-files.ts";

/** More connections for pieces, where one is slow (spec/files.md 11). Their channels are handed over to the worker where that can be. */
export function openLanes({ sunk }: Pick<FilesHost, "sunk">): ReturnType<typeof createLaneDriver> {
  return createLaneDriver(RTCPeerConnection, {
    emit: sunk,
    after: (ms, run) => {
      setTimeout(run, ms);
    },
    lend: (name, channel) => {
      try {
        sunk({ ...name, on: "lent", channel }, [channel]);
        return true;
      } catch {
        return false;
      }
    },
  });
}
