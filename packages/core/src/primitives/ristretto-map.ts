import { ristretto255 } from "@noble/curves/ed25519.js";

/*
 * The element derivation of RFC 9496 (4.3.4), on noble's field and points. Noble has one too (`ristretto255_hasher`), but it brings SHA-512
 * in JavaScript, which shares a module with the SHA-256 that every page loads first. A test holds the two against each other.
 */
type RistrettoPoint = InstanceType<typeof ristretto255.Point>;

const { Fp } = ristretto255.Point;
const P = Fp.ORDER;

const D = Fp.neg(Fp.div(121665n, 121666n));
const SQRT_M1 = Fp.pow(2n, (P - 1n) / 4n);
const SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235n;

/**
 * A point that nobody knows a logarithm of.
 * @param uniform 64 bytes
 */
export function derivePoint(uniform: Uint8Array): RistrettoPoint {
  return map(uniform.subarray(0, 32)).add(map(uniform.subarray(32, 64)));
}

/** MAP, with the names of the page. */
function map(half: Uint8Array): RistrettoPoint {
  const t = Fp.create(fieldElement(half));
  const r = Fp.mul(SQRT_M1, Fp.sqr(t));
  const u = Fp.mul(Fp.add(r, 1n), Fp.sub(1n, Fp.sqr(D)));
  const v = Fp.mul(Fp.sub(Fp.neg(1n), Fp.mul(r, D)), Fp.add(r, D));
  const { wasSquare, root } = squareRootOfRatio(u, v);
  const s = wasSquare ? root : Fp.neg(absolute(Fp.mul(root, t)));
  const c = wasSquare ? Fp.neg(1n) : r;
  const n = Fp.sub(Fp.mul(Fp.mul(c, Fp.sub(r, 1n)), Fp.sqr(Fp.sub(D, 1n))), v);
  const w0 = Fp.mul(Fp.add(s, s), v);
  const w1 = Fp.mul(n, SQRT_AD_MINUS_ONE);
  const w2 = Fp.sub(1n, Fp.sqr(s));
  const w3 = Fp.add(1n, Fp.sqr(s));
  // (w0 w3, w2 w1, w1 w3, w0 w2) in affine coordinates.
  return ristretto255.Point.fromAffine({ x: Fp.div(w0, w1), y: Fp.div(w2, w3) });
}

/** SQRT_RATIO_M1 of 4.2: the root that is not negative of u / v, or of its product with the root of -1. */
function squareRootOfRatio(u: bigint, v: bigint): { readonly wasSquare: boolean; readonly root: bigint } {
  const v3 = Fp.mul(Fp.sqr(v), v);
  const v7 = Fp.mul(Fp.sqr(v3), v);
  const root = Fp.mul(Fp.mul(u, v3), Fp.pow(Fp.mul(u, v7), (P - 5n) / 8n));
  const check = Fp.mul(v, Fp.sqr(root));
  const isFlipped = Fp.eql(check, Fp.neg(u));
  const isFlippedByRoot = Fp.eql(check, Fp.neg(Fp.mul(u, SQRT_M1)));
  const right = isFlipped || isFlippedByRoot ? Fp.mul(root, SQRT_M1) : root;
  return { wasSquare: Fp.eql(check, u) || isFlipped, root: absolute(right) };
}

function absolute(value: bigint): bigint {
  return Fp.isOdd?.(value) === true ? Fp.neg(value) : value;
}

/** 255 bits, little-endian; the highest bit of the last byte is not looked at. */
function fieldElement(half: Uint8Array): bigint {
  const whole = half.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return whole & (2n ** 255n - 1n);
}
