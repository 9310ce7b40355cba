import { KIND, seededCrypto } from "@tacet/core";
import { fileBodies } from "@tacet/core/files";
import { describe, expect, test } from "vitest";
import { createJobQueue } from "../../src/drivers/job-queue.ts";
import { createKeyring } from "../../src/drivers/keyring.ts";
import type { Job } from "../../src/pair/messages.ts";
import { Script } from "../harness/script.ts";
import { keyOf } from "./forged.ts";
import { Side } from "./side.ts";
import type { Said } from "./side.ts";

/** A file's key stands in its offer: none is kept longer than it is needed (spec/files.md 4, spec/README.md 1). */
const ID = new Uint8Array(16).fill(9);

function erased(jobs: readonly Job[]): Uint8Array[] {
  return jobs.flatMap((job) => (job.job === "erase" ? job.secrets : []));
}

const offer = (fill: number) =>
  ({
    from: "files",
    says: { do: "say", kind: KIND.fileOffer, id: ID, body: new Uint8Array(48).fill(fill) },
  }) as const;

/** A room whose file is offered: the offer waits to be acknowledged. */
function offered(): { script: Script; body: Uint8Array } {
  const script = new Script().create("present").established().secured();
  const said = offer(7);
  script.command({ do: "file", key: "k", name: "a", type: "", source: new Blob(["x"]) });
  script.input(said);
  script.command({ do: "message", key: "t", text: "hello" });
  return { script, body: said.says.body };
}

describe("an offer's body, in the room of who sent it", () => {
  test("is kept while it may be sent again, and erased when it is acknowledged", () => {
    const { script, body } = offered();
    script.wait(4000);
    expect(erased(script.jobs())).toEqual([]);
    const acks = { signal: 0, talk: script.room.talk.pending.length };
    expect(acks.talk).toBe(2);
    script.frame(script.directRoute(), { kind: KIND.heartbeat }, { acks });
    expect(script.room.talk.pending).toEqual([]);
    // The text beside it holds no key.
    expect(erased(script.jobs())).toEqual([body]);
  });

  test("is erased by its job, and by that alone", async () => {
    const body = new Uint8Array(48).fill(7);
    expect(await createKeyring(seededCrypto("s")).run({ job: "erase", secrets: [body] })).toEqual({
      did: "nothing",
    });
    expect(body).toEqual(new Uint8Array(48));
  });

  test("is erased at once where the stream is full", () => {
    const { script } = offered();
    for (let count = 0; count < 1400; count += 1) script.command({ do: "message", key: "t", text: "hello" });
    for (let count = 0; count < 70; count += 1) script.input(offer(1));
    script.look();
    const last = offer(2);
    script.input(last);
    expect(erased(script.jobs())).toEqual([last.says.body]);
  });

  test("is erased at the end, before the keys are, and so is one that came too early", () => {
    const { script, body } = offered();
    const early = { kind: KIND.fileOffer, order: 3, id: ID, body: new Uint8Array(48).fill(8) };
    script.frame(script.directRoute(), early);
    script.look();
    script.command({ do: "burn" });
    const jobs = script.jobs();
    expect(erased(jobs)).toEqual([body, early.body]);
    const queue = createJobQueue();
    jobs.forEach((job) => queue.add(job));
    const left: string[] = [];
    for (let job = queue.next(); job !== null; job = queue.next()) left.push(job.job);
    expect(left).toContain("erase");
    expect(left.indexOf("erase")).toBeLessThan(left.indexOf("wipe"));
  });
});

describe("an offer's body and key, where it arrives", () => {
  const made = (): Said => {
    const side = new Side("s");
    side.send(new Uint8Array(100_000));
    const said = side.says[0];
    if (said === undefined) throw new Error("nothing was offered");
    return said;
  };
  const secretsOf = (side: Side): Uint8Array[] =>
    side.jobs.flatMap((job) => (job.job === "erase" ? job.secrets : []));

  test("are erased: the body at once, the key with a refusal", () => {
    const said = made();
    expect(keyOf(said).some((byte) => byte !== 0)).toBe(true);
    const take = (side: Side, known = false): Uint8Array => {
      const body = said.body.slice();
      side.take({ on: "content", kind: said.kind, id: said.id, body, known });
      return body;
    };
    const taken = new Side("r");
    expect(take(taken)).toEqual(new Uint8Array(said.body.length));
    expect([taken.files.in.length, secretsOf(taken).length]).toEqual([1, 1]);
    expect(take(new Side("k"), true)).toEqual(new Uint8Array(said.body.length));
    const small = new Side("t", { ...taken.files.path, limits: { direct: 10, relayed: 10 } });
    expect(take(small)).toEqual(new Uint8Array(said.body.length));
    expect(secretsOf(small).map((secret) => secret.length)).toEqual([32, said.body.length]);
    expect(secretsOf(small).every((secret) => secret.every((byte) => byte === 0))).toBe(true);
    expect(fileBodies.cancel.decode(small.says[0]?.body ?? ID)).toMatchObject({ reason: "too-large" });
  });
});
