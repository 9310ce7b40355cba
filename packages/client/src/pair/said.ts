/*
 * Which messages there are (spec/content.md 7): the id, the sender and the state of the last 10,000, and no words. What names a message is
 * judged by this alone. Kept in pages of 100, so that one more message copies one page and not all of them.
 */
import { LIMITS } from "../limits.ts";

export interface Known<From extends string = "self" | "other"> {
  readonly from: From;
  /** Or the offer of a file: that can be answered and reacted to, and neither edited nor deleted. */
  readonly text: boolean;
  readonly deleted: boolean;
  /** Its number among the messages of the room, from 1. */
  readonly number: number;
}

type Page<From extends string> = ReadonlyMap<string, Known<From>>;

export interface Said<From extends string = "self" | "other"> {
  /** The newest last; all but the last one are full. */
  readonly pages: readonly Page<From>[];
  readonly count: number;
}

export const nothingSaid: Said = { pages: [], count: 0 };

const PAGE_MESSAGES = 100;

/** The message with this id, or null: it never was, or is remembered no longer. */
export function find<From extends string>(said: Said<From>, id: string): Known<From> | null {
  const known = said.pages[pageOf(said, id)]?.get(id);
  return known === undefined || known.number <= said.count - LIMITS.knownMessages ? null : known;
}

/** One more message. The caller asks `find` first: an id names one. */
export function remember<From extends string>(
  said: Said<From>,
  id: string,
  from: From,
  text = true,
): Said<From> {
  const count = said.count + 1;
  const known: Known<From> = { from, text, deleted: false, number: count };
  const last = said.pages.at(-1);
  const pages =
    last === undefined || last.size >= PAGE_MESSAGES
      ? [...said.pages, new Map([[id, known]])]
      : [...said.pages.slice(0, -1), new Map([...last, [id, known]])];
  return { pages: pages.slice(-1 - LIMITS.knownMessages / PAGE_MESSAGES), count };
}

export function markDeleted<From extends string>(said: Said<From>, id: string): Said<From> {
  const at = pageOf(said, id);
  const page = said.pages[at];
  const known = page?.get(id);
  if (page === undefined || known === undefined) return said;
  return { ...said, pages: said.pages.with(at, new Map([...page, [id, { ...known, deleted: true }]])) };
}

function pageOf<From extends string>({ pages }: Said<From>, id: string): number {
  return pages.findLastIndex((page) => page.has(id));
}
