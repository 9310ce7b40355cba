import { networkInterfaces } from "node:os";
import { isFrameClass } from "@tacet/wire";
import { beforeAll, describe, expect, it } from "vitest";
import { search } from "./harness/bytes.ts";
import { sayAll } from "./harness/messages.ts";
import type { Person } from "./harness/person.ts";
import type { Proxy } from "./harness/proxy.ts";
import { chosenPair, useStage } from "./harness/stage.ts";

const MESSAGES = 200;
const WORDS = ["Waiting", "Signaling", "Upgrading", "Secure P2P", "Secure relayed", "Reconnecting", "Ended"];

describe("two browsers", () => {
  const stage = useStage();
  let creator: Person;
  let guest: Person;
  let proxy: Proxy;

  beforeAll(async () => {
    [creator, guest] = await stage.pair({ kept: true });
    ({ proxy } = await stage.proxied());
  });

  it("create, open the link, status Waiting -> Signaling -> Upgrading -> Secure P2P", async () => {
    const link = await creator.createRoom(proxy.origin);
    await creator.statusBegins("Waiting");
    await guest.joinByLink(link);
    await Promise.all([creator.secure(), guest.secure()]);
    expect((await creator.statuses()).map(firstWords)).toEqual([
      "Waiting",
      "Signaling",
      "Upgrading",
      "Secure P2P",
    ]);
    expect((await guest.statuses()).map(firstWords).slice(-3)).toEqual([
      "Signaling",
      "Upgrading",
      "Secure P2P",
    ]);
  });

  it("getStats shows a direct candidate pair", async () => {
    for (const person of [creator, guest]) {
      const { local, remote } = await chosenPair(person);
      expect(["host", "prflx", "srflx"]).toContain(local);
      expect(["host", "prflx", "srflx"]).toContain(remote);
    }
  });

  it("200 messages each way in order with none lost or doubled, states reach delivered", async () => {
    const before = proxy.frames.length;
    const texts = (who: string): string[] => Array.from({ length: MESSAGES }, (_, n) => `${who} ${n}`);
    await Promise.all([sayAll(creator, texts("creator")), sayAll(guest, texts("guest"))]);
    await Promise.all([creator.hasDelivered(MESSAGES), guest.hasDelivered(MESSAGES)]);
    await creator.shows(texts("creator"), "self");
    await creator.shows(texts("guest"), "other");
    await guest.shows(texts("guest"), "self");
    await guest.shows(texts("creator"), "other");
    // A direct room: what was said did not cross the relay. Heartbeats did, one for each side and 25 s.
    const crossed = proxy.frames.slice(before);
    expect(crossed.length, "frames on the relay while 400 messages were said").toBeLessThan(MESSAGES / 5);
  });

  it("the relay's socket carried only frames of allowed sizes", () => {
    expect(proxy.frames.length).toBeGreaterThan(8);
    expect(proxy.frames.filter(({ bytes }) => !isFrameClass(bytes.length))).toEqual([]);
  });

  it("the relay saw no session description, candidate or address in any form it can read", async () => {
    const secrets = [...new Set((await Promise.all([creator, guest].map(descriptions))).flatMap(partsOf))];
    const needles = [
      ...secrets,
      ...ownAddresses(),
      "candidate",
      "fingerprint",
      "ice-ufrag",
      "v=0\r\n",
      "typ host",
      "IN IP4",
    ];
    const carried = [...proxy.frames.map(({ bytes }) => bytes), ...proxy.bodies];
    expect(secrets.length, "parts of real descriptions to search for").toBeGreaterThan(6);
    expect(search(carried, needles)).toEqual([]);
    // The search itself can find: each needle, in a frame that a careless page might have sent.
    for (const needle of needles) {
      const careless = Buffer.from(`{"sdp":"${Buffer.from(`xy${needle}z`).toString("base64")}"}`);
      expect(search([...carried, careless], [needle]), needle).not.toEqual([]);
    }
  });
});

function firstWords(status: string): string {
  return WORDS.find((word) => status.startsWith(word)) ?? status;
}

function descriptions({ tab }: Person): Promise<string> {
  return tab.evaluate(() =>
    window.e2e.peers
      .map((peer) => `${peer.localDescription?.sdp ?? ""}${peer.remoteDescription?.sdp ?? ""}`)
      .join(""),
  );
}

/** What is secret or telling in a description: fragments, passwords, fingerprints, addresses with ports. */
function partsOf(sdp: string): readonly string[] {
  const parts = [/a=ice-ufrag:(\S+)/g, /a=ice-pwd:(\S+)/g, /a=fingerprint:sha-256 (\S+)/g].flatMap(
    (pattern) => [...sdp.matchAll(pattern)].map(([, value]) => value ?? ""),
  );
  const addresses = [...sdp.matchAll(/a=candidate:\S+ \d \S+ \d+ (\S+) (\d+) typ/g)].flatMap(
    ([, address, port]) => [`${address ?? ""} ${port ?? ""}`, address ?? ""],
  );
  return [...parts, ...addresses].filter(
    (part) => part.length >= 5 && !part.startsWith("127.") && part !== "0.0.0.0",
  );
}

function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((it) => it ?? []);
  return all.filter(({ internal }) => !internal).map(({ address }) => address);
}
