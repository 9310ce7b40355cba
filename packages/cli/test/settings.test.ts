import { describe, expect, it } from "vitest";
import type { Call } from "../src/command/form.ts";
import { FORMS } from "../src/command/forms.ts";
import { parse } from "../src/command/parse.ts";
import { CliError } from "../src/errors.ts";
import { relayOrigin } from "../src/room/invitation.ts";
import { createWish, joinWish } from "../src/room/settings.ts";
import type { Shell } from "../src/shell.ts";
import { testShell } from "./test-shell.ts";

const KEY = `1${"A".repeat(43)}`;
const ROOM = "A".repeat(22);

const shell = (relay?: string): Shell => testShell({ relay });

function call(...parts: readonly string[]): Call {
  const wish = parse(parts, FORMS);
  if (wish.kind !== "call") throw new Error("no call");
  return wish.call;
}

function refused(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CliError && error.exitCode === 2) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("the relay", () => {
  it("is the option's, else the environment's, else this machine's", () => {
    expect(
      createWish(call("create", "--relay", "https://a.example"), shell("https://b.example")).origin,
    ).toBe("https://a.example");
    expect(createWish(call("create"), shell("https://b.example/")).origin).toBe("https://b.example");
    expect(createWish(call("create"), shell()).origin).toBe("http://localhost:3000");
  });

  it.each([["a.example"], ["ftp://a.example"], ["https://a.example/path"], ["https://u@a.example"], [""]])(
    "is not named like %j",
    (named) => {
      expect(refused(() => relayOrigin(named))).toContain("The relay is named like");
    },
  );

  it("is reached without TLS on this machine alone", () => {
    expect(refused(() => relayOrigin("http://a.example"))).toContain("needs https");
    expect(relayOrigin("http://127.0.0.1:3000")).toBe("http://127.0.0.1:3000");
    expect(relayOrigin("http://[::1]:3000")).toBe("http://[::1]:3000");
  });
});

describe("a room's settings", () => {
  it("are taken as they are typed", () => {
    expect(
      createWish(call("create", "--ttl", "1h", "--policy", "any", "--name", " Ada "), shell()),
    ).toMatchObject({ ttlSeconds: 3600, path: "any", hideAddress: false, name: "Ada" });
    expect(createWish(call("create", "--policy", "relayed"), shell())).toMatchObject({ hideAddress: true });
  });

  it.each([
    ["--ttl", "0m"],
    ["--ttl", "1w"],
    ["--ttl", "h"],
    ["--policy", "fast"],
    ["--name", "\u200b"],
  ])("are refused: %s %s", (option, value) => {
    expect(refused(() => createWish(call("create", option, value), shell()))).toContain(option);
  });
});

describe("an invitation", () => {
  it("names its relay, and a phrase or a bare code belongs to the one that was named", async () => {
    const named = shell("https://b.example");
    const link = `https://a.example/rooms/${ROOM}#${KEY}`;
    expect(await joinWish(call("join"), named, ` ${link}\n`)).toMatchObject({ origin: "https://a.example" });
    expect(await joinWish(call("join"), named, `${ROOM}:${KEY}`)).toMatchObject({
      origin: "https://b.example",
    });
    expect(await joinWish(call("join"), named, "abandon ability able about")).toMatchObject({
      origin: "https://b.example",
    });
  });

  it.each([
    ["", "No invitation came"],
    [`https://a.example/rooms/${ROOM}`, "The key is missing"],
    [`http://a.example/rooms/${ROOM}#${KEY}`, "not protected"],
    ["abandon ability able", "four words"],
    ["abandon ability able zzzz", "Word 4"],
  ])("%j is refused with a sentence, and not repeated", async (said, sentence) => {
    const refusal = await joinWish(call("join"), shell(), said).then(
      () => "it was taken",
      (error: unknown) => (error instanceof CliError ? error.message : String(error)),
    );
    expect(refusal).toContain(sentence);
    expect(refusal).not.toContain(ROOM);
  });
});
