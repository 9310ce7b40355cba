import { connect } from "node:net";
import { readConfig } from "@tacet/relay";
import { expect, test } from "vitest";
import { postRoom, startRelay } from "./harness.ts";
import { requestText } from "./raw.ts";

const GROUPS = readConfig({}).groups;
const HASH = "A".repeat(42) + "A";
const good = { kind: "pair", admission: HASH, seat: HASH };
const KEY = Buffer.from([9, ...new Uint8Array(31)]).toString("base64url");
const many = { kind: "group", admission: HASH, seat: HASH, owner: KEY };
const keyOf = (hex: string): string => Buffer.from(hex.padEnd(64, "0"), "hex").toString("base64url");

/** What is wrong with a body, the code and the field it should be answered with. */
const CASES: readonly (readonly [body: unknown, status: number, code: string, field?: string])[] = [
  ["", 400, "bad-json"],
  ["{", 400, "bad-json"],
  ["[]", 400, "bad-json"],
  ["null", 400, "bad-json"],
  ['"pair"', 400, "bad-json"],
  ["{} {}", 400, "bad-json"],
  ["\uFEFF{}", 400, "bad-json"],
  [{}, 422, "field", "kind"],
  [{ ...good, kind: "trio" }, 422, "field", "kind"],
  [{ ...good, kind: "group" }, 422, "field", "owner"],
  [{ ...many, admission: undefined }, 422, "field", "admission"],
  [{ ...many, seat: HASH.slice(1) }, 422, "field", "seat"],
  [{ ...many, owner: `${KEY}=` }, 422, "field", "owner"],
  [{ ...many, owner: 7 }, 422, "field", "owner"],
  // Of small order, or a second spelling of one, or beyond the field.
  [{ ...many, owner: keyOf("") }, 422, "field", "owner"],
  [{ ...many, owner: keyOf("01") }, 422, "field", "owner"],
  [{ ...many, owner: keyOf(`01${"00".repeat(30)}80`) }, 422, "field", "owner"],
  [{ ...many, owner: keyOf(`ec${"ff".repeat(30)}7f`) }, 422, "field", "owner"],
  [{ ...many, owner: keyOf(`ed${"ff".repeat(30)}7f`) }, 422, "field", "owner"],
  [{ ...many, owner: keyOf(`ee${"ff".repeat(31)}`) }, 422, "field", "owner"],
  [
    { ...many, owner: keyOf("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85") },
    422,
    "field",
    "owner",
  ],
  [{ ...many, capacity: 1 }, 422, "field", "capacity"],
  [{ ...many, capacity: 101 }, 422, "field", "capacity"],
  [{ ...many, capacity: 2.5 }, 422, "field", "capacity"],
  [{ ...many, ttl_seconds: -1 }, 422, "field", "ttl_seconds"],
  [{ ...many, ttl_seconds: 2_592_001 }, 422, "field", "ttl_seconds"],
  [{ ...many, policy: { path: "sideways" } }, 422, "field", "policy.path"],
  [{ ...many, policy: { owner_leaves: 1 } }, 422, "field", "policy.owner_leaves"],
  [{ ...many, policy: { rejoin: true } }, 422, "field", "policy.rejoin"],
  [{ ...many, rejoin: true }, 422, "field", "rejoin"],
  [{ kind: "pair", seat: HASH }, 422, "field", "admission"],
  [{ kind: "pair", admission: HASH }, 422, "field", "seat"],
  [{ ...good, admission: HASH.slice(1) }, 422, "field", "admission"],
  [{ ...good, admission: `${HASH}=` }, 422, "field", "admission"],
  [{ ...good, admission: `${HASH.slice(1)}B` }, 422, "field", "admission"],
  [{ ...good, admission: `${HASH.slice(2)}+A` }, 422, "field", "admission"],
  [{ ...good, seat: 7 }, 422, "field", "seat"],
  [{ ...good, seat: null }, 422, "field", "seat"],
  [{ ...good, ttl_seconds: 0 }, 422, "field", "ttl_seconds"],
  [{ ...good, ttl_seconds: -1 }, 422, "field", "ttl_seconds"],
  [{ ...good, ttl_seconds: 1.5 }, 422, "field", "ttl_seconds"],
  [{ ...good, ttl_seconds: "60" }, 422, "field", "ttl_seconds"],
  [{ ...good, ttl_seconds: null }, 422, "field", "ttl_seconds"],
  [{ ...good, ttl_seconds: 86_401 }, 422, "field", "ttl_seconds"],
  [{ ...good, ttl_seconds: 1e300 }, 422, "field", "ttl_seconds"],
  [{ ...good, policy: "direct" }, 422, "field", "policy"],
  [{ ...good, policy: { path: "sideways" } }, 422, "field", "policy.path"],
  [{ ...good, policy: { rejoin: true } }, 422, "unavailable", "policy.rejoin"],
  [{ ...good, policy: { rejoin: 0 } }, 422, "field", "policy.rejoin"],
  [{ ...good, policy: { owner_leaves: true } }, 422, "field", "policy.owner_leaves"],
  [{ ...good, capacity: 3 }, 422, "field", "capacity"],
  [{ ...good, Kind: "pair" }, 422, "field", "Kind"],
  [{ ...good, "x-2": 1 }, 422, "field", "x-2"],
  [{ ...good, policy: { "Owner-2": 1 } }, 422, "field", "policy.Owner-2"],
  [{ ...good, ["y".repeat(41)]: 1 }, 422, "field", "unknown"],
  [{ ...good, "two words": 1 }, 422, "field", "unknown"],
  [`{"__proto__":{},"kind":"pair","admission":"${HASH}","seat":"${HASH}"}`, 422, "field", "__proto__"],
  [`{"constructor":1,"kind":"pair","admission":"${HASH}","seat":"${HASH}"}`, 422, "field", "constructor"],
];

test("each wrong body of POST /rooms is refused for its one reason, by name", async () => {
  const relay = await startRelay();
  for (const [body, status, code, field] of CASES) {
    const response = await postRoom(relay, body);
    const said = (await response.json()) as { error: { code: string; field?: string } };
    const name = JSON.stringify(body).slice(0, 80);
    expect([response.status, said.error.code, said.error.field], name).toEqual([status, code, field]);
  }
  expect(relay.relay.inspect().rooms).toEqual([]);
  expect(relay.relay.inspect().groups.rooms).toEqual([]);
});

test("a host that sets a maximum makes no room without an end, and none that lives longer", async () => {
  const relay = await startRelay({ config: { groups: { ...GROUPS, groupTtlSecondsMax: 600 } } });
  for (const [ttl, status] of [
    [0, 422],
    [601, 422],
    [600, 201],
  ] as const) {
    const response = await postRoom(relay, { ...many, ttl_seconds: ttl });
    const { error } = (await response.json()) as { error?: { field?: string } };
    expect([response.status, error?.field]).toEqual([status, status === 422 ? "ttl_seconds" : undefined]);
  }
});

test("a room for many says what holds in it", async () => {
  const relay = await startRelay();
  const said = async (fields: object): Promise<unknown> =>
    (await postRoom(relay, { ...many, ...fields })).json();
  const limits = { grace_seconds: 600, idle_seconds: 86_400, frame_bytes: 65_536, capacity: 50 };
  expect(await said({})).toMatchObject({ limits: { ...limits, ttl_seconds: 86_400 } });
  expect(await said({ ttl_seconds: 0, capacity: 100 })).toMatchObject({
    expires_at: 0,
    limits: { ...limits, ttl_seconds: 0, capacity: 100 },
  });
});

test("a body that is not UTF-8 is no JSON", async () => {
  const relay = await startRelay();
  const response = await fetch(`http://127.0.0.1:${relay.port}/rooms`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: Buffer.concat([Buffer.from('{"kind":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
  });
  expect(response.status).toBe(400);
});

test("the whole of what is allowed is accepted, at its bounds", async () => {
  const relay = await startRelay();
  const bodies = [
    good,
    { ...good, ttl_seconds: 1 },
    { ...good, ttl_seconds: 86_400 },
    { ...good, policy: {} },
    { ...good, policy: { path: "direct", rejoin: false } },
    { ...good, policy: { path: "any" } },
    { ...good, policy: { path: "relayed", rejoin: false } },
  ];
  for (const body of bodies) expect((await postRoom(relay, body)).status).toBe(201);
  const padded = `${JSON.stringify(good)}${" ".repeat(16_384 - JSON.stringify(good).length)}`;
  expect((await postRoom(relay, padded)).status).toBe(201);
  expect((await postRoom(relay, `${padded} `)).status).toBe(413);
});

test("the media type is JSON and nothing near it", async () => {
  const relay = await startRelay();
  const types: readonly (readonly [type: string, status: number])[] = [
    ["application/json", 201],
    ["application/json; charset=utf-8", 201],
    ["APPLICATION/JSON;charset=UTF-8", 201],
    ["application/json; charset=latin1", 415],
    ["application/jsonp", 415],
    ["application/json, text/plain", 415],
    ["text/plain", 415],
    ["", 415],
  ];
  for (const [type, status] of types) {
    expect((await postRoom(relay, good, { "content-type": type })).status, type).toBe(status);
  }
});

test("origins: none and our own may post, a page served elsewhere only where it is allowed and told so", async () => {
  const page = "https://page.example";
  const relay = await startRelay({ config: { allowedOrigins: [page] } });
  expect((await postRoom(relay, good)).status).toBe(201);
  const own = await postRoom(relay, good, { origin: relay.url });
  expect([own.status, own.headers.get("access-control-allow-origin")]).toEqual([201, null]);
  const other = await postRoom(relay, good, { origin: page });
  expect([other.status, other.headers.get("access-control-allow-origin"), other.headers.get("vary")]).toEqual(
    [201, page, "origin"],
  );
  const refused = await postRoom(relay, {}, { origin: page });
  expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([422, page]);
  const question = await fetch(`http://127.0.0.1:${relay.port}/rooms`, {
    method: "OPTIONS",
    headers: { origin: page },
  });
  expect([question.status, question.headers.get("access-control-allow-methods")]).toEqual([200, "POST"]);
  for (const origin of [
    "https://page.example.evil",
    "http://page.example",
    "https://page.example:444",
    "null",
    "*",
  ]) {
    const answer = await postRoom(relay, good, { origin });
    expect([answer.status, answer.headers.get("access-control-allow-origin")], origin).toEqual([403, null]);
  }
});

test("bodies that arrive slowly share what their address may hold: the next is told to wait", async () => {
  const relay = await startRelay({ limits: { pendingBytesPerAddressMax: 20_000 } });
  const head = { "content-type": "application/json", "content-length": "16000" };
  const slow = connect(relay.port, "127.0.0.1", () => {
    slow.write(`${requestText("POST", "/rooms", head)}${" ".repeat(15_000)}`);
  });
  await expect.poll(() => relay.relay.inspect().pending.bytes).toBe(15_000);
  expect(relay.relay.inspect().visitors.length).toBeGreaterThan(0);
  expect((await postRoom(relay, `${JSON.stringify(good)}${" ".repeat(10_000)}`)).status).toBe(429);
  expect((await postRoom(relay, good)).status).toBe(201);
  slow.destroy();
});
