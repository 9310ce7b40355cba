import { signal, type Signal } from "@preact/signals";
import { text } from "../text/group-text.ts";
import type { Member } from "./room-events.ts";

/** So much of a fingerprint tells two of one name apart for the eye. It proves nothing: the safety check does. */
const MARK_LETTERS = 4;

/** What the page calls oneself, a role, or whoever gave no name, in each of its languages: the name of somebody else could be one of these. */
const WORDS_OF_PAGE: ReadonlySet<string> = new Set(
  [
    ["you", "owner", "moderator", "Somebody"],
    ["你", "房主", "管理员", "某人"],
    ["あなた", "持ち主", "進行役", "だれか"],
    ["tú", "a cargo de la sala", "modera", "Alguien"],
    ["أنت", "صاحب الغرفة", "مشرف", "شخص ما"],
  ]
    .flat()
    .map(folded),
);

/** Without what the eye may miss: case, width, spaces, and what has no shape of its own. */
function folded(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{Cf}]/gu, "");
}

/** In brackets the page itself says a role, or the beginning of a fingerprint. */
function isOfPage(name: string): boolean {
  return WORDS_OF_PAGE.has(folded(name)) || /[\p{Ps}\p{Pe}]/u.test(name);
}

type Known = Pick<Member, "name" | "colour" | "fingerprint">;

/** Who is in the room, and who was: words of people who left keep their name. */
export class People {
  readonly members: Signal<readonly Member[]> = signal([]);
  readonly #known = new Map<string, Known>();

  take(members: readonly Member[]): void {
    this.members.value = members;
    for (const member of members) this.#known.set(member.id, member);
  }

  /** Of somebody who may be gone already when the members are told. */
  meet(id: string, name: string): void {
    const known = this.#known.get(id) ?? { name, colour: 0, fingerprint: "" };
    this.#known.set(id, { ...known, name: name === "" ? known.name : name });
  }

  get self(): Member | undefined {
    return this.members.value.find(({ self }) => self);
  }

  find(id: string): Member | undefined {
    return this.members.value.find((member) => member.id === id);
  }

  /**
   * A name that nobody else here has: to one that others share, to one that could pass for what the page itself says, or to none, the beginning
   * of the fingerprint is added.
   */
  nameOf(id: string): string {
    void this.members.value; // Read to be said anew when somebody takes a name.
    const known = this.#known.get(id);
    if (known === undefined) return text.room.unnamed;
    const mark = known.fingerprint.slice(0, MARK_LETTERS);
    if (known.name === "") return mark === "" ? text.room.unnamed : text.room.someone(mark);
    return mark !== "" && (isOfPage(known.name) || this.#isShared(id, folded(known.name)))
      ? `${known.name} (${mark})`
      : known.name;
  }

  #isShared(id: string, name: string): boolean {
    return [...this.#known].some(([other, one]) => other !== id && folded(one.name) === name);
  }

  colourOf(id: string): number {
    return this.#known.get(id)?.colour ?? 0;
  }

  clear(): void {
    this.members.value = [];
    this.#known.clear();
  }
}
