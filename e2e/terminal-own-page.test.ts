/*
 * The page from a person's own machine, in a browser, with its rooms at a relay that serves it to nobody.
 */
import { afterEach, expect, it } from "vitest";
import { freePort } from "./harness/relay.ts";
import { useStage } from "./harness/stage.ts";
import { stopAll, tacet } from "./harness/tacet.ts";

const stage = useStage({ right: false });
afterEach(stopAll);

it("a page from this machine makes a room at a relay elsewhere, and asks nobody else for anything", async () => {
  const port = await freePort();
  const page = `http://localhost:${port}`;
  const relay = await stage.relay({ TACET_ALLOWED_ORIGINS: page });
  const server = tacet(["page", "--port", String(port)], { relay: relay.origin });
  await server.untilSaid(/The page is at/);
  const person = await stage.person(stage.left());
  const link = await person.createRoom(page);
  expect(new URL(link).origin).toBe(relay.origin);
  const guest = tacet(["join", "-", "--json"]);
  guest.child.stdin.write(`${link}\n`);
  await guest.until({ event: "status", value: "secure" });
  guest.say({ do: "message", text: "hello from the terminal" });
  await person.reads("hello from the terminal");
  // How often is not the promise: the client may open a second socket ahead.
  const asked = person.tab.problems.splice(0).map(({ kind, text }) => `${kind} ${text}`);
  expect(new Set(asked)).toEqual(
    new Set([`foreign ${relay.origin}/rooms`, `foreign ${relay.origin.replace(/^http/, "ws")}/relay`]),
  );
});
