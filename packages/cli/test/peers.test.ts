import type { PeerEvent } from "@tacet/client";
import { expect, it } from "vitest";
import { createPeers } from "../src/paths/peers.ts";

it("without the library every connection fails at once, and that is said once", async () => {
  const told: PeerEvent[] = [];
  let missing = 0;
  const peers = createPeers(
    (event) => told.push(event),
    () => undefined,
    () => (missing += 1),
    undefined,
    () => Promise.resolve(null),
  );
  peers.post({ do: "prepare" });
  for (const generation of [1, 2]) {
    peers.post({ do: "open", generation, role: "offer", iceServers: [] });
    await expect.poll(() => told.at(-1)).toEqual({ on: "state", generation, state: "failed" });
  }
  expect(missing).toBe(1);
  peers.close();
});
