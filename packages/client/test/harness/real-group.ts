/*
 * Members of a room for many over a real relay: real time, real sockets, real keys.
 */
import { createKem, systemRandom } from "@tacet/core";
import { type GroupFace, groupRooms } from "../../src/group/index.ts";
import { createHttpDriver, createSystemClock, createWebSocketDriver } from "../../src/index.ts";
import { originWebSocket } from "./real.ts";

type GroupEvent = GroupFace["event"];

/** A member, and what its face was told. */
export interface RealMember {
  readonly name: string;
  readonly room: GroupFace["room"];
  readonly events: GroupEvent[];
  /** Resolves with the first event that fits, past ones included. */
  until(fits: (event: GroupEvent) => boolean): Promise<GroupEvent>;
  /** Resolves as soon as this holds of all events so far. */
  when(holds: (events: readonly GroupEvent[]) => boolean): Promise<void>;
}

export async function realMember(
  relayUrl: string,
  name: string,
  onFrame: (bytes: Uint8Array) => void = () => undefined,
): Promise<RealMember> {
  const events: GroupEvent[] = [];
  const waiting = new Set<() => void>();
  const emit = (event: GroupEvent): void => {
    events.push(event);
    for (const look of waiting) look();
  };
  const socket = createWebSocketDriver(originWebSocket(relayUrl), (event) => {
    if (event.on === "received") onFrame(event.bytes.slice());
    room.socketEvent(event);
  });
  const room = groupRooms.create({
    socket: {
      post: (command) => {
        if (command.do === "send") onFrame(command.bytes.slice());
        socket.post(command);
      },
    },
    http: createHttpDriver(fetch),
    clock: createSystemClock(),
    crypto: { random: systemRandom, kem: await createKem() },
    emit,
  });
  const when = (holds: (events: readonly GroupEvent[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds(events)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const until = async (fits: (event: GroupEvent) => boolean): Promise<GroupEvent> => {
    await when((all) => all.some(fits));
    const found = events.find(fits);
    if (found === undefined) throw new Error("it was here");
    return found;
  };
  return { name, room, events, until, when };
}

/** Texts in the room's order: by number, as a face shows them. */
export function textsOf({ events }: RealMember): readonly string[] {
  const numbers = new Map<string, number>();
  for (const event of events)
    if ((event.event === "message" || event.event === "receipt") && event.number !== null)
      numbers.set(event.id, event.number);
  return events
    .flatMap((event) => (event.event === "message" ? [event] : []))
    .sort((a, b) => (numbers.get(a.id) ?? Infinity) - (numbers.get(b.id) ?? Infinity))
    .map(({ text }) => text);
}

export const linkOf = ({ events }: RealMember): string => {
  const found = events.findLast((event) => event.event === "room");
  return found?.event === "room" ? (found.link ?? "") : "";
};
