/* What a history of rooms for many stands on: time, the relay, and who looks on. */
import type { Dice } from "../dice.ts";
import type { RelayHost } from "../relay-host.ts";
import type { Trace } from "../trace.ts";
import type { World } from "../world.ts";
import type { GroupEvent, Member } from "./member.ts";

export interface Ground {
  readonly world: World;
  readonly dice: Dice;
  readonly relay: RelayHost;
  readonly trace: Trace;
  /** Everything on any line, in either direction. */
  crossed(bytes: Uint8Array): void;
  heard(member: Member, event: GroupEvent): void;
  /** What the relay's frame to somebody becomes: more or fewer of them. A hostile relay has its hands here. */
  toMember(name: string, frame: Uint8Array): readonly Uint8Array[];
}
