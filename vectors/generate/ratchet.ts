import {
  epochKeys,
  farewellBlock,
  frameBlock,
  frameKey,
  hex,
  join,
  kemWith,
  nextRoot,
  pad,
  type Role,
  said,
  seal,
  seeded,
  u32,
  u8,
  writeSuite,
} from "./reference.ts";

/** The suite of spec/pair.md 6 to 8. Run by hand: node vectors/generate/ratchet.ts */
const root = seeded("ratchet root", 32);
const th = seeded("ratchet th", 32);
const keys = epochKeys(root);
const CLASS_PLAINTEXT = 230;

/** What is done to a session of epoch 0 with this root and th, in order. The last step is what the case is about. */
type Step =
  | { readonly open: string; readonly nowMs?: number; readonly expect: string }
  /** Only R answers, only I finishes; `kemSeed` is what I's begin draws, `coins` what R's answer draws. */
  | { readonly begin: { readonly kemSeed: string }; readonly rk1: string }
  | { readonly answer: string; readonly coins: string; readonly rk2: string | null }
  | { readonly finish: string; readonly nowMs?: number; readonly expect: "done" | null };

interface Case {
  readonly name: string;
  readonly role: Role;
  readonly steps: readonly Step[];
}

const text = (order: number): Buffer =>
  pad(
    said({ kind: 64, order, id: seeded(`id ${String(order)}`, 16), body: Buffer.from("\0hello") }),
    CLASS_PLAINTEXT,
  );
const bye = pad(said({ kind: 7 }), 234);

/** The initiator's frame n of epoch 0, and how its receiver takes it. */
const frame = (counter: number, plaintext = text(1)): string =>
  hex(frameBlock(keys.chain.initiator, 0, counter, plaintext));
const open = (block: string, expect: string, nowMs = 0): Step => ({ open: block, nowMs, expect });
const atR = (name: string, ...steps: Step[]): Case => ({ name, role: "responder", steps });

function edited(block: string, at: number, byte: number): string {
  const bytes = Buffer.from(block, "hex");
  bytes[at] = byte;
  return hex(bytes);
}

function derivations(): object {
  const counters = [0, 1, 2, 3999];
  return {
    name: "keys of an epoch",
    root: hex(root),
    chainI: hex(keys.chain.initiator),
    chainR: hex(keys.chain.responder),
    byeI: hex(keys.bye.initiator),
    byeR: hex(keys.bye.responder),
    mix: hex(keys.mix),
    frameKeysI: counters.map((n) => [n, hex(frameKey(keys.chain.initiator, n))]),
  };
}

function opening(): Case[] {
  return [
    atR("frames in order", ...[0, 1, 2].map((n) => open(frame(n), "frame"))),
    atR("frames out of order", ...[2, 0, 1].map((n) => open(frame(n), "frame"))),
    atR("4,096 steps at once", open(frame(4095), "frame")),
    atR(
      "a skipped key just before its 60 s are over",
      open(frame(1), "frame"),
      open(frame(0), "frame", 59_999),
    ),
    atR("the oldest of 1,024 skipped keys", open(frame(1024), "frame"), open(frame(0), "frame")),
    atR("farewell", open(hex(farewellBlock(keys.bye.initiator, 0, bye)), "farewell")),
    {
      name: "the responder's frame and farewell",
      role: "initiator",
      steps: [
        open(hex(frameBlock(keys.chain.responder, 0, 0, text(1))), "frame"),
        open(hex(farewellBlock(keys.bye.responder, 0, bye)), "farewell"),
      ],
    },
  ];
}

function refusedFrames(): Case[] {
  const no = (name: string, block: string): Case => atR(name, open(block, "dropped"));
  const sealedFor = (header: Buffer): string =>
    hex(join(header, seal(frameKey(keys.chain.initiator, 0), header, text(1))));
  return [
    atR("opened twice", open(frame(0), "frame"), open(frame(0), "dropped")),
    atR(
      "opened twice, out of order",
      ...[1, 0].map((n) => open(frame(n), "frame")),
      open(frame(0), "dropped"),
    ),
    atR("a skipped key at 60 s", open(frame(1), "frame"), open(frame(0), "dropped", 60_000)),
    atR("the skipped key before the newest 1,024", open(frame(1025), "frame"), open(frame(0), "dropped")),
    no("4,097 steps at once", frame(4096)),
    no("own direction", hex(frameBlock(keys.chain.responder, 0, 0, text(1)))),
    no("of epoch 1, under the keys of 0", hex(frameBlock(keys.chain.initiator, 1, 0, text(1)))),
    no("epoch changed", edited(frame(0), 4, 1)),
    no("counter changed", edited(frame(0), 8, 1)),
    no("sealed without its header", sealedWithout()),
    no("first bit of the sealed bytes", edited(frame(0), 9, (Buffer.from(frame(0), "hex")[9] ?? 0) ^ 1)),
    no("last bit of the tag", edited(frame(0), 254, (Buffer.from(frame(0), "hex")[254] ?? 0) ^ 1)),
    no("one byte short", frame(0).slice(0, -2)),
    no("one byte long", `${frame(0)}00`),
    no("empty", ""),
    no("block kind 0", edited(frame(0), 0, 0)),
    no("block kind 4, sealed as such", sealedFor(join(u8(4), u32(0), u32(0)))),
    no("a frame called handshake", edited(frame(0), 0, 1)),
    no("a frame called farewell", edited(frame(0), 0, 3)),
    no("noise of the right length", hex(join(u8(2), u32(0), u32(0), seeded("noise", 246)))),
  ];
}

function sealedWithout(): string {
  const header = join(u8(2), u32(0), u32(0));
  return hex(join(header, seal(frameKey(keys.chain.initiator, 0), Buffer.alloc(0), text(1))));
}

function refusedFarewells(): Case[] {
  const no = (name: string, block: Buffer): Case => atR(name, open(hex(block), "dropped"));
  const good = farewellBlock(keys.bye.initiator, 0, bye);
  return [
    no("farewell: own", farewellBlock(keys.bye.responder, 0, bye)),
    no("farewell: of epoch 1, under the key of 0", farewellBlock(keys.bye.initiator, 1, bye)),
    no("farewell: epoch changed", Buffer.from(edited(hex(good), 4, 1), "hex")),
    no("farewell: a bit of the tag", Buffer.from(edited(hex(good), 254, (good[254] ?? 0) ^ 1), "hex")),
    no("farewell: one byte short", good.subarray(0, -1)),
    no("farewell: says burn", farewellBlock(keys.bye.initiator, 0, pad(said({ kind: 6 }), 234))),
    no(
      "farewell: with a body",
      farewellBlock(keys.bye.initiator, 0, pad(said({ kind: 7, body: u8(0) }), 234)),
    ),
    no(
      "farewell: with an order",
      farewellBlock(keys.bye.initiator, 0, pad(said({ kind: 7, order: 1 }), 234)),
    ),
    no("farewell: padding ends with 1", farewellBlock(keys.bye.initiator, 0, pad(said({ kind: 7 }), 234, 1))),
    no("farewell: sealed under a frame key", farewellBlock(frameKey(keys.chain.initiator, 0), 0, bye)),
    no("farewell: in a larger class", farewellBlock(keys.bye.initiator, 0, pad(said({ kind: 7 }), 1002))),
  ];
}

/** One exchange of keys, from seeds. */
async function exchange(): Promise<readonly Case[]> {
  const kemSeed = seeded("rekey kem", 32);
  const coins = seeded("rekey coins", 64);
  const { publicKey } = await kemWith(kemSeed).generate();
  const { ciphertext, shared } = await kemWith(coins).encapsulate(publicKey);
  const rk1 = join(u32(1), publicKey);
  const rk2 = join(u32(1), ciphertext);
  const next = epochKeys(nextRoot({ mix: keys.mix, th, epoch: 0 }, shared, rk1, rk2));
  const begin: Step = { begin: { kemSeed: hex(kemSeed) }, rk1: hex(rk1) };
  const answerTo = (body: Buffer, to: Buffer | null): Step => {
    return { answer: hex(body), coins: hex(coins), rk2: to === null ? null : hex(to) };
  };
  const finish = (body: Buffer, expect: "done" | null): Step => ({ finish: hex(body), nowMs: 0, expect });
  const atI = (name: string, ...steps: Step[]): Case => ({ name, role: "initiator", steps });
  const changed = (bytes: Buffer, at: number): Buffer =>
    Buffer.from(edited(hex(bytes), at, (bytes[at] ?? 0) ^ 1), "hex");
  const newI = hex(frameBlock(next.chain.initiator, 1, 0, text(1)));
  const newR = hex(frameBlock(next.chain.responder, 1, 0, text(1)));
  const oldR = hex(frameBlock(keys.chain.responder, 0, 0, text(1)));
  const lowOrder = join(rk1.subarray(0, 4 + 1184), Buffer.alloc(32));
  const overModulus = join(rk1.subarray(0, 4), Buffer.of(255, 255, 255), rk1.subarray(7));
  return [
    atR("rekey: answered, and the new epoch opens", answerTo(rk1, rk2), open(newI, "frame")),
    atR("rekey: the same rk1 gets the same rk2", answerTo(rk1, rk2), answerTo(rk1, rk2)),
    atR(
      "rekey: the farewells of both epochs open",
      answerTo(rk1, rk2),
      open(hex(farewellBlock(keys.bye.initiator, 0, bye)), "farewell"),
      open(hex(farewellBlock(next.bye.initiator, 1, bye)), "farewell"),
    ),
    atR(
      "rekey: I's old epoch goes on until it has rk2",
      answerTo(rk1, rk2),
      open(frame(0), "frame", 600_000),
    ),
    atI(
      "rekey: finished, and both epochs open",
      begin,
      finish(rk2, "done"),
      open(newR, "frame"),
      open(oldR, "frame", 59_999),
    ),
    atI("rekey: a frame of the next epoch is early", begin, open(newR, "early")),
    atI(
      "rekey: a farewell of the next epoch is early",
      begin,
      open(hex(farewellBlock(next.bye.responder, 1, bye)), "early"),
    ),
    atR("rekey: another rk1 of the same epoch", answerTo(rk1, rk2), answerTo(changed(rk1, 1000), null)),
    atR(
      "rekey: the same rk1 after the new epoch opened",
      answerTo(rk1, rk2),
      open(newI, "frame"),
      answerTo(rk1, null),
    ),
    atR("rekey: rk1 of the present epoch", answerTo(changed(rk1, 3), null)),
    atR("rekey: rk1 of the epoch after the next", answerTo(join(u32(2), publicKey), null)),
    atR("rekey: rk1 one byte short", answerTo(rk1.subarray(0, -1), null)),
    atR("rekey: rk1 one byte long", answerTo(join(rk1, u8(0)), null)),
    atR("rekey: rk1 with a curve key of low order", answerTo(lowOrder, null)),
    atR("rekey: rk1 with an ML-KEM key over the modulus", answerTo(overModulus, null)),
    atR("rekey: the responder takes no rk2", finish(rk2, null)),
    atR("rekey: next epoch before rk1", open(newI, "dropped")),
    atR(
      "rekey: the old epoch 60 s after the new one opened",
      answerTo(rk1, rk2),
      open(newI, "frame", 5),
      open(frame(0), "dropped", 60_005),
    ),
    atI("rekey: the initiator answers no rk1", answerTo(rk1, null)),
    atI("rekey: rk2 that was not asked for", finish(rk2, null)),
    atI("rekey: rk2 twice", begin, finish(rk2, "done"), finish(rk2, null)),
    atI("rekey: rk2 of another epoch", begin, finish(changed(rk2, 3), null)),
    atI("rekey: rk2 one byte short", begin, finish(rk2.subarray(0, -1), null)),
    atI(
      "rekey: rk2 with a curve part of low order",
      begin,
      finish(join(rk2.subarray(0, 1092), Buffer.alloc(32)), null),
    ),
    atI(
      "rekey: another ciphertext gives other keys",
      begin,
      finish(changed(rk2, 500), "done"),
      open(newR, "dropped"),
    ),
    atI("rekey: next epoch before it was asked for", open(newR, "dropped")),
    atI(
      "rekey: epoch after the next",
      begin,
      open(hex(frameBlock(next.chain.responder, 2, 0, text(1))), "dropped"),
    ),
    atI("rekey: the old epoch at 60 s", begin, finish(rk2, "done"), open(oldR, "dropped", 60_000)),
    atI(
      "rekey: a farewell of the old epoch at 60 s",
      begin,
      finish(rk2, "done"),
      open(hex(farewellBlock(keys.bye.responder, 0, bye)), "dropped", 60_000),
    ),
  ];
}

const given = { root: hex(root), th: hex(th) };
const cases = [...opening(), ...refusedFrames(), ...refusedFarewells(), ...(await exchange())];
writeSuite("ratchet", "spec/pair.md sections 6 to 8", [
  derivations(),
  ...cases.map((it) => ({ ...it, given })),
]);
