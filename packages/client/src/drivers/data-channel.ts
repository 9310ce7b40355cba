import { LIMITS } from "../limits.ts";
import type { ChannelListener, FilesPeerEvent, PieceChannel } from "../ports.ts";
import { ownBytes } from "./web-socket.ts";

/**
 * Listens to a channel, and tells how its queue drains (spec/direct.md 2, spec/files.md 5).
 * @returns what sends a frame; nothing is queued beyond what the machines count
 */
export function listenToChannel(
  channel: RTCDataChannel,
  listener: ChannelListener,
): (bytes: Uint8Array) => void {
  let acceptedBytes = 0;
  let reportedBytes = 0;
  const report = (): void => {
    reportedBytes = acceptedBytes - channel.bufferedAmount;
    listener.drained(reportedBytes);
  };
  channel.binaryType = "arraybuffer";
  channel.bufferedAmountLowThreshold = LIMITS.drainReportBytes;
  channel.onopen = () => {
    listener.opened();
  };
  channel.onbufferedamountlow = report;
  // One that was handed over to another thread may be open before it is listened to.
  if (channel.readyState === "open") listener.opened();
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    listener.received(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0));
  };
  return (bytes) => {
    if (channel.readyState !== "open") return;
    try {
      channel.send(ownBytes(bytes));
    } catch {
      // The queue is full or the channel closed this instant: the machines send again what is not acknowledged.
      return;
    }
    acceptedBytes += bytes.length;
    // A queue that never rises above the threshold never fires the event below it: report from here as well.
    if (acceptedBytes - channel.bufferedAmount - reportedBytes >= LIMITS.drainReportBytes) report();
  };
}

/** The channel for files of one generation (spec/files.md 5), told as the peer connection tells it. */
export function listenToPieces(
  channel: RTCDataChannel | PieceChannel,
  generation: number,
  emit: (event: FilesPeerEvent) => void,
): (bytes: Uint8Array) => void {
  const listener: ChannelListener = {
    opened: () => {
      emit({ on: "files", generation, did: "opened" });
    },
    drained: (totalBytes) => {
      emit({ on: "files", generation, did: "drained", totalBytes });
    },
    received: (bytes) => {
      emit({ on: "files", generation, did: "received", bytes });
    },
  };
  return "listen" in channel ? channel.listen(listener) : listenToChannel(channel, listener);
}
