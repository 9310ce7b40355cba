import { drop } from "./files.ts";
import type { Person } from "./person.ts";
import type { Early } from "./tab.ts";
import { until } from "./until.ts";

/** As many as a side opens (spec/files.md 11). */
const LANES = 5;
const NAME = "long.bin";
/** So much that lanes are worth their making, and more than may go by the relay. */
const BYTES = 20 * 1024 * 1024;

/** Keeps the channel for files on the page's own thread and lets two pieces a second leave it: to the machines of files a path that is poor. */
export const slowFiles: Early = {
  run: () => {
    const isSlow = (one: unknown): boolean => one instanceof RTCDataChannel && one.label === "tacet-files";
    window.Worker = class extends Worker {
      override postMessage(message: unknown, transfer?: StructuredSerializeOptions | Transferable[]): void {
        const given = Array.isArray(transfer) ? transfer : [];
        if (given.some(isSlow)) throw new DOMException("kept", "DataCloneError");
        super.postMessage(message, given);
      }
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
        const channel = super.createDataChannel(label, options);
        if (!isSlow(channel)) return channel;
        const waiting: Uint8Array<ArrayBuffer>[] = [];
        const send = channel.send.bind(channel) as (bytes: Uint8Array<ArrayBuffer>) => void;
        Object.defineProperty(channel, "bufferedAmount", { get: () => waiting.length * 65_536 });
        channel.send = (bytes: unknown) => {
          waiting.push(bytes as Uint8Array<ArrayBuffer>);
        };
        setInterval(() => {
          const next = waiting.shift();
          if (next !== undefined && channel.readyState === "open") send(next);
        }, 500);
        return channel;
      }
    };
  },
  argument: "",
};

/** Sends a long file over a slow channel, and waits until both have lanes beside it that are open. */
export async function openLanes(sender: Person, receiver: Person): Promise<void> {
  await sender.sees("button", "Attach files");
  await drop(sender.tab, NAME, BYTES);
  await sender.reads(NAME);
  await sender.press("Send");
  await receiver.press("Accept");
  for (const { tab } of [sender, receiver])
    await until("lanes that are open", async () => {
      const states = await tab.evaluate(() => window.e2e.peers.map((peer) => peer.connectionState).join());
      return states.split(",").filter((state) => state === "connected").length === LANES + 1;
    });
}

/** So much may go by the relay, and is long enough for lanes; and so much of it is there when they would be open where pieces go directly. */
const RELAYED_BYTES = 8 * 1024 * 1024;
const MOVED_BYTES = 1_500_000;

/** Sends a long file where pieces go by the relay, for longer than a slow path is measured. */
export async function sendByRelay(sender: Person, receiver: Person): Promise<void> {
  await sender.sees("button", "Attach files");
  await drop(sender.tab, NAME, RELAYED_BYTES);
  await sender.reads(NAME);
  await sender.press("Send");
  await receiver.press("Accept");
  await until("a part of the file", () =>
    receiver.tab.evaluate(
      (bytes) => (document.querySelector("progress")?.value ?? 0) > Number(bytes),
      String(MOVED_BYTES),
    ),
  );
}

/** Until no connection is left that is not closed, beside so many. */
export async function closesLanes({ tab }: Person, left: number): Promise<void> {
  await until("lanes that are closed", () =>
    tab.evaluate(
      (left) => window.e2e.peers.filter((peer) => peer.signalingState !== "closed").length === Number(left),
      String(left),
    ),
  );
}
