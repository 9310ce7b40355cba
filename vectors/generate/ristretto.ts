/*
 * Ristretto255 once more, from RFC 9496 and on plain big integers: slow, not constant in time, and sharing nothing with what is tested.
 */
const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (value: bigint, by = P): bigint => ((value % by) + by) % by;
const isNegative = (value: bigint): boolean => (mod(value) & 1n) === 1n;
const abs = (value: bigint): bigint => (isNegative(value) ? mod(-value) : mod(value));

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, mod(base), exponent];
  while (left > 0n) {
    if ((left & 1n) === 1n) result = mod(result * square);
    square = mod(square * square);
    left >>= 1n;
  }
  return result;
}

const inverse = (value: bigint): bigint => power(value, P - 2n);
const D = mod(-121665n * inverse(121666n));
const SQRT_M1 = abs(power(2n, (P - 1n) / 4n));

/** SQRT_RATIO_M1 of 4.2. */
function squareRootOfRatio(u: bigint, v: bigint): { readonly wasSquare: boolean; readonly root: bigint } {
  const v3 = mod(v * v * v);
  let root = mod(u * v3 * power(u * v3 * v3 * v, (P - 5n) / 8n));
  const check = mod(v * root * root);
  const correct = check === mod(u);
  const flipped = check === mod(-u);
  const flippedI = check === mod(-u * SQRT_M1);
  if (flipped || flippedI) root = mod(root * SQRT_M1);
  return { wasSquare: correct || flipped, root: abs(root) };
}

const INVSQRT_A_MINUS_D = squareRootOfRatio(1n, mod(-1n - D)).root;
// Of its two roots the specification takes the one that is negative.
const SQRT_AD_MINUS_ONE = mod(-squareRootOfRatio(mod(-D - 1n), 1n).root);

interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const IDENTITY: Point = { x: 0n, y: 1n, z: 1n, t: 0n };

function add(a: Point, b: Point): Point {
  const [s, d] = [mod((a.y - a.x) * (b.y - b.x)), mod((a.y + a.x) * (b.y + b.x))];
  const [c, e] = [mod(a.t * 2n * D * b.t), mod(a.z * 2n * b.z)];
  const [h, g, f, k] = [d - s, e + c, e - c, d + s];
  return { x: mod(h * f), y: mod(g * k), z: mod(f * g), t: mod(h * k) };
}

/** 4.3.1; null for what is no canonical encoding. */
function decode(bytes: Uint8Array): Point | null {
  const s = little(bytes);
  if (s >= P || isNegative(s)) return null;
  const ss = mod(s * s);
  const [u1, u2] = [mod(1n - ss), mod(1n + ss)];
  const v = mod(-D * u1 * u1 - u2 * u2);
  const { wasSquare, root } = squareRootOfRatio(1n, v * u2 * u2);
  const denominatorX = mod(root * u2);
  const x = abs(2n * s * denominatorX);
  const y = mod(u1 * root * denominatorX * v);
  const t = mod(x * y);
  return !wasSquare || isNegative(t) || y === 0n ? null : { x, y, z: 1n, t };
}

/** 4.3.2. */
function encode({ x, y, z, t }: Point): Buffer {
  const u1 = mod((z + y) * (z - y));
  const u2 = mod(x * y);
  const { root } = squareRootOfRatio(1n, u1 * u2 * u2);
  const [d1, d2] = [mod(root * u1), mod(root * u2)];
  const inverseZ = mod(d1 * d2 * t);
  const rotate = isNegative(t * inverseZ);
  const [x1, y1] = rotate ? [mod(y * SQRT_M1), mod(x * SQRT_M1)] : [x, y];
  const denominator = rotate ? mod(d1 * INVSQRT_A_MINUS_D) : d2;
  const y2 = isNegative(x1 * inverseZ) ? mod(-y1) : y1;
  return littleBytes(abs(denominator * (z - y2)));
}

/** MAP of 4.3.4. */
function map(half: Uint8Array): Point {
  const t = mod(little(half) & (2n ** 255n - 1n));
  const r = mod(SQRT_M1 * t * t);
  const u = mod((r + 1n) * (1n - D * D));
  const v = mod((-1n - r * D) * (r + D));
  const { wasSquare, root } = squareRootOfRatio(u, v);
  const s = wasSquare ? root : mod(-abs(root * t));
  const c = wasSquare ? -1n : r;
  const n = mod(c * (r - 1n) * (D - 1n) * (D - 1n) - v);
  const [w0, w1, w2, w3] = [mod(2n * s * v), mod(n * SQRT_AD_MINUS_ONE), mod(1n - s * s), mod(1n + s * s)];
  return { x: mod(w0 * w3), y: mod(w2 * w1), z: mod(w1 * w3), t: mod(w0 * w2) };
}

/** The element derivation of 64 bytes, encoded. */
export function derived(uniform: Uint8Array): Buffer {
  return encode(add(map(uniform.subarray(0, 32)), map(uniform.subarray(32, 64))));
}

/** scalar (64 bytes, little-endian, modulo the order) * point, encoded. Fails on what is no encoding. */
export function times(scalar: Uint8Array, encoding: Uint8Array): Buffer {
  const point = decode(encoding);
  if (point === null) throw new Error("no encoding of a point");
  let [sum, doubled, left] = [IDENTITY, point, mod(little(scalar), ORDER)];
  while (left > 0n) {
    if ((left & 1n) === 1n) sum = add(sum, doubled);
    doubled = add(doubled, doubled);
    left >>= 1n;
  }
  return encode(sum);
}

/** Encodings that RFC 9496 (4.3.1) refuses, by reason, and the identity, which CPace does. */
export function refusedPoints(valid: Uint8Array): Readonly<Record<string, Buffer>> {
  let noSquare = 2n;
  while (decode(littleBytes(noSquare)) !== null) noSquare += 2n;
  return {
    "the identity": Buffer.alloc(32),
    "a field element not in its shortest form": littleBytes(little(valid) + P),
    "the identity, not in its shortest form": littleBytes(P),
    "a negative field element": littleBytes(P - little(valid)),
    "the highest bit set": littleBytes(little(valid) + 2n ** 255n),
    "no square": littleBytes(noSquare),
    "y is zero": littleBytes(P - 1n),
    "all ones": Buffer.alloc(32, 255),
  };
}

function little(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}

function littleBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex").reverse();
}
