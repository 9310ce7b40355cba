/* The conversation with oneself leaves no secrets behind, however it ends. */
import { createKem, handshakes, systemRandom } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { warmUp } from "../src/drivers/rehearsal.ts";

const isErased = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** The initiator's secrets of the one handshake that is begun. */
async function rehearsed(crypto: Crypto): Promise<Uint8Array[]> {
  const { initiate } = handshakes;
  const begun: Awaited<ReturnType<typeof initiate>>[] = [];
  vi.spyOn(handshakes, "initiate").mockImplementation(async (...given) => {
    const first = await initiate(...given);
    begun.push(first);
    return first;
  });
  await warmUp(crypto).catch(() => undefined);
  return begun.flatMap(({ state }) => [state.inviteKey, state.kemSecret, state.nonce]);
}

describe("a rehearsal", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("erases what it began with when it has gone through", async () => {
    const erased = (await rehearsed({ random: systemRandom, kem: await createKem() })).map(isErased);
    expect(erased).toEqual([true, true, true]);
  });

  it("erases the initiator's secrets when m2 is dropped", async () => {
    vi.spyOn(handshakes, "stepInitiator").mockResolvedValue({ kind: "dropped" });
    const erased = (await rehearsed({ random: systemRandom, kem: await createKem() })).map(isErased);
    expect(erased).toEqual([true, true, true]);
  });

  it("erases the responder's secrets when m3 is dropped", async () => {
    const { stepResponder: step } = handshakes;
    const answers: Awaited<ReturnType<typeof step>>[] = [];
    vi.spyOn(handshakes, "stepResponder").mockImplementation(async (...given) => {
      if (answers.length > 0) return { kind: "dropped" };
      const answer = await step(...given);
      answers.push(answer);
      return answer;
    });
    const wiped = vi.spyOn(handshakes, "wipe");
    await warmUp({ random: systemRandom, kem: await createKem() });
    const [answer] = answers;
    expect(answer?.kind).toBe("answer");
    expect(wiped.mock.calls.map(([state]) => state)).toContain(
      answer?.kind === "answer" ? answer.state : null,
    );
  });

  it("erases its invitation when the platform's cryptography fails", async () => {
    const given: Uint8Array[] = [];
    const random = {
      ...systemRandom,
      bytes: (length: number) => {
        const bytes = systemRandom.bytes(length);
        given.push(bytes);
        return bytes;
      },
    };
    const kem = { ...(await createKem()), generate: () => Promise.reject(new Error("the KEM broke")) };
    await expect(warmUp({ random, kem })).rejects.toThrow("the KEM broke");
    expect(given[0]?.length).toBe(32);
    expect(given[0] !== undefined && isErased(given[0])).toBe(true);
  });
});
