import { systemRandom } from "@tacet/client";
import { releases } from "@tacet/client/release";
import { type Silence, objectIn } from "../doctor/request.ts";
import { makeRoom } from "../doctor/room.ts";
import { ENCODINGS, type Encoding, GUISE, type Served, ask } from "./ask.ts";
import {
  type Difference,
  type Place,
  compareAnswer,
  compareTold,
  placeOf,
  strangersIn,
  together,
} from "./compare.ts";
import type { ReleaseList } from "./list.ts";

/** A difference, with the encodings in which it was found; none where it was found in all, or has none. */
export type Found = ReturnType<typeof together>[number];

/** What a check came to: what differs; where nobody answered; or what answers that is no relay. */
export type Result =
  | {
      readonly kind: "checked";
      readonly differences: readonly Found[];
      /** How many addresses were asked for. */
      readonly asked: number;
    }
  | { readonly kind: "silent"; readonly address: string; readonly code: string }
  | { readonly kind: "other"; readonly status: number };

/** 16 bytes in base64url, in the one spelling. */
const ROOM_ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** Requests at a time: a page's own browser has as many. */
const AT_ONCE = 6;

/** The room of a check lives as long as an answer may take: a shorter one would be over before a distant relay was asked for its page. */
const ROOM_SECONDS = 20;

/** Holds a relay against a list (spec/release.md 3). */
export async function checkRelay(origin: string, list: ReleaseList): Promise<Result> {
  const address = "/version.json";
  const told = await ask(origin, address, "identity");
  if ("silence" in told) return { kind: "silent", address, code: told.silence };
  const claim = jsonOf(told);
  if (told.status !== 200 || !isVersion(claim)) return { kind: "other", status: told.status };
  const said = compareTold(claim, list).map(bare);
  if (said.some(({ way }) => way === "version")) return { kind: "checked", differences: said, asked: 1 };
  const rooms = await roomPages(origin);
  const place = placeOf(origin);
  const wishes = [...list.page.keys(), ...rooms.addresses].flatMap((address) =>
    ENCODINGS.map((encoding) => ({ address, encoding })),
  );
  const answers = await inTurns(wishes, roomsFirst(wishes, list), async ({ address, encoding }) =>
    judge(await ask(origin, address, encoding), { address, encoding, list, place, origin }),
  );
  const found = [...said, ...rooms.differences, ...together(answers.flat(), ENCODINGS.length)];
  // Half a relay is none: who is cut off in the middle has checked nothing. What was found until then is told all the same.
  const silent = found.find(({ way }) => way === "silent");
  if (silent !== undefined && found.every(({ way }) => way === "silent"))
    return { kind: "silent", address: silent.address, code: silent.detail };
  return { kind: "checked", differences: found, asked: list.page.size + rooms.addresses.length };
}

/**
 * The page of a room that lives and of one that nobody made: each room's page is the same, and a relay that serves another for some would
 * do so where somebody is.
 */
async function roomPages(
  origin: string,
): Promise<{ readonly addresses: readonly string[]; readonly differences: readonly Found[] }> {
  const answer = await makeRoom(origin, ROOM_SECONDS, GUISE);
  const status = "silence" in answer ? answer.silence : `status ${answer.status}`;
  const id = "silence" in answer || answer.status !== 201 ? null : objectIn(answer)?.["room_id"];
  const nobodys = roomPage(Buffer.from(systemRandom.bytes(16)).toString("base64url"));
  if (typeof id === "string" && ROOM_ID.test(id))
    return { addresses: [roomPage(id), nobodys], differences: [] };
  return {
    addresses: [nobodys],
    differences: [bare({ address: "/rooms", way: "room", detail: status })],
  };
}

function bare(difference: Difference): Found {
  return { ...difference, encodings: [] };
}

function roomPage(id: string): string {
  return `/rooms/${id}`;
}

/** Places in the wishes: the pages of rooms first, while the room lives, in an order that nobody can foresee. */
function roomsFirst(wishes: readonly { readonly address: string }[], list: ReleaseList): readonly number[] {
  const listed = [...wishes.keys()].filter((at) => list.page.has(wishes[at]?.address ?? ""));
  const rooms = [...wishes.keys()].filter((at) => !listed.includes(at));
  const drawn = rooms.map((at) => ({ at, by: Buffer.from(systemRandom.bytes(6)).readUIntBE(0, 6) }));
  return [...drawn.sort((a, b) => a.by - b.by).map(({ at }) => at), ...listed];
}

interface Question {
  readonly address: string;
  readonly encoding: Encoding;
  readonly list: ReleaseList;
  readonly place: Place;
  readonly origin: string;
}

async function judge(
  served: Served | Silence,
  { address, encoding, list, place, origin }: Question,
): Promise<readonly (readonly [Encoding, Difference])[]> {
  if ("silence" in served) return [[encoding, { address, way: "silent", detail: served.silence }]];
  const file = list.page.get(address) ?? list.page.get("/");
  if (file === undefined) return [];
  const { bytes } = served;
  const hash = bytes === null ? null : await hashOf(bytes);
  const listed = { file, headers: list.headers.get(file.kind) ?? new Map<string, string>() };
  const differences = compareAnswer(address, listed, { ...served, hash }, place);
  const isOther = differences.some(({ way }) => way === "bytes") && file.type.startsWith("text/html");
  const strangers = isOther && bytes !== null ? strangersIn(address, bytes, list, origin) : [];
  return [...differences, ...strangers].map((difference) => [encoding, difference]);
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  return `sha256-${Buffer.from(await releases.digest(bytes)).toString("base64")}`;
}

function jsonOf({ bytes }: Served): unknown {
  try {
    return JSON.parse(Buffer.from(bytes ?? []).toString("utf8"));
  } catch {
    return null;
  }
}

/** Whether an answer's JSON is one of /version.json, of any version. */
function isVersion(claim: unknown): boolean {
  return typeof claim === "object" && claim !== null && "version" in claim && "assets" in claim;
}

/** Runs so many at a time, in the order of the places, and answers in the order of the wishes. */
async function inTurns<Wish, Answer>(
  wishes: readonly Wish[],
  places: readonly number[],
  run: (wish: Wish) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = places[next++]; at !== undefined; at = places[next++]) {
      const wish = wishes[at];
      if (wish !== undefined) answers[at] = await run(wish);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers;
}
