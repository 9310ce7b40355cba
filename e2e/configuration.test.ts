import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { runRelay } from "./harness/relay.ts";

describe("bad configuration refuses to start: one line that names it, exit code 2", () => {
  const cases: readonly (readonly [name: string, env: Record<string, string>, named: string])[] = [
    ["a time that is no number", { TACET_ROOM_TTL_SECONDS: "abc" }, "TACET_ROOM_TTL_SECONDS"],
    ["a time of zero", { TACET_ROOM_TTL_SECONDS: "0" }, "TACET_ROOM_TTL_SECONDS"],
    ["a number with something behind it", { TACET_ROOM_GRACE_SECONDS: "5s" }, "TACET_ROOM_GRACE_SECONDS"],
    ["a name that does not exist", { TACET_X: "1" }, "TACET_X"],
    ["an origin that is every origin", { TACET_ALLOWED_ORIGINS: "*" }, "TACET_ALLOWED_ORIGINS"],
    ["a port out of range", { PORT: "70000" }, "PORT"],
    ["a public address that is none", { TACET_PUBLIC_URL: "not an address" }, "TACET_PUBLIC_URL"],
    ["a feature that is not built", { TACET_REDIS_URL: "redis://127.0.0.1" }, "TACET_REDIS_URL"],
  ];
  for (const [name, env, named] of cases) {
    it(name, async () => {
      const { code, stdout, stderr } = await runRelay({ PORT: "0", ...env });
      expect(code).toBe(2);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      expect(stderr).toContain(named);
      expect(stdout).toBe("");
    });
  }

  it("a port in use", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = address === null || typeof address === "string" ? 0 : address.port;
    const { code, stderr } = await runRelay({ PORT: String(port) });
    await new Promise((resolve) => taken.close(resolve));
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toContain(String(port));
  });
});
