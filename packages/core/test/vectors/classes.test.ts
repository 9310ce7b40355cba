import { describe, expect, test } from "vitest";
import { CoreError, KIND, openBlock, sealFrame } from "../../src/index.ts";
import { seal } from "../../src/primitives/aead.ts";
import { step } from "../../src/pair/chain.ts";
import { unhex } from "../bytes.ts";
import { countSuite, loadSuite, sessionFrom } from "../suite.ts";

interface Case {
  readonly name: string;
  readonly bodyBytes?: number;
  readonly classBytes?: number;
  readonly error?: string;
  readonly given?: { readonly root: string; readonly th: string };
  readonly blockBytes?: number;
}

const cases = loadSuite("classes") as unknown as readonly Case[];
const GIVEN = { root: "11".repeat(32), th: "22".repeat(32) };

describe("vectors/classes.json", () => {
  test("holds two refusals for each case that passes", () => {
    countSuite("classes", cases.length, cases.filter((it) => it.classBytes === undefined).length);
  });

  test.each(cases.map((it) => [it.name, it] as const))("%s", async (_, it) => {
    if (it.given !== undefined) await expectDropped(it.given, it.blockBytes ?? 0);
    else if (it.error === undefined) expect(1 + (await blockBytesOf(it.bodyBytes ?? 0))).toBe(it.classBytes);
    else await expect(blockBytesOf(it.bodyBytes ?? 0)).rejects.toThrow(new CoreError("limit"));
  });
});

async function blockBytesOf(bodyBytes: number): Promise<number> {
  const content = { kind: KIND.text, order: 1, id: new Uint8Array(16), body: new Uint8Array(bodyBytes) };
  const session = await sessionFrom("initiator", GIVEN);
  return (await sealFrame(session, { acks: { signal: 0, talk: 0 }, content })).block.length;
}

/** The same frame in a class is opened, so only the length is at fault. */
async function expectDropped(
  given: { readonly root: string; readonly th: string },
  blockBytes: number,
): Promise<void> {
  for (const bytes of [blockBytes, 255]) {
    const sender = await sessionFrom("initiator", given);
    const receiver = await sessionFrom("responder", given);
    const header = unhex(`02${"00".repeat(8)}`);
    const plaintext = new Uint8Array(bytes - 25);
    plaintext[8] = KIND.heartbeat;
    const sealed = await seal(step(sender.current.send).frameKey, header, plaintext);
    const opened = await openBlock(receiver, Uint8Array.of(...header, ...sealed), 0);
    expect(opened.kind).toBe(bytes === 255 ? "frame" : "dropped");
    expect(opened.session === receiver).toBe(bytes !== 255);
  }
}
