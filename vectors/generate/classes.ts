import { hex, seeded, writeSuite } from "./reference.ts";

/** The suite of spec/content.md 1: which class a body takes, and which lengths no block has. Run by hand. */
const CLASSES = [256, 1024, 4096, 16_384, 65_536];
const given = { root: hex(seeded("classes root", 32)), th: hex(seeded("classes th", 32)) };

/** The smallest and the largest body of each class. */
function bodies(): object[] {
  const most = CLASSES.map((bytes) => bytes - 26 - 31);
  const least = [0, ...most.slice(0, -1).map((bytes) => bytes + 1)];
  return CLASSES.flatMap((classBytes, at) =>
    [least[at], most[at]].map((bodyBytes) => ({
      name: `body of ${String(bodyBytes)} bytes`,
      bodyBytes,
      classBytes,
    })),
  );
}

function tooLong(): object[] {
  return [65_480, 65_536].map((bodyBytes) => {
    return { name: `body of ${String(bodyBytes)} bytes`, bodyBytes, error: "limit" };
  });
}

/**
 * A heartbeat of epoch 0 and counter 0 that is right in all but its length: sealed with the right key, padded with zeros. The block is
 * not written out; whoever runs the case seals a plaintext of `blockBytes - 25` bytes.
 */
function misfits(): object[] {
  const beside = CLASSES.flatMap((bytes) => [bytes - 2, bytes, bytes + 1]);
  return [56, 100, 512, 2048, 8192, 32_768, ...beside].map((blockBytes) => {
    return { name: `block of ${String(blockBytes)} bytes`, given, blockBytes, expect: "dropped" };
  });
}

writeSuite("classes", "spec/content.md section 1", [...bodies(), ...tooLong(), ...misfits()]);
