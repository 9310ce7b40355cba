import type { Chromium } from "../e2e/harness/chromium.ts";
import { until, within } from "../e2e/harness/until.ts";
import { type BareServer, bareSetUp } from "./bare.ts";

/*
 * What a file is held against: as many bytes in messages of 64 KiB, on one bare data channel, with nothing before or behind it.
 */

const MESSAGE_BYTES = 65_536;
const SENDS_MS_MAX = 180_000;

/** A bare channel that stays open; each call sends so many bytes, with a full queue of 1 MiB, and gives back how long it took until the last had come. */
export async function openBareChannel(
  bare: BareServer,
  [left, right]: readonly [Chromium, Chromium],
): Promise<(bytes: number) => Promise<number>> {
  const [first, second] = [await left.tab(), await right.tab()];
  await Promise.all([first.goto(bare.origin), second.goto(bare.origin)]);
  const waiting = first.evaluate(bareSetUp, JSON.stringify({ room: "sends", offers: true }));
  await until("the first one's socket", () => bare.isWaiting("sends"));
  await second.evaluate(bareSetUp, JSON.stringify({ room: "sends", offers: false }));
  await waiting;
  return async (bytes) => {
    await second.evaluate(answerLast, String(bytes));
    const sent = first.evaluate(sendBare, JSON.stringify([bytes, MESSAGE_BYTES]));
    return within("bare messages", SENDS_MS_MAX, sent);
  };
}

interface Bare {
  readonly bare: { readonly channel: RTCDataChannel };
}

/** Runs in the second page: says when all has come. */
function answerLast(bytes: string): void {
  const { channel } = (globalThis as unknown as Bare).bare;
  let left = Number(bytes);
  channel.binaryType = "arraybuffer";
  channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    left -= data.byteLength;
    if (left <= 0) channel.send("done");
  };
}

/** Runs in the first page. */
async function sendBare(json: string): Promise<number> {
  const [bytes, messageBytes] = JSON.parse(json) as [number, number];
  const { channel } = (globalThis as unknown as Bare).bare;
  const message = new Uint8Array(messageBytes).fill(7);
  const began = performance.now();
  const done = new Promise((resolve) => {
    channel.onmessage = resolve;
  });
  channel.bufferedAmountLowThreshold = 262_144;
  for (let sent = 0; sent < bytes; sent += messageBytes) {
    if (channel.bufferedAmount + messageBytes > 1_048_576)
      await new Promise((resolve) => {
        channel.onbufferedamountlow = resolve;
      });
    channel.send(message);
  }
  await done;
  return performance.now() - began;
}
