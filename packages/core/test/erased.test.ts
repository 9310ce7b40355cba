import { afterEach, describe, expect, test, vi } from "vitest";
import { fileBodies, pieces } from "../src/files/index.ts";
import { openInvitation, sealInvitation } from "../src/phrase/attempt-keys.ts";
import { agree, drawHalf } from "../src/phrase/exchange.ts";
import { encodeOffer } from "../src/files/offer.ts";
import { seededRandom } from "../src/primitives/random.ts";
import { hex } from "./bytes.ts";
import { sealerOf } from "./sealing.ts";

/*
 * Copies that nobody needs any more (spec/README.md 1). Everything that bytes are put into goes through `set`, so that is where copies are
 * noticed; those of the engine's own, nobody sees.
 */
afterEach(() => {
  vi.restoreAllMocks();
});

/**
 * Watches copying while `run` runs, and says how many arrays were given the secret, how many hold it still, and how many of those `slice` made:
 * short ones lie where the engine moves them (primitives/secret-bytes.ts).
 */
async function copiesOf(
  secret: Uint8Array,
  run: () => Promise<unknown>,
): Promise<{ readonly made: number; readonly left: number; readonly sliced: number }> {
  const wanted = hex(secret);
  const copies = new Set<Uint8Array>();
  const slices = new Set<Uint8Array>();
  const notice = (bytes: Uint8Array): void => {
    if (hex(bytes).includes(wanted)) copies.add(bytes);
  };
  vi.spyOn(Uint8Array.prototype, "set").mockImplementation(function (this: Uint8Array, from, at = 0) {
    Array.from(from).forEach((byte, index) => (this[at + index] = byte));
    notice(this);
  });
  vi.spyOn(Uint8Array.prototype, "slice").mockImplementation(function (this: Uint8Array, from, to) {
    const part = Uint8Array.from(this.subarray(from, to));
    notice(part);
    slices.add(part);
    return part;
  });
  await run();
  const left = [...copies].filter((it) => hex(it).includes(wanted));
  return { made: copies.size, left: left.length, sliced: left.filter((it) => slices.has(it)).length };
}

const setting = {
  origin: "https://tacet.example",
  address: 7,
  inviterNonce: new Uint8Array(32).fill(1),
  joinerNonce: new Uint8Array(32).fill(2),
};
const words = Uint8Array.from(Buffer.from("abandon-zoo"));
const refuse = (what: "digest" | "encrypt"): void => {
  vi.spyOn(crypto.subtle, what).mockRejectedValue(new Error("no"));
};

describe("no copy is left", () => {
  test("of a phrase's secret, when a point was made of it and when WebCrypto refuses", async () => {
    const half = await copiesOf(words, async () => drawHalf(seededRandom("half"), words.slice(), setting));
    expect(half.made).toBeGreaterThan(1);
    expect(half.left).toBe(0);
    vi.restoreAllMocks();
    refuse("digest");
    const refused = await copiesOf(words, async () => {
      await expect(drawHalf(seededRandom("half"), words.slice(), setting)).rejects.toThrow("no");
    });
    expect(refused.made).toBeGreaterThan(1);
    expect(refused.left).toBe(0);
  });

  test("of a scalar, when the two agreed and when WebCrypto refuses", async () => {
    const own = await drawHalf(seededRandom("own"), words.slice(), setting);
    const other = await drawHalf(seededRandom("other"), words.slice(), setting);
    const scalar = own.scalar.slice();
    const meet = async (): Promise<unknown> => {
      return agree({ ...own, scalar: own.scalar }, other.point, "joiner", setting);
    };
    const again = { ...own, scalar: scalar.slice() };
    expect(await copiesOf(scalar, meet)).toEqual({ made: 1, left: 0, sliced: 0 });
    vi.restoreAllMocks();
    refuse("digest");
    const refused = await copiesOf(scalar, async () => {
      await expect(agree(again, other.point, "joiner", setting)).rejects.toThrow("no");
    });
    expect(refused).toEqual({ made: 1, left: 0, sliced: 0 });
  });

  const key = Uint8Array.from({ length: 32 }, (_, at) => at + 1);
  const inviteKey = Uint8Array.from({ length: 32 }, (_, at) => 200 - at);
  const invited = { roomId: new Uint8Array(16).fill(3), inviteKey };

  test("of an invite key, when it was sealed and when WebCrypto refuses", async () => {
    const sealed = await copiesOf(inviteKey, async () => sealInvitation(key, words, invited));
    expect(sealed).toEqual({ made: 2, left: 0, sliced: 0 });
    vi.restoreAllMocks();
    refuse("encrypt");
    const refused = await copiesOf(inviteKey, async () => {
      await expect(sealInvitation(key, words, invited)).rejects.toThrow("no");
    });
    expect(refused).toEqual({ made: 2, left: 0, sliced: 0 });
  });

  test("of an invite key but the one that is handed over, in a buffer of its own", async () => {
    const sealed = await sealInvitation(key, words, invited);
    const opened = await copiesOf(inviteKey, async () => {
      const it = await openInvitation(key, words, sealed);
      expect(it?.inviteKey).toEqual(inviteKey);
    });
    expect(opened).toEqual({ made: 1, left: 1, sliced: 0 });
  });

  test("of a file's key, when its offer is refused", async () => {
    const offer = encodeOffer({ key, size: 5, type: "", name: "a" });
    for (const body of [offer.subarray(0, -1), offer.with(offer.length - 3, 9), offer.with(33, 9)]) {
      const refused = await copiesOf(key, async () => {
        expect(fileBodies.offer.decode(body)).toBeNull();
      });
      expect(refused).toEqual({ made: 0, left: 0, sliced: 0 });
      vi.restoreAllMocks();
    }
    expect(await copiesOf(key, async () => fileBodies.offer.decode(offer))).toEqual({
      made: 1,
      left: 1,
      sliced: 0,
    });
  });

  test("of a file's key but the offer's, when its sealer took it over", async () => {
    const random = { bytes: () => key.slice() };
    const taken = await copiesOf(key, async () => {
      const offer = pieces.offer(random, { size: 5, type: "", name: "a" });
      await offer.sealer(new Uint8Array(16));
    });
    expect(taken).toEqual({ made: 3, left: 1, sliced: 0 });
  });

  test("of what a piece holds, when Node's own ciphers seal it", async () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, at) => at + 100);
    const sealer = await sealerOf(new Uint8Array(16), { key, size: null });
    expect(await copiesOf(bytes, async () => sealer.seal(bytes, false))).toEqual({
      made: 1,
      left: 0,
      sliced: 0,
    });
  });

  test("of what a piece holds, when WebCrypto seals it and when it refuses", async () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, at) => at + 100);
    const file = new Uint8Array(16);
    const hidden = vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const sealer = await sealerOf(file, { key, size: null });
    hidden.mockRestore();
    expect(await copiesOf(bytes, async () => sealer.seal(bytes, false))).toEqual({
      made: 1,
      left: 0,
      sliced: 0,
    });
    vi.restoreAllMocks();
    refuse("encrypt");
    const refused = await copiesOf(bytes, async () => {
      await expect(sealer.seal(bytes, true)).rejects.toThrow("no");
    });
    expect(refused).toEqual({ made: 1, left: 0, sliced: 0 });
  });
});
