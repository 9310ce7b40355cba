import {
  type Content,
  type Crypto,
  KIND,
  type PairSession,
  blockHash,
  handshakes,
  createKem,
  openBlock,
  rekeying,
  sealFrame,
  systemRandom,
  bodies,
} from "@tacet/core";
import { type Check, type Group, group, same } from "./suite.ts";

const FRAMES = 60;
const FLIPS = 200;

interface Sessions {
  creator: PairSession;
  guest: PairSession;
}

/** A whole conversation as core makes it: handshake, frames both ways, fresh keys, farewells, and blocks that may not open. */
export async function conversationGroups(): Promise<readonly Group[]> {
  const crypto: Crypto = { random: systemRandom, kem: await createKem() };
  const groups = [await kemGroup(), await group(`handshake (${crypto.kem.kind})`, handshakeChecks(crypto))];
  const sessions = await shake(crypto, systemRandom.bytes(32));
  groups.push(await group("frames of epoch 0", frameChecks(sessions)));
  groups.push(await group("fresh keys", [{ name: "epoch 1", run: () => rekey(crypto, sessions) }]));
  groups.push(await group("frames of epoch 1", frameChecks(sessions)));
  groups.push(await group("flipped, cut, reflected and repeated frames", tamperChecks(sessions)));
  groups.push(await group("farewell", [{ name: "opens at the other side", run: () => farewell(sessions) }]));
  return groups;
}

/** Every way in which this engine can do the key exchange, with each other. */
async function kemGroup(): Promise<Group> {
  const ways = await Promise.all(
    (["native", "composed", "mixed", "noble"] as const).map((kind) => createKem(systemRandom, kind)),
  );
  const kems = [...new Map(ways.map((kem) => [kem.kind, kem])).values()];
  const pairs = kems.flatMap((one) => kems.map((other) => [one, other] as const));
  return group(
    `key exchange by ${kems.map(({ kind }) => kind).join(", ")}`,
    pairs.map(([one, other]) => ({
      name: `${one.kind} with ${other.kind}`,
      run: async () => {
        const { publicKey, secret } = await one.generate();
        const { ciphertext, shared } = await other.encapsulate(publicKey);
        same(await one.decapsulate(secret, ciphertext), shared);
        same(await other.decapsulate(secret, ciphertext), shared);
      },
    })),
  );
}

function handshakeChecks(crypto: Crypto): readonly Check[] {
  return [
    {
      name: "both sides agree",
      run: async () => {
        const { creator, guest } = await shake(crypto, systemRandom.bytes(32));
        same(creator.safety, guest.safety);
        same(creator.th, guest.th);
        return true;
      },
    },
    {
      name: "another key opens nothing",
      run: async () => {
        const room = { roomId: systemRandom.bytes(16) };
        const policy = { path: "direct", rejoin: false } as const;
        const { block } = await handshakes.initiate(crypto, {
          ...room,
          inviteKey: systemRandom.bytes(32),
          policy,
        });
        const responder = handshakes.respond({ ...room, inviteKey: systemRandom.bytes(32), path: "direct" });
        return (await handshakes.stepResponder(crypto, responder, block)).kind === "dropped";
      },
    },
    {
      name: "a flipped bit of m1 opens nothing",
      run: async () => {
        const room = { roomId: systemRandom.bytes(16), inviteKey: systemRandom.bytes(32) };
        const { block } = await handshakes.initiate(crypto, {
          ...room,
          policy: { path: "direct", rejoin: false },
        });
        for (const at of [1, 40, 1_000, block.length - 1]) {
          const step = await handshakes.stepResponder(
            crypto,
            handshakes.respond({ ...room, path: "direct" }),
            flip(block, at * 8),
          );
          if (step.kind !== "dropped") return false;
        }
        return true;
      },
    },
  ];
}

async function shake(crypto: Crypto, inviteKey: Uint8Array): Promise<Sessions> {
  const room = { roomId: systemRandom.bytes(16), inviteKey };
  const begun = await handshakes.initiate(crypto, { ...room, policy: { path: "direct", rejoin: false } });
  const answer = await handshakes.stepResponder(
    crypto,
    handshakes.respond({ ...room, path: "direct" }),
    begun.block,
  );
  if (answer.kind !== "answer") throw new Error(`m1 was ${answer.kind}`);
  const creator = await handshakes.stepInitiator(crypto, begun.state, answer.block);
  if (creator.kind !== "established") throw new Error(`m2 was ${creator.kind}`);
  same(creator.answeredHash, blockHash(answer.block));
  const guest = await handshakes.stepResponder(crypto, answer.state, creator.block);
  if (guest.kind !== "established") throw new Error(`m3 was ${guest.kind}`);
  return { creator: creator.session, guest: guest.session };
}

/** Both ways in turn, some held back and opened late. */
function frameChecks(sessions: Sessions): readonly Check[] {
  return Array.from({ length: FRAMES }, (_, n) => ({
    name: `frame ${n}`,
    run: async () => {
      const [from, to] = n % 2 === 0 ? (["creator", "guest"] as const) : (["guest", "creator"] as const);
      const late = await sealText(sessions, from, `late ${n}`);
      const block = await sealText(sessions, from, `text ${n} é漢👋`);
      await expectText(sessions, to, block, `text ${n} é漢👋`);
      await expectText(sessions, to, late, `late ${n}`);
      return true;
    },
  }));
}

async function rekey(crypto: Crypto, sessions: Sessions): Promise<boolean> {
  const asked = await rekeying.begin(crypto, sessions.creator);
  const answered = await rekeying.answer(crypto, sessions.guest, asked.body);
  if (answered === null) return false;
  const finished = await rekeying.finish(crypto, asked.session, answered.body, 0);
  if (finished === null) return false;
  sessions.creator = finished.session;
  sessions.guest = answered.session;
  return sessions.creator.epoch === 1 && sessions.guest.epoch === 1;
}

function tamperChecks(sessions: Sessions): readonly Check[] {
  return Array.from({ length: FLIPS }, (_, n) => ({
    name: `case ${n}`,
    run: async () => {
      const block = await sealText(sessions, "creator", `tampered ${n}`);
      const bad = [flip(block, (n * 37) % (block.length * 8)), block.slice(0, block.length - 1 - (n % 200))];
      for (const one of bad) {
        const { kind, session } = await openBlock(sessions.guest, one, 0);
        if (kind !== "dropped" || session !== sessions.guest) return false;
      }
      const reflected = await openBlock(sessions.creator, block, 0);
      if (reflected.kind !== "dropped") return false;
      await expectText(sessions, "guest", block, `tampered ${n}`);
      return (await openBlock(sessions.guest, block, 0)).kind === "dropped";
    },
  }));
}

async function farewell(sessions: Sessions): Promise<boolean> {
  const block = sessions.creator.farewells.at(-1);
  return block !== undefined && (await openBlock(sessions.guest, block, 0)).kind === "farewell";
}

async function sealText(sessions: Sessions, from: keyof Sessions, text: string): Promise<Uint8Array> {
  const content: Content = {
    kind: KIND.text,
    order: 1,
    id: systemRandom.bytes(16),
    body: bodies.text.encode(text),
  };
  const sealed = await sealFrame(sessions[from], { acks: { signal: 0, talk: 0 }, content });
  sessions[from] = sealed.session;
  return sealed.block;
}

async function expectText(
  sessions: Sessions,
  to: keyof Sessions,
  block: Uint8Array,
  text: string,
): Promise<void> {
  const opened = await openBlock(sessions[to], block, 0);
  if (opened.kind !== "frame") throw new Error(`the block was ${opened.kind}`);
  sessions[to] = opened.session;
  same(bodies.text.decode(opened.frame.content.body), text);
}

function flip(block: Uint8Array, bit: number): Uint8Array {
  const copy = block.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
