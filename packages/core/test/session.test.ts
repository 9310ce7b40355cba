import { describe, expect, test } from "vitest";
import { CoreError, sessions, KIND, openBlock, rekeying, sealFrame } from "../src/index.ts";
import type { Content, Frame, PairSession } from "../src/index.ts";
import { createSession } from "../src/pair/session.ts";
import { pair, saying } from "./pairing.ts";

async function sides(): Promise<{ initiator: PairSession; responder: PairSession }> {
  const outcome = () => ({
    th: new Uint8Array(32).fill(1),
    root: new Uint8Array(32).fill(2),
    safety: new Uint8Array(13),
  });
  return {
    initiator: await createSession("initiator", outcome()),
    responder: await createSession("responder", outcome()),
  };
}

async function sealed(
  session: PairSession,
  count: number,
): Promise<{ session: PairSession; blocks: Uint8Array[] }> {
  const blocks: Uint8Array[] = [];
  let next = session;
  for (let at = 0; at < count; at += 1) {
    const one = await sealFrame(next, saying(String(at)));
    next = one.session;
    blocks.push(one.block);
  }
  return { session: next, blocks };
}

const content = (change: Partial<Content>): Frame => {
  const heartbeat = { kind: KIND.heartbeat, order: 0, id: new Uint8Array(16), body: new Uint8Array(0) };
  return { acks: { signal: 0, talk: 0 }, content: { ...heartbeat, ...change } };
};

describe("sealing", () => {
  test("stops at 4,000 frames of an epoch", async () => {
    const { initiator } = await sides();
    const { session } = await sealed(initiator, 4000);
    expect(session.framesSent).toBe(4000);
    await expect(sealFrame(session, saying("one more"))).rejects.toThrow(new CoreError("limit"));
    expect(session.framesSent).toBe(4000);
  }, 120_000);

  test("lets what rekeys it go on to 4,096, and a receiver that missed all still opens the last", async () => {
    const { initiator, responder } = await sides();
    let { session } = await sealed(initiator, 4000);
    let last = new Uint8Array(0);
    const rk1 = content({ kind: KIND.rk1, body: new Uint8Array(1220) });
    for (let at = 4000; at < 4096; at += 1) {
      const said = at % 2 === 0 ? rk1 : content({ kind: KIND.rekeyPlease });
      const one = await sealFrame(session, said);
      [session, last] = [one.session, Uint8Array.from(one.block)];
    }
    await expect(sealFrame(session, rk1)).rejects.toThrow(new CoreError("limit"));
    expect((await openBlock(responder, last, 0)).kind).toBe("frame");
  }, 120_000);

  test("never seals twice from one state, nor with a wiped one", async () => {
    const { initiator, responder } = await sides();
    const [first, second] = await Promise.allSettled([
      sealFrame(initiator, saying("one")),
      sealFrame(initiator, saying("two")),
    ]);
    expect(first.status).toBe("fulfilled");
    expect(second).toEqual({ status: "rejected", reason: new CoreError("state") });
    sessions.wipe(responder);
    await expect(sealFrame(responder, saying("three"))).rejects.toThrow(new CoreError("state"));
  });

  test("erases the chain key it came from, and counts", async () => {
    const { initiator } = await sides();
    const { session } = await sealFrame(initiator, saying("hello"));
    expect(initiator.current.send.key).toEqual(new Uint8Array(32));
    expect([session.framesSent, session.epoch]).toEqual([1, 0]);
  });

  const refusals: readonly (readonly [string, Partial<Content>, CoreError["code"]])[] = [
    ["a body of 65,480 bytes", { body: new Uint8Array(65_480) }, "limit"],
    ["bye", { kind: KIND.bye }, "encoding"],
    ["kind 0", { kind: 0 }, "encoding"],
    ["kind 256", { kind: 256 }, "encoding"],
    ["a kind that is no integer", { kind: 1.5 }, "encoding"],
    ["an order where there is none", { order: 1 }, "encoding"],
    ["no order where there is one", { kind: KIND.signal }, "encoding"],
    ["an order over u32", { kind: KIND.signal, order: 2 ** 32 }, "encoding"],
    ["an id of 15 bytes", { id: new Uint8Array(15) }, "encoding"],
  ];

  test.each(refusals)("refuses %s and leaves the session as it was", async (_, change, code) => {
    const { initiator } = await sides();
    const before = structuredClone(initiator);
    await expect(sealFrame(initiator, content(change))).rejects.toThrow(new CoreError(code));
    expect(initiator).toEqual(before);
  });

  test("has no previous epoch to seal in but R's, between rk2 and the first frame of the new one", async () => {
    const { initiator, responder } = await sides();
    for (const side of [initiator, responder]) {
      await expect(sealFrame(side, saying("back"), { previousEpoch: true })).rejects.toThrow(
        new CoreError("state"),
      );
    }
  });
});

describe("opening", () => {
  test("a plaintext that is refused spends its counter and is called malformed", async () => {
    const { initiator, responder } = await sides();
    // A sender that writes what the codec would not: sealed by hand over a bye, which no frame may say.
    const { seal } = await import("../src/primitives/aead.ts");
    const { step } = await import("../src/pair/chain.ts");
    const { frameKey } = step(initiator.current.send);
    const header = Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0);
    const plaintext = new Uint8Array(230);
    plaintext[8] = KIND.bye;
    const block = Uint8Array.of(...header, ...(await seal(frameKey, header, plaintext)));
    const opened = await openBlock(responder, block, 0);
    expect([opened.kind, opened.kind === "dropped" && opened.malformed]).toEqual(["dropped", true]);
    expect(opened.session.framesReceived).toBe(1);
    expect(await openBlock(opened.session, block, 0)).toEqual({
      kind: "dropped",
      session: opened.session,
      malformed: false,
    });
  });

  test("keeps 1,024 skipped keys over all, the newest", async () => {
    const { initiator, responder } = await sides();
    const { blocks } = await sealed(initiator, 1500);
    let session = responder;
    for (const at of [700, 1499]) {
      const opened = await openBlock(session, blocks[at] ?? new Uint8Array(0), 0);
      expect(opened.kind).toBe("frame");
      session = opened.session;
    }
    expect(session.skipped.length).toBe(1024);
    const kinds = await Promise.all(
      [0, 473, 474, 475, 701, 1498].map(
        async (at) => (await openBlock(structuredClone(session), blocks[at] ?? new Uint8Array(0), 0)).kind,
      ),
    );
    expect(kinds).toEqual(["dropped", "dropped", "frame", "frame", "frame", "frame"]);
  }, 120_000);

  test("reads whoever has a session from a clone of it", async () => {
    const { initiator, responder } = await pair("clone");
    const copy = structuredClone(responder);
    expect(copy).toEqual(responder);
    const { block } = await sealFrame(initiator, saying("twice"));
    expect((await openBlock(copy, block, 0)).kind).toBe("frame");
    expect((await openBlock(responder, block, 0)).kind).toBe("frame");
  });
});

describe("rekeying", () => {
  test("is begun by the initiator alone, and one exchange at a time", async () => {
    const { c, initiator, responder } = await pair("begin");
    await expect(rekeying.begin(c, responder)).rejects.toThrow(new CoreError("state"));
    const first = await rekeying.begin(c, initiator);
    const second = await rekeying.begin(c, first.session);
    expect(second.session).toBe(first.session);
    expect(second.body).toEqual(first.body);
  });

  test("R hands out both farewells until I has entered the new epoch", async () => {
    const { c, initiator, responder } = await pair("farewells");
    const begun = await rekeying.begin(c, initiator);
    const answered = await rekeying.answer(c, responder, begun.body);
    if (answered === null) throw new Error("no answer");
    const epochs = (session: PairSession) => session.farewells.map((block) => block[4]);
    expect(epochs(answered.session)).toEqual([0, 1]);
    const finished = await rekeying.finish(c, begun.session, answered.body, 0);
    if (finished === null) throw new Error("not finished");
    expect(epochs(finished.session)).toEqual([1]);
    const hello = await sealFrame(finished.session, saying("hello"));
    const opened = await openBlock(answered.session, hello.block, 0);
    expect(epochs(opened.session)).toEqual([1]);
    const late = sealFrame(opened.session, saying("late"), { previousEpoch: true });
    await expect(late).rejects.toThrow(new CoreError("state"));
  });

  test("keeps one epoch beside the present one", async () => {
    const it = await pair("two epochs");
    let { initiator, responder } = it;
    const old = await sealFrame(initiator, saying("of epoch 0"));
    initiator = old.session;
    for (let epoch = 1; epoch <= 2; epoch += 1) {
      const begun = await rekeying.begin(it.c, initiator);
      const answered = await rekeying.answer(it.c, responder, begun.body);
      if (answered === null) throw new Error("no answer");
      const finished = await rekeying.finish(it.c, begun.session, answered.body, 0);
      if (finished === null) throw new Error("not finished");
      const hello = await sealFrame(finished.session, saying("hello"));
      const opened = await openBlock(answered.session, hello.block, 0);
      [initiator, responder] = [hello.session, opened.session];
      expect([initiator.previous?.number, responder.previous?.number]).toEqual([epoch - 1, epoch - 1]);
    }
    expect((await openBlock(responder, old.block, 0)).kind).toBe("dropped");
  });
});

describe("expiry and the end", () => {
  test("expireKeys gives the same value back when nothing is due", async () => {
    const { initiator, responder } = await sides();
    const { blocks } = await sealed(initiator, 2);
    const { session } = await openBlock(responder, blocks[1] ?? new Uint8Array(0), 1000);
    expect(sessions.expireKeys(session, 60_999)).toBe(session);
    const [key] = session.skipped.map((one) => one.key);
    const later = sessions.expireKeys(session, 61_000);
    expect([later.skipped.length, key]).toEqual([0, new Uint8Array(32)]);
  });

  test("wipeSession leaves no secret", async () => {
    const { c, initiator, responder } = await pair("wipe");
    const { blocks } = await sealed(initiator, 3);
    const { session } = await openBlock(responder, blocks[2] ?? new Uint8Array(0), 0);
    const begun = await rekeying.begin(c, structuredClone(initiator));
    const answered = await rekeying.answer(c, session, begun.body);
    for (const one of [begun.session, answered?.session ?? session]) {
      sessions.wipe(one);
      expect(secretsOf(one).every((secret) => secret.every((byte) => byte === 0))).toBe(true);
    }
  });
});

/** Every value of a secret's size. Sealed blocks and the two bodies are longer. */
function secretsOf(value: unknown): readonly Uint8Array[] {
  if (value instanceof Uint8Array) return value.length <= 32 ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(secretsOf);
}
