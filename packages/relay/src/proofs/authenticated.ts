import { equal, labelledMac } from "./hashes.ts";

const MAC_BYTES = 32;

/** Fields and their HMAC under a label, as both kinds of ticket are (spec/relay.md 6, 10.6). */
export function authenticate(key: Uint8Array, label: string, fields: Uint8Array): Uint8Array {
  const whole = new Uint8Array(fields.length + MAC_BYTES);
  whole.set(fields);
  whole.set(labelledMac(key, label, fields), fields.length);
  return whole;
}

/** A copy of so many bytes of fields if this key made all of it; null for any other bytes. Nothing is read before the HMAC fits. */
export function authenticated(
  key: Uint8Array,
  label: string,
  whole: Uint8Array,
  fieldsBytes: number,
): Uint8Array<ArrayBuffer> | null {
  if (whole.length !== fieldsBytes + MAC_BYTES) return null;
  const fields = Uint8Array.from(whole.subarray(0, fieldsBytes));
  return equal(labelledMac(key, label, fields), whole.subarray(fieldsBytes)) ? fields : null;
}
