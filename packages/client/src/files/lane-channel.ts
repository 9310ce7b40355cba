import { listenToChannel } from "../drivers/data-channel.ts";
import type { LaneEvent, LaneName } from "../ports.ts";

/** Hardly one piece is left: the next one is asked for in time. Less than a piece, since a channel tells only of a queue that was above it: a single piece would leave unnoticed. */
export const LANE_LOW_BYTES = 65_535;

/** Tells of a lane's channel, on whichever thread it is. */
export function listenToLane(
  channel: RTCDataChannel,
  { generation, number, own }: LaneName,
  emit: (event: LaneEvent) => void,
): (bytes: Uint8Array) => void {
  const name = { generation, number, own };
  channel.onclose = () => {
    emit({ ...name, on: "closed" });
  };
  return listenToChannel(channel, {
    opened: () => {
      channel.bufferedAmountLowThreshold = LANE_LOW_BYTES;
      emit({ ...name, on: "opened" });
    },
    drained: (totalBytes) => {
      emit({ ...name, on: "drained", totalBytes });
    },
    received: (bytes) => {
      emit({ ...name, on: "received", bytes });
    },
  });
}
