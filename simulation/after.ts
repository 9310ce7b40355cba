/* What is asked when a history is over (I1, I6): nothing answers, nothing is held, nothing of the keys has crossed. */
import type { Actor, Stage } from "./stage.ts";

/** Lingering connection objects, and the library's closing; before that, a relay that is told of an end (spec/pair.md 8). */
const LINGER_MS = 40_000;
const TELLING_MS = 110_000;

const REFUSED = 130;

export async function atEnd(stage: Stage): Promise<void> {
  const { world, watch, actors } = stage;
  const tellsUntilMs = world.nowMs() + TELLING_MS;
  const telling = (): boolean =>
    actors.some(({ person, ledger }) => person.here() && ledger.ended !== null && !person.done());
  while (telling() && world.nowMs() < tellsUntilMs) await world.run(1000);
  await world.run(LINGER_MS);
  await forgotten(stage);
  for (const actor of actors) if (actor.person.here() && actor.ledger.ended !== null) judgePage(stage, actor);
  leaked(stage);
  await probe(stage);
  watch.turn = null;
}

/** What nobody ended ends by itself, with nobody there: the looks of each second see that it does (watch.ts). */
async function forgotten({ relay, world, actors }: Stage): Promise<void> {
  const inside = actors.some(({ person, ledger }) => person.here() && ledger.ended === null);
  for (const room of inside ? [] : (relay.look()?.contents.rooms ?? [])) {
    const graceMs = room.phase === "paired" ? room.graceMs : Infinity;
    await world.run(Math.min(room.expiresMs - relay.nowMs(), graceMs) + 3000);
  }
}

/** The relay has ended the room: whoever shows again what was shown before is refused, and nothing of the room is there. */
async function probe({ relay, watch, actors, world }: Stage): Promise<void> {
  const view = relay.look();
  if (!watch.roomEnded || view === null) return;
  const { rooms, keys } = view.contents;
  if (rooms.length + keys.length > 0) watch.say("I6", "the relay holds something of a room that has ended");
  for (const { admits, ledger } of actors) {
    for (const bytes of admits) {
      const answers: number[] = [];
      const end = relay.accept("probe", {
        send: (frame) => void answers.push(frame[0] ?? 0),
        close: () => undefined,
        breakOff: () => undefined,
        bufferedBytes: () => 0,
        after: (ms, run) => void world.after(ms, run),
      });
      end?.take({ kind: "message", bytes });
      if (answers[0] !== REFUSED)
        watch.say("I6", `what ${ledger.name} showed once is answered after the end`);
      end?.broken();
    }
  }
  await world.run(1000);
}

function judgePage({ watch, ether }: Stage, actor: Actor): void {
  const { person, ledger, drawn } = actor;
  const { name } = ledger;
  if (!person.done()) watch.say("I6", `${name} is not done, long after its end`);
  if (person.timers() > 0) watch.say("I6", `${name} still has ${String(person.timers())} timers`);
  if (ether.open(person) > 0) watch.say("I6", `${name} still has connection objects`);
  if (ledger.asked.size > 0)
    watch.say("lost", `${String(ledger.asked.size)} texts of ${name} have no answer`);
  const [seatSecret] = drawn;
  if (seatSecret?.some((byte) => byte !== 0) === true) watch.say("I6", `${name} still holds its seat secret`);
}

/** The secrets that were drawn, in all that crossed the relay. A seat secret is shown to it by design. */
function leaked({ watch, pool, actors }: Stage): void {
  const crossed = Buffer.concat(watch.crossed);
  const [creator] = actors;
  const key = creator?.ledger.link?.split("#")[1] ?? "";
  const needles = pool.secrets
    .map((secret) => Buffer.from(secret))
    .filter((secret) => secret.some((byte) => byte !== 0));
  if (key !== "") needles.push(Buffer.from(key), Buffer.from(key.slice(1), "base64url"));
  if (needles.some((needle) => crossed.includes(needle))) watch.say("I1", "a key crossed the relay");
}
