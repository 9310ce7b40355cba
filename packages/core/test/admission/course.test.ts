import { describe, expect, test } from "vitest";
import { commit, hand, say } from "../group/room.ts";
import { toyCrypto } from "../group/toy.ts";
import { admitted, admitterDoes, begun, carry, INVITE_KEY, joinerDoes, packed, three } from "./sides.ts";

/* The course of an admission, as it should go (spec/admission.md). */

const crypto = (): ReturnType<typeof toyCrypto> => toyCrypto("admission");
const stretched = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describe("by the link", () => {
  test("somebody gets in, speaks, and is heard", async () => {
    const c = crypto();
    const [owner, second, third] = await three(crypto);
    const it = await begun(c, { group: second.state });
    const newcomer = await admitted(c, it, second, [owner, third]);
    expect(it.heardByAdmitter.map(({ kind }) => kind)).toEqual(["asks", "key-package", "done"]);
    expect(it.heardByAdmitter[0]).toMatchObject({ name: "Ana", returning: null });
    expect(it.heardByJoiner.map(({ kind }) => kind)).toEqual(["terms", "joined"]);
    expect(it.heardByJoiner[1]).toMatchObject({ inviteKey: INVITE_KEY });
    expect([it.admitter, it.joiner]).toEqual([null, null]);
    expect(newcomer.chain).toEqual(owner.chain);
    await commit(c, newcomer, [owner, second, third], { kind: "update" });
    const block = await say(c, newcomer, 64);
    expect((await hand(c, owner, block)).kind).toBe("said");
  });

  test("with the password, the joiner confirms first", async () => {
    const c = crypto();
    const [owner, second, third] = await three(crypto, { password: true });
    const it = await begun(c, { group: owner.state });
    const same = { joiner: stretched(3), admitter: stretched(3) };
    const newcomer = await admitted(c, it, owner, [second, third], same);
    expect(newcomer.state.settings.password).toBe(true);
  });

  test("where a person is asked, the joiner waits, and time begins anew with the answer", async () => {
    const c = crypto();
    const [owner] = await three(crypto, { admission: "knock" });
    const it = await begun(c, { group: owner.state });
    await carry(c, it);
    await admitterDoes(c, it, { kind: "wait" });
    await carry(c, it);
    expect(it.heardByJoiner).toEqual([{ kind: "waiting" }]);
    it.nowMs = 59_999;
    await admitterDoes(c, it, { kind: "tick" });
    await joinerDoes(c, it, { kind: "tick" });
    expect(await packed(c, it, owner.state)).not.toBeNull();
  });
});
