import { listenToChannel } from "../drivers/data-channel.ts";
import type { LaneEvent, LaneName } from "../ports.ts";

/** One piece is left: the next one is asked for in time. */
export const LANE_LOW_BYTES = 65_536;

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
