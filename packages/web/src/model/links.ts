/** A piece of a text: words, or the address of a page. */
export interface Piece {
  readonly shown: string;
  /** Null for words. */
  readonly href: string | null;
}

/** Beyond so many, addresses of one text stay words. */
const LINKS_MAX = 20;

/** Up to the next space, angle bracket or character that does not show: directional controls end an address. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"\p{C}\p{Default_Ignorable_Code_Point}]+/giu;
const CLOSING = /[.,;:!?'*_~’”»)\]}]$/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Finds addresses of http and https in a text. Nothing else is read in it, and put together the pieces show the whole text. */
export function findLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let links = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const typed = withoutClosing(found);
    const link = links < LINKS_MAX ? linkOf(typed) : null;
    if (link === null) continue;
    links += 1;
    if (index > at) pieces.push({ shown: text.slice(at, index), href: null });
    pieces.push(link);
    at = index + typed.length;
  }
  if (at < text.length) pieces.push({ shown: text.slice(at), href: null });
  return pieces;
}

/** What closes a sentence or a bracket around the address is not part of it. */
function withoutClosing(found: string): string {
  let end = found.length;
  while (end > 0 && CLOSING.test(found.slice(0, end)) && !closesOwn(found.slice(0, end))) end -= 1;
  return found.slice(0, end);
}

function closesOwn(address: string): boolean {
  const closing = address.at(-1) ?? "";
  const opening = { ")": "(", "]": "[", "}": "{" }[closing];
  return opening !== undefined && address.split(opening).length >= address.split(closing).length;
}

/**
 * The address as it was typed, if that is how it will be opened. A host in other letters is shown as the machine reads it (punycode), and
 * so is an address whose letters would change their order on the screen. One with a name before the host, as in
 * `https://bank.example@evil.example`, is no link.
 */
function linkOf(typed: string): Piece | null {
  if (!URL.canParse(typed)) return null;
  const url = new URL(typed);
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  const host = /^https?:\/\/([^/?#]*)/i.exec(typed)?.[1]?.toLowerCase();
  const asRead = host !== url.host || RIGHT_TO_LEFT.test(typed);
  return { shown: asRead ? url.href : typed, href: url.href };
}
