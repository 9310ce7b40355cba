import crypto, { randomBytes } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { expect, test, vi } from "vitest";
import { type AdmitFields, admitFrame, signed } from "./group-harness.ts";
import { HOST, Stage, StageSocket } from "./group-stage.ts";

/*
 * A stranger's admission is the same work whatever it finds (spec/relay.md 10.4): here the work is counted, which never errs. What the time
 * itself tells is measured for rooms for two (timing.test.ts), whose primitives these are.
 */

/** How often node:crypto is asked for a hash, a MAC and a comparison meanwhile. */
function counted(run: () => void): string {
  const spies = [
    vi.spyOn(crypto, "hash"),
    vi.spyOn(crypto, "createHmac"),
    vi.spyOn(crypto, "timingSafeEqual"),
  ];
  syncBuiltinESMExports();
  try {
    run();
    return spies.map((spy) => spy.mock.calls.length).join(" ");
  } finally {
    for (const spy of spies) spy.mockRestore();
    syncBuiltinESMExports();
  }
}

/** Rooms in every condition that a stranger must not tell apart. */
function conditions(): { readonly stage: Stage; readonly ids: ReadonlyMap<string, Uint8Array> } {
  const stage = new Stage();
  const open = stage.make();
  const full = stage.make({ capacity: 2 });
  stage.fill(full, 1);
  const [locked, ended] = [stage.make(), stage.make()];
  for (const [room, order] of [
    [locked, { order: "lock", locked: true }],
    [ended, { order: "end" }],
  ] as const) {
    const [owner] = stage.fill(room, 0);
    if (owner === undefined) throw new Error("nobody");
    const place = { host: HOST, roomId: room.roomId, nonce: owner.welcome.nonce };
    stage.say(owner, signed(room.owner, place, 1, order));
  }
  const expired = stage.make({ ttlSeconds: 1 });
  const left = stage.make();
  const [first] = stage.fill(left, 0);
  if (first !== undefined) stage.say(first, { kind: "leave" });
  stage.clock.advance(1_000);
  stage.tick();
  const rooms = { open, full, locked, ended, expired, left };
  const ids = new Map<string, Uint8Array>([["absent", randomBytes(16)]]);
  for (const [name, { roomId }] of Object.entries(rooms)) ids.set(name, roomId);
  return { stage, ids };
}

test.each([
  ["enter", 0],
  ["return", 0],
  ["return", 186],
] as const)("by %s with a ticket of %i bytes: the same work and the same answer", (mode, ticketBytes) => {
  const { stage, ids } = conditions();
  const before = JSON.stringify(stage.registry.contents());
  const seen = new Map<string, string>();
  for (const [name, roomId] of ids) {
    const fields: AdmitFields = { mode, secret: randomBytes(32), ticket: randomBytes(ticketBytes) };
    const frame = admitFrame({ roomId, token: randomBytes(32) }, fields);
    const socket = new StageSocket();
    if (frame.kind !== "group-admit") throw new Error("not an admission");
    seen.set(
      name,
      counted(() => stage.registry.admit(socket, frame)),
    );
    expect([name, socket.open, socket.heard]).toEqual([name, false, [{ kind: "refused", code: "absent" }]]);
  }
  expect(seen.size).toBe(7);
  expect(seen.get("absent")).toMatch(ticketBytes === 0 ? "2 0 0" : "2 1 1");
  expect(new Set(seen.values()).size).toBe(1);
  expect(JSON.stringify(stage.registry.contents())).toBe(before);
});
