import type { Chromium } from "../e2e/harness/chromium.ts";
import { until, within } from "../e2e/harness/until.ts";
import { type BareServer, bareSetUp } from "./bare.ts";

/*
 * What a file is held against: as many bytes in messages of 64 KiB, on one bare data channel, with nothing before or behind it.
 */

const MESSAGE_BYTES = 65_536;
const SENDS_MS_MAX = 180_000;

/** Sends so many bytes with a full queue of 1 MiB, and gives back how long it took until the last had come. `sealed`: each message is sealed before, and opened after. */
export type SendBare = (bytes: number, sealed?: boolean) => Promise<number>;

/** A bare channel that stays open. */
export async function openBareChannel(
  bare: BareServer,
  [left, right]: readonly [Chromium, Chromium],
): Promise<SendBare> {
  const [first, second] = [await left.tab(), await right.tab()];
  await Promise.all([first.goto(bare.origin), second.goto(bare.origin)]);
  const waiting = first.evaluate(bareSetUp, JSON.stringify({ room: "sends", offers: true }));
  await until("the first one's socket", () => bare.isWaiting("sends"));
  await second.evaluate(bareSetUp, JSON.stringify({ room: "sends", offers: false }));
  await waiting;
  return async (bytes, sealed = false) => {
    await second.evaluate(answerLast, JSON.stringify([bytes, sealed]));
    const sent = first.evaluate(sendBare, JSON.stringify([bytes, MESSAGE_BYTES, sealed]));
    return within("bare messages", SENDS_MS_MAX, sent);
  };
}

interface Bare {
  readonly bare: { readonly channel: RTCDataChannel };
}

/** Runs in the second page: says when all has come. */
async function answerLast(json: string): Promise<void> {
  const [bytes, sealed] = JSON.parse(json) as [number, boolean];
  const { channel } = (globalThis as unknown as Bare).bare;
  const key = await crypto.subtle.importKey("raw", new Uint8Array(32).fill(1), "AES-GCM", false, ["decrypt"]);
  let [left, index] = [bytes, 0];
  const open = async (data: ArrayBuffer): Promise<void> => {
    const iv = new Uint8Array(12);
    new DataView(iv.buffer).setUint32(8, index);
    index += 1;
    await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
  };
  const count = (data: ArrayBuffer): void => {
    left -= data.byteLength;
    if (left <= 0) channel.send("done");
  };
  channel.binaryType = "arraybuffer";
  channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    if (sealed) void open(data).then(() => count(data));
    else count(data);
  };
}

/** Runs in the first page. */
async function sendBare(json: string): Promise<number> {
  const [bytes, messageBytes, sealed] = JSON.parse(json) as [number, number, boolean];
  const { channel } = (globalThis as unknown as Bare).bare;
  const key = await crypto.subtle.importKey("raw", new Uint8Array(32).fill(1), "AES-GCM", false, ["encrypt"]);
  const message = new Uint8Array(messageBytes).fill(7);
  const tagBytes = 16;
  const seal = (index: number): Promise<ArrayBuffer> => {
    const iv = new Uint8Array(12);
    new DataView(iv.buffer).setUint32(8, index);
    return crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, message.subarray(tagBytes));
  };
  const began = performance.now();
  const done = new Promise((resolve) => {
    channel.onmessage = resolve;
  });
  channel.bufferedAmountLowThreshold = 262_144;
  const count = Math.ceil(bytes / messageBytes);
  const ahead: Promise<ArrayBuffer>[] = [];
  const aheadMax = sealed ? 8 : 0;
  for (let sent = 0; sent < count; sent += 1) {
    for (let next = sent + ahead.length; ahead.length < aheadMax && next < count; next += 1)
      ahead.push(seal(next));
    if (channel.bufferedAmount + messageBytes > 1_048_576)
      await new Promise((resolve) => {
        channel.onbufferedamountlow = resolve;
      });
    const block = sealed ? await ahead.shift() : undefined;
    channel.send(block === undefined ? message : new Uint8Array(block));
  }
  await done;
  return performance.now() - began;
}
