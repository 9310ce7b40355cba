import { LIMITS } from "../limits.ts";
import type { FilesPeerEvent } from "../ports.ts";
import { ownBytes } from "./web-socket.ts";

/**
 * The channel for files of one connection (spec/files.md 5): label `tacet-files`, id 1, negotiated, ordered, binary.
 * @returns what sends a frame; nothing is queued beyond what the machines count
 */
export function openPieceChannel(
  connection: RTCPeerConnection,
  generation: number,
  emit: (event: FilesPeerEvent) => void,
): (bytes: Uint8Array) => void {
  const channel = connection.createDataChannel("tacet-files", { negotiated: true, id: 1, ordered: true });
  let acceptedBytes = 0;
  let reportedBytes = 0;
  const report = (): void => {
    reportedBytes = acceptedBytes - channel.bufferedAmount;
    emit({ on: "files", generation, did: "drained", totalBytes: reportedBytes });
  };
  channel.binaryType = "arraybuffer";
  channel.bufferedAmountLowThreshold = LIMITS.drainReportBytes;
  channel.onopen = () => {
    emit({ on: "files", generation, did: "opened" });
  };
  channel.onbufferedamountlow = report;
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(0);
    emit({ on: "files", generation, did: "received", bytes });
  };
  return (bytes) => {
    if (channel.readyState !== "open") return;
    try {
      channel.send(ownBytes(bytes));
    } catch {
      // The channel closed this instant: the machines send again on the next path what is not acknowledged.
      return;
    }
    acceptedBytes += bytes.length;
    if (acceptedBytes - channel.bufferedAmount - reportedBytes >= LIMITS.drainReportBytes) report();
  };
}
