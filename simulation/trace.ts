/** What happened, as a number that two runs of one seed share, and as lines to read where somebody wants them. */
export interface Trace {
  /** `bytes` count by their ends: what is sealed ends in a tag over all of it. */
  note(who: string, what: string, bytes?: Uint8Array): void;
  /** Sixteen hex digits over all that was noted. */
  hash(): string;
}

const FNV = 0x01000193;
const END_BYTES = 24;

/** @param nowMs the virtual time; @param print takes each line, if anybody reads them */
export function createTrace(nowMs: () => number, print: ((line: string) => void) | null): Trace {
  let low = 0x811c9dc5;
  let high = 0x050c5d1f;
  const mix = (value: number): void => {
    low = Math.imul(low ^ value, FNV);
    high = Math.imul(high ^ (value + 0x5bd1), FNV) ^ (low >>> 13);
  };
  const mixText = (text: string): void => {
    for (let at = 0; at < text.length; at += 1) mix(text.charCodeAt(at));
  };
  return {
    note: (who, what, bytes) => {
      mix(Math.round(nowMs() * 8));
      mixText(who);
      mixText(what);
      if (bytes !== undefined) {
        mix(bytes.length);
        for (const byte of bytes.subarray(0, END_BYTES)) mix(byte);
        for (const byte of bytes.subarray(-END_BYTES)) mix(byte);
      }
      if (print === null) return;
      const size = bytes === undefined ? "" : ` ${String(bytes.length)} B`;
      print(`${(nowMs() / 1000).toFixed(3).padStart(9)} s  ${who.padEnd(9)} ${what}${size}`);
    },
    hash: () => [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join(""),
  };
}
