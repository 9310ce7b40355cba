import { deliver, type InFlight, otherOf, type World } from "./world.ts";

/** Takes a block that is under way, and does with it what a hostile relay may do. */
export async function deliverSome(world: World, hostilePercent: number, lossyPercent: number): Promise<void> {
  const { chance } = world;
  if (world.inFlight.length === 0) return;
  // Mostly in order, as paths do; sometimes any.
  const at = chance.percent(70) ? 0 : chance.pick(world.inFlight.length);
  const [taken] = world.inFlight.splice(at, 1);
  if (taken === undefined) return;
  if (chance.percent(lossyPercent)) return;
  if (chance.percent(hostilePercent)) await spoil(world, taken);
  else await deliver(world, taken);
}

/** One of the named attacks. Those that keep the block let the true one follow. */
async function spoil(world: World, it: InFlight): Promise<void> {
  const { chance } = world;
  const attacks: readonly (() => readonly InFlight[])[] = [
    function duplicate() {
      return [it, it];
    },
    function reflect() {
      return [{ ...it, to: otherOf(it.to) }, it];
    },
    function truncate() {
      return [forged(it, it.block.slice(0, chance.pick(it.block.length))), it];
    },
    function flip() {
      return [forged(it, flipped(it.block, chance.pick(it.block.length * 8))), it];
    },
    function flipHeader() {
      return [forged(it, flipped(it.block, chance.pick(72))), it];
    },
    function spliceHeader() {
      const other = world.recorded[chance.pick(world.recorded.length)]?.block ?? it.block;
      const block = Uint8Array.of(...other.slice(0, 9), ...it.block.slice(9));
      return [sameBytes(block, it.block) || sameBytes(block, other) ? it : forged(it, block), it];
    },
    function replay() {
      const old = world.recorded[chance.pick(world.recorded.length)];
      return old === undefined ? [it] : [it, { to: otherOf(old.from), block: old.block, genuine: old }];
    },
    function reflectOld() {
      const old = world.recorded[chance.pick(world.recorded.length)];
      return old === undefined ? [it] : [it, { to: old.from, block: old.block, genuine: null }];
    },
    function noise() {
      return [forged(it, Uint8Array.of(...it.block.slice(0, 9), ...chance.bytes(it.block.length - 9))), it];
    },
  ];
  const attack = attacks[chance.pick(attacks.length)];
  for (const each of attack?.() ?? []) await deliver(world, reflected(each));
}

/** What comes back to its own sender is nobody's frame there. */
function reflected(it: InFlight): InFlight {
  return it.genuine?.from === it.to ? { ...it, genuine: null } : it;
}

function forged(it: InFlight, block: Uint8Array): InFlight {
  return { to: it.to, block, genuine: null };
}

function flipped(block: Uint8Array, bit: number): Uint8Array {
  return block.with(bit >> 3, (block[bit >> 3] ?? 0) ^ (128 >> (bit & 7)));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
