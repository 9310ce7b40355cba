import { signal, type Signal } from "@preact/signals";
import { text } from "../text/group-text.ts";
import type { Member } from "./room-events.ts";

/** So much of a fingerprint tells two of one name apart for the eye. It proves nothing: the safety check does. */
const MARK_LETTERS = 4;

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

  /** A name that nobody else here has: to one that others share, or to none, the beginning of the fingerprint is added. */
  nameOf(id: string): string {
    void this.members.value; // Read to be said anew when somebody takes a name.
    const known = this.#known.get(id);
    if (known === undefined) return text.room.unnamed;
    const mark = known.fingerprint.slice(0, MARK_LETTERS);
    if (known.name === "") return mark === "" ? text.room.unnamed : text.room.someone(mark);
    const isShared = [...this.#known].some(([other, { name }]) => other !== id && name === known.name);
    return isShared && mark !== "" ? `${known.name} (${mark})` : known.name;
  }

  colourOf(id: string): number {
    return this.#known.get(id)?.colour ?? 0;
  }

  clear(): void {
    this.members.value = [];
    this.#known.clear();
  }
}
