/*
 * What a pipe is held against: as many bytes in messages of 64 KiB on one bare data channel of the same library, from one process to another, with
 * nothing before or behind it. Run by pipe-speed.ts, which carries what the two say to each other.
 */
import { loadNativePeers } from "../packages/cli/src/paths/native.ts";
import type { NativeChannel, NativePeers } from "../packages/cli/src/paths/native.ts";

export type Said =
  | { readonly kind: "description"; readonly type: "offer" | "answer"; readonly text: string }
  | { readonly kind: "candidate"; readonly text: string }
  | { readonly kind: "open" }
  | { readonly kind: "send"; readonly bytes: number }
  | { readonly kind: "come"; readonly bytes: number };

const MESSAGE_BYTES = 65_536;
const QUEUE_BYTES = 1_048_576;
const LOW_BYTES = 262_144;

function tell(said: Said): void {
  process.send?.(said);
}

function begin(peers: NativePeers, offers: boolean): void {
  const connection = new peers.PeerConnection("bare", { iceServers: [], disableAutoNegotiation: true });
  const channel = connection.createDataChannel("bare", { negotiated: true, id: 0 });
  connection.onLocalDescription((text, type) => {
    if (type === "offer" || type === "answer") tell({ kind: "description", type, text });
  });
  connection.onLocalCandidate((text) => tell({ kind: "candidate", text }));
  channel.onOpen(() => tell({ kind: "open" }));
  let come = 0;
  channel.onMessage((message) => {
    come += typeof message === "string" ? 0 : message.byteLength;
    tell({ kind: "come", bytes: come });
  });
  const send = sender(channel);
  process.on("message", (said: Said) => {
    if (said.kind === "description") {
      connection.setRemoteDescription(said.text, said.type);
      if (said.type === "offer") connection.setLocalDescription();
    } else if (said.kind === "candidate") connection.addRemoteCandidate(said.text, "0");
    else if (said.kind === "send") send(said.bytes);
  });
  if (offers) connection.setLocalDescription();
}

/** Keeps a full queue of 1 MiB until so many bytes are sent. */
function sender(channel: NativeChannel): (bytes: number) => void {
  const message = new Uint8Array(MESSAGE_BYTES).fill(7);
  let left = 0;
  const fill = (): void => {
    while (left > 0 && channel.bufferedAmount() + MESSAGE_BYTES <= QUEUE_BYTES) {
      channel.sendMessageBinary(message);
      left -= MESSAGE_BYTES;
    }
  };
  channel.setBufferedAmountLowThreshold(LOW_BYTES);
  channel.onBufferedAmountLow(fill);
  return (bytes) => {
    left += bytes;
    fill();
  };
}

const peers = await loadNativePeers();
if (peers === null) throw new Error("node-datachannel is not installed.");
begin(peers, process.argv[2] === "offers");
