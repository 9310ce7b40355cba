import { systemRandom } from "@tacet/client";
import { releases } from "@tacet/client/release";
import { ENCODINGS, type Encoding, type Served, ask } from "./ask.ts";
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

export interface Result {
  readonly differences: readonly Found[];
  /** How many addresses were asked for. */
  readonly asked: number;
}

/** Requests at a time: a page's own browser has as many. */
const AT_ONCE = 6;

/** Holds a relay against a list (spec/release.md 3). Null when it does not answer. */
export async function checkRelay(origin: string, list: ReleaseList): Promise<Result | null> {
  const told = await ask(origin, "/version.json", "identity");
  if (told === null) return null;
  const said = compareTold(jsonOf(told), list).map((difference) => ({ ...difference, encodings: [] }));
  if (said.some(({ way }) => way === "version")) return { differences: said, asked: 1 };
  const rooms = [roomPage(), roomPage()];
  const wishes = [...list.page.keys(), ...rooms].flatMap((address) =>
    ENCODINGS.map((encoding) => ({ address, encoding })),
  );
  const place = placeOf(origin);
  const answers = await inTurns(wishes, async ({ address, encoding }) => {
    const served = await ask(origin, address, encoding);
    return served === null ? null : judge(served, { address, encoding, list, place, origin });
  });
  const found = answers.filter((answer) => answer !== null).flat();
  // Half a relay is none: who is cut off in the middle has checked nothing.
  if (found.length === 0 && answers.includes(null)) return null;
  return {
    differences: [...said, ...together(found, ENCODINGS.length)],
    asked: list.page.size + rooms.length,
  };
}

interface Question {
  readonly address: string;
  readonly encoding: Encoding;
  readonly list: ReleaseList;
  readonly place: Place;
  readonly origin: string;
}

async function judge(
  served: Served,
  { address, encoding, list, place, origin }: Question,
): Promise<readonly (readonly [Encoding, Difference])[]> {
  const file = list.page.get(address) ?? list.page.get("/");
  if (file === undefined) return [];
  const { status, headers, bytes } = served;
  const hash = bytes === null ? null : await hashOf(bytes);
  const listed = { file, headers: list.headers.get(file.kind) ?? new Map<string, string>() };
  const differences = compareAnswer(address, listed, { status, headers, hash }, place);
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

/** The page of a room that nobody made: every room's page is the same. */
function roomPage(): string {
  return `/rooms/${Buffer.from(systemRandom.bytes(16)).toString("base64url")}`;
}

/** Runs so many at a time, and answers in the order of the wishes. */
async function inTurns<Wish, Answer>(
  wishes: readonly Wish[],
  run: (wish: Wish) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < wishes.length; at = next++) {
      const wish = wishes[at];
      if (wish !== undefined) answers[at] = await run(wish);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers;
}
